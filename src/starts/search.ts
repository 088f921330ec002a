// How a fit finds its start by itself: "small EM" (Biernacki, Celeux & Govaert 2003). Several starts get a few
// iterations each, the best some more; then single components of the best are moved to rows drawn at random, and what is
// better after a few iterations stays. That repairs "two components here, one too few there", which no number of
// iterations does. With many rows all of it happens on a subsample.

import { attempt, SingularCovarianceError } from '../errors.js';
import { examine, isHealthy } from '../health.js';
import { copyFloor, type Floor } from '../kernel/floor.js';
import type { ProblemSize } from '../kernel/memory.js';
import { copyPrior } from '../kernel/prior.js';
import { drawTrial } from '../kernel/trial.js';
import type { Workspace } from '../kernel/workspace.js';
import { Random } from '../random.js';
import { drawCentres, fromRows, type RowStart } from '../starts.js';
import type { Steps } from '../steps.js';
import { drawMove, type Move, moved } from './moves.js';
import { sampled } from './seeding.js';
import { type ShortEnd, type ShortRun, type ShortRunners, shortRun } from './short.js';

/** How long starts are tried. */
interface Effort {
  /** In this order. */
  readonly starts: readonly RowStart[];
  /** Of how many the race goes on, and for how many iterations. */
  readonly rounds: readonly { readonly keep: number; readonly iterations: number }[];
  /** Swaps for each component, and the iterations that each is given. */
  readonly swaps: number;
  readonly iterations: number;
}

const EFFORT: Effort = {
  starts: [
    ...(['kmeans', 'random_from_data', 'k-means++', 'kmeans', 'random_from_data', 'k-means++'] as const),
    ...(['kmeans', 'random_from_data'] as const),
  ],
  rounds: [
    { keep: 8, iterations: 5 },
    { keep: 3, iterations: 10 },
    { keep: 1, iterations: 20 },
  ],
  swaps: 7,
  iterations: 8,
};

/** A sample of the rows is not to be explained to the last one of them. */
const ON_A_SAMPLE: Effort = { ...EFFORT, swaps: 6 };

/** In one dimension the first start is the best there is, and the second splits by numbers instead of distances. */
const ON_A_LINE: Effort = {
  starts: ['optimal', 'quantiles', 'random_from_data', 'random_from_data'],
  rounds: [
    { keep: 4, iterations: 5 },
    { keep: 3, iterations: 10 },
    { keep: 1, iterations: 20 },
  ],
  swaps: 3,
  iterations: 8,
};

/** Where a pass takes microseconds, a long search costs little; and many components on few rows are hard to place. */
const SHORT_LINE = 4096;
const ON_A_SHORT_LINE: Effort = { ...ON_A_LINE, swaps: 16, iterations: 16 };

/** Small series are fitted in loops, and there both starts seldom miss anything. */
const SERIES = { rows: 128, components: 3 };
const OF_A_SERIES: Effort = {
  starts: ['optimal', 'quantiles'],
  rounds: [
    { keep: 2, iterations: 5 },
    { keep: 2, iterations: 8 },
  ],
  swaps: 3,
  iterations: 5,
};

function effortFor({ size: { n, d, k, trial } }: Workspace): Effort {
  if (d > 1) return trial ? ON_A_SAMPLE : EFFORT;
  if (n < SERIES.rows && k <= SERIES.components) return OF_A_SERIES;
  return n < SHORT_LINE ? ON_A_SHORT_LINE : ON_A_LINE;
}

/** With fewer rows for each component there is nothing to be told apart. */
const ROWS_EACH = 4;

/** Whether there is anything to search for. */
export function worthSearching({ n, k }: ProblemSize): boolean {
  return k > 1 && n >= ROWS_EACH * k;
}

/** How many of the ends are worth going on from if the first leads nowhere good. */
const KEPT = 4;
/** Ends whose mean log-likelihoods are so near are the same. */
const SAME = 1e-9;

/** An end of a short run. */
interface Candidate extends ShortEnd {
  /** Whether it is known to be unhealthy; only of those that could be the best it is found out. */
  unhealthy: boolean;
}

/** Parameters to start from. */
export interface Leads {
  /** The most promising first; at least one. */
  readonly promising: readonly Float64Array[];
  /** Where none of those ends well: the ends of all first short runs. */
  readonly others: readonly Float64Array[];
}

/**
 * Where to start from. The first start of a call fixes the floor. Short runs that do not depend on each other are made at
 * the same time where there are threads for it; what is found is the same.
 *
 * @throws SingularCovarianceError if no start has covariances that can be factored
 */
export function* search(
  workspace: Workspace,
  seed: number,
  floor: Floor,
  run: number,
  helpers?: ShortRunners,
): Steps<Leads> {
  const random = new Random(seed, run, workspace.kernel.functions.log);
  const trial = yield* trialOf(workspace, floor, random);
  const { starts, rounds, swaps, iterations } = effortFor(workspace);
  // the workspace itself is no copy of its rows
  const runners = trial === workspace ? undefined : helpers;
  const race = new Race(trial, trial === workspace, floor, runners);
  const begun = yield* race.attempt(() => beginning(trial, workspace, starts[0], floor, random));
  if (runners) yield* runners.prepare(trial);
  const drawn = yield* centresOf(trial, starts.slice(1), random);
  let field = yield* race.enterAll(
    [],
    [...begun, ...drawn].map((from) => ({ ...from, iterations: rounds[0].iterations })),
  );
  if (field.length === 0) throw race.failure;
  const first = ranked(field);
  for (const { keep, iterations } of rounds.slice(1)) {
    const order = ranked(field);
    const next = yield* race.enterAll(
      order.slice(keep),
      order.slice(0, keep).map(({ parameters: from }) => ({ from, iterations })),
    );
    // where all of these fail, those before them will say so
    if (next.length > 0) field = next;
  }
  yield* race.swap(field, swaps * workspace.size.k, iterations, random);
  const chosen = ranked(field).slice(0, KEPT);
  const others = first.filter((candidate) => !chosen.includes(candidate));
  return { promising: chosen.map(parametersOf), others: others.map(parametersOf) };
}

function parametersOf({ parameters }: Candidate): Float64Array {
  return parameters;
}

/** Fixes the floor as `search` of run 0 does, for runs that come after it elsewhere. */
export function* fixFloor(workspace: Workspace, seed: number, floor: Floor): Steps<void> {
  const random = new Random(seed, 0, workspace.kernel.functions.log);
  const trial = yield* trialOf(workspace, floor, random);
  yield* fromRows(trial, effortFor(workspace).starts[0], floor, random, false);
  if (trial !== workspace) copyFloor(trial, workspace);
}

/** What starts are tried on: all rows, or a subsample that knows the floor if it is settled. */
function* trialOf(workspace: Workspace, floor: Floor, random: Random): Steps<Workspace> {
  if (!workspace.size.trial) return workspace;
  const trial = drawTrial(workspace, () => random.uniform());
  yield* trial.measure();
  copyPrior(workspace, trial);
  if (floor.settled) copyFloor(workspace, trial);
  return trial;
}

/** Where a short run begins. */
type Beginning = Pick<ShortRun, 'from' | 'kind'>;

/** The first start of all, as parameters: it fixes the floor, which those after it need. */
function* beginning(
  trial: Workspace,
  workspace: Workspace,
  kind: RowStart,
  floor: Floor,
  random: Random,
): Steps<Beginning> {
  const { settled } = floor;
  try {
    yield* fromRows(trial, kind, floor, random, false);
  } finally {
    if (!settled && floor.settled && trial !== workspace) copyFloor(trial, workspace);
  }
  return { from: trial.saveParameters() };
}

/** Other starts, as centres: to make parameters of them is part of their short runs. */
function* centresOf(trial: Workspace, starts: readonly RowStart[], random: Random): Steps<Beginning[]> {
  const { d, k } = trial.size;
  const drawn: Beginning[] = [];
  for (const kind of starts) {
    yield* drawCentres(trial, kind, random);
    drawn.push({ from: trial.view(trial.at.centres, k * d).slice(), kind });
  }
  return drawn;
}

/** Short runs against each other. */
class Race {
  /** The first of those that had no end. */
  failure: SingularCovarianceError | undefined;
  readonly #trial: Workspace;
  /** Whether its rows are all there are. */
  readonly #whole: boolean;
  readonly #floor: Floor;
  readonly #runners: ShortRunners | undefined;

  constructor(trial: Workspace, whole: boolean, floor: Floor, runners: ShortRunners | undefined) {
    this.#trial = trial;
    this.#whole = whole;
    this.#floor = floor;
    this.#runners = runners;
  }

  /** What comes of something that may fail for lack of factors; nothing if it does. */
  *attempt<T>(work: () => Steps<T>): Steps<T[]> {
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
  *swap(field: Candidate[], count: number, iterations: number, random: Random): Steps<void> {
    const { ranges } = sampled(this.#trial);
    const { k } = this.#trial.size;
    const { width = 1, most = 1 } = this.#runners ?? {};
    const moves: Move[] = [];
    let venture = width;
    for (let done = 0; done < count; ) {
      const best = bestOf(field);
      while (moves.length < Math.min(venture, count - done))
        moves.push(drawMove(done + moves.length, k, this.#whole, random));
      const runs = moves.slice(0, venture).map((move) => ({
        from: moved(this.#trial, ranges, best.parameters, move),
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
    if (this.#runners && runs.length > 1) return yield* this.#runners.run(this.#trial, this.#floor, runs);
    const ends: (ShortEnd | SingularCovarianceError)[] = [];
    for (const run of runs) ends.push(yield* shortRun(this.#trial, this.#floor, run));
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
      this.#trial.loadParameters(end.parameters);
      unhealthy = !isHealthy(yield* examine(this.#trial));
    }
    field.push({ parameters: end.parameters, value: end.value, unhealthy });
  }
}

/** The first of `ranked`. */
function bestOf(field: readonly Candidate[]): Candidate {
  return field.reduce((best, one) => (before(one, best) < 0 ? one : best));
}

/** Best first: what is not known to be unhealthy, then by likelihood. */
function ranked(field: readonly Candidate[]): Candidate[] {
  return [...field].sort(before);
}

function before(a: Candidate, b: Candidate): number {
  return Number(a.unhealthy) - Number(b.unhealthy) || b.value - a.value;
}
