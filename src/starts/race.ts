// Short runs against each other, and moves of single components of the one that leads.

import { attempt, SingularCovarianceError } from '../errors.js';
import { examine, isHealthy } from '../health.js';
import type { Floor } from '../kernel/floor.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Random } from '../random.js';
import type { Steps } from '../steps.js';
import { cheapest, type Pair } from './merging.js';
import { drawMove, isGuided, type Move, moved } from './moves.js';
import { sampled } from './seeding.js';
import { type ShortEnd, type ShortRun, type ShortRunners, shortRun } from './short.js';

/** An end of a short run. */
export interface Candidate extends ShortEnd {
  /** Whether it is known to be unhealthy; only of those that could be the best it is found out. */
  unhealthy: boolean;
  /** Its pairs of components, once they have been asked for. */
  pairs?: readonly Pair[];
}

/** Ends whose mean log-likelihoods are so near are the same. */
const SAME = 1e-9;

export class Race {
  /** The first of those that had no end. */
  failure: SingularCovarianceError | undefined;
  readonly #workspace: Workspace;
  /** Whether its rows are all there are. */
  readonly #whole: boolean;
  readonly #floor: Floor;
  readonly #runners: ShortRunners | undefined;

  constructor(workspace: Workspace, whole: boolean, floor: Floor, runners?: ShortRunners) {
    this.#workspace = workspace;
    this.#whole = whole;
    this.#floor = floor;
    this.#runners = runners;
  }

  /** What comes of something that may fail for lack of factors; nothing if it does. */
  *attempt<T>(work: Steps<T>): Steps<T[]> {
    const done = yield* attempt(work);
    if (!(done instanceof SingularCovarianceError)) return [done];
    this.failure ??= done;
    return [];
  }

  /** A field and the ends of short runs. */
  *enterAll(field: readonly Candidate[], runs: readonly ShortRun[]): Steps<Candidate[]> {
    const all = [...field];
    for (const end of yield* this.#ends(runs)) yield* this.#enter(all, end);
    return all;
  }

  /**
   * Moves single components of the best, and enters what comes of it. With several at a time all begin from the same
   * best: if one of them takes its place, those after it are made again. The longer none does, the more are ventured.
   */
  *move(field: Candidate[], count: number, iterations: number, random: Random): Steps<void> {
    const { ranges } = sampled(this.#workspace);
    const { size } = this.#workspace;
    const { width = 1, most = 1 } = this.#runners ?? {};
    const moves: Move[] = [];
    let venture = width;
    for (let done = 0; done < count; ) {
      const best = bestOf(field);
      if (isGuided(size)) best.pairs ??= yield* cheapest(this.#workspace, best.parameters);
      while (moves.length < Math.min(venture, count - done))
        moves.push(drawMove(done + moves.length, size, this.#whole, random));
      const runs = moves.slice(0, venture).map((move) => ({
        from: moved(this.#workspace, ranges, best, move),
        iterations,
        rival: best.value,
      }));
      venture = Math.min(2 * venture, most);
      for (const end of yield* this.#ends(runs)) {
        yield* this.#enter(field, end);
        moves.shift();
        done++;
        if (bestOf(field) !== best) {
          venture = width;
          break;
        }
      }
    }
  }

  *#ends(runs: readonly ShortRun[]): Steps<(ShortEnd | SingularCovarianceError)[]> {
    if (this.#runners && runs.length > 1) return yield* this.#runners.run(this.#workspace, this.#floor, runs);
    const ends: (ShortEnd | SingularCovarianceError)[] = [];
    for (const run of runs) ends.push(yield* shortRun(this.#workspace, this.#floor, run));
    return ends;
  }

  /** Adds the end of a short run to the others, unless it is one of them or failed. */
  *#enter(field: Candidate[], end: ShortEnd | SingularCovarianceError): Steps<void> {
    if (end instanceof SingularCovarianceError) {
      this.failure ??= end;
      return;
    }
    let unhealthy = false;
    if (field.some(({ value }) => Math.abs(value - end.value) < SAME)) return;
    if (field.every((other) => other.unhealthy || other.value < end.value)) {
      this.#workspace.loadParameters(end.parameters);
      unhealthy = !isHealthy(yield* examine(this.#workspace));
    }
    const { parameters, value } = end;
    field.push({ parameters, value, unhealthy });
  }
}

/** The first of `ranked`. */
function bestOf(field: readonly Candidate[]): Candidate {
  return field.reduce((best, one) => (before(one, best) < 0 ? one : best));
}

/** Best first: what is not known to be unhealthy, then by likelihood. */
export function ranked(field: readonly Candidate[]): Candidate[] {
  return [...field].sort(before);
}

function before(a: Candidate, b: Candidate): number {
  return Number(a.unhealthy) - Number(b.unhealthy) || b.value - a.value;
}
