// How a fit finds its start by itself: "small EM" (Biernacki, Celeux & Govaert 2003). Several starts get a few
// iterations each, the best some more; then single components of the best are moved to rows drawn at random, and what is
// better after a few iterations stays (random swaps: Zhao, Hautamäki & Fränti 2012). That repairs "two components here,
// one too few there", which no number of iterations does. With many rows all of it happens on a subsample.

import { attempt, SingularCovarianceError } from '../errors.js';
import { examine, isHealthy } from '../health.js';
import { copyFloor, type Floor } from '../kernel/floor.js';
import { isTied, type ProblemSize } from '../kernel/memory.js';
import { copyPrior } from '../kernel/prior.js';
import { drawTrial } from '../kernel/trial.js';
import type { Workspace } from '../kernel/workspace.js';
import { Random } from '../random.js';
import { fromRows, type RowStart } from '../starts.js';
import type { Steps } from '../steps.js';
import { drawRow, type Part, sampled, takeRow } from './seeding.js';

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
  swaps: 6,
  iterations: 8,
};

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
const SHORT_LINE = 1024;
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

function effortFor({ size: { n, d, k } }: Workspace): Effort {
  if (d > 1) return EFFORT;
  if (n < SERIES.rows && k <= SERIES.components) return OF_A_SERIES;
  return n < SHORT_LINE ? ON_A_SHORT_LINE : ON_A_LINE;
}

/** With fewer rows for each component there is nothing to be told apart. */
const ROWS_EACH = 4;

/** Whether there is anything to search for. */
export function worthSearching({ n, k }: ProblemSize): boolean {
  return k > 1 && n >= ROWS_EACH * k;
}

/** Gain of the mean log-likelihood that ends short runs before their time. */
const TOL = 1e-6;
/** How many of the ends are worth going on from if the first leads nowhere good. */
const KEPT = 4;
/** Ends whose mean log-likelihoods are so near are the same. */
const SAME = 1e-9;

/** An end of a short run. */
interface Candidate {
  readonly parameters: Float64Array;
  /** Mean log-likelihood (with a prior, objective), internal units, of the rows it was tried on. */
  readonly value: number;
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
 * Where to start from. The first start of a call fixes the floor.
 *
 * @throws SingularCovarianceError if no start has covariances that can be factored
 */
export function* search(workspace: Workspace, seed: number, floor: Floor, run: number): Steps<Leads> {
  const random = new Random(seed, run, workspace.kernel.functions.log);
  const trial = yield* trialOf(workspace, floor, random);
  const { k } = workspace.size;
  const { rounds, swaps, iterations } = effortFor(workspace);
  let field = yield* tryStarts(trial, workspace, floor, random);
  const begun = ranked(field);
  for (const round of rounds.slice(1)) {
    const order = ranked(field);
    const next = order.slice(round.keep);
    for (const { parameters } of order.slice(0, round.keep)) {
      trial.loadParameters(parameters);
      yield* enter(trial, next, advance(trial, floor, round.iterations));
    }
    // where all of these fail, those before them will say so
    if (next.length > 0) field = next;
  }
  const { ranges } = sampled(trial);
  for (let swap = 0; swap < swaps * k; swap++) {
    const [best] = ranked(field);
    moveOne(trial, ranges, best.parameters, random);
    yield* enter(trial, field, advance(trial, floor, iterations, best.value));
  }
  const chosen = ranked(field).slice(0, KEPT);
  const others = begun.filter((candidate) => !chosen.includes(candidate));
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

/** The first short run of each start, in the order of the starts. */
function* tryStarts(trial: Workspace, workspace: Workspace, floor: Floor, random: Random): Steps<Candidate[]> {
  const {
    starts,
    rounds: [{ iterations }],
  } = effortFor(workspace);
  const field: Candidate[] = [];
  let failure: SingularCovarianceError | undefined;
  for (const kind of starts) {
    const { settled } = floor;
    const failed = yield* enter(trial, field, tried(trial, kind, floor, random, iterations));
    failure ??= failed;
    if (!settled && floor.settled && trial !== workspace) copyFloor(trial, workspace);
  }
  if (field.length === 0) throw failure;
  return field;
}

function* tried(trial: Workspace, kind: RowStart, floor: Floor, random: Random, iterations: number): Steps<Candidate> {
  yield* fromRows(trial, kind, floor, random, false);
  return yield* advance(trial, floor, iterations);
}

/**
 * Some iterations from the parameters in the workspace.
 *
 * @param rival - what is to be exceeded; a run that will not is ended before its time
 */
function* advance(workspace: Workspace, floor: Floor, iterations: number, rival?: number): Steps<Candidate> {
  const limits = { tol: TOL, maxIter: iterations, sorted: false, accelerated: false };
  const report = rival === undefined ? undefined : hopeful(rival * workspace.totalWeight, iterations);
  const { objective } = yield* em(workspace, limits, { index: 0, floor, report });
  return {
    parameters: workspace.saveParameters(),
    value: objective / workspace.totalWeight,
    unhealthy: false,
  };
}

/** Ends a run that would stay below the rival even if every iteration to come gained as much as the last. */
function hopeful(rival: number, iterations: number): Report {
  let before = Number.NEGATIVE_INFINITY;
  // biome-ignore lint/correctness/useYield: the answer is there at once
  return function* ({ iteration, objective }) {
    const gain = objective - before;
    before = objective;
    return iteration < 2 || objective + gain * (iterations - iteration) >= rival;
  };
}

/** Adds the end of a short run to the others, unless it is one of them or failed: then that. */
function* enter(
  workspace: Workspace,
  field: Candidate[],
  run: Steps<Candidate>,
): Steps<SingularCovarianceError | undefined> {
  const end = yield* attempt(() => run);
  if (end instanceof SingularCovarianceError) return end;
  if (field.some(({ value }) => Math.abs(value - end.value) < SAME)) return undefined;
  if (field.every(({ value, unhealthy }) => unhealthy || value < end.value)) {
    end.unhealthy = !isHealthy(yield* examine(workspace));
  }
  field.push(end);
  return undefined;
}

/** Best first: what is not known to be unhealthy, then by likelihood. */
function ranked(field: readonly Candidate[]): Candidate[] {
  return [...field].sort((a, b) => Number(a.unhealthy) - Number(b.unhealthy) || b.value - a.value);
}

/** One component, drawn at random, goes to a row drawn at random, with the mean covariance and a mean weight. */
function moveOne(workspace: Workspace, ranges: Part[], from: Float64Array, random: Random): void {
  const { d, k, family } = workspace.size;
  workspace.loadParameters(from);
  const { weights, means, covariances } = workspace;
  const moved = random.index(k);
  const { range, row } = drawRow(workspace, ranges, 0, random);
  takeRow(workspace, range, row, moved);
  means.set(workspace.view(workspace.at.centres + 8 * moved * d, d), moved * d);
  if (!isTied(family)) {
    const length = covariances.length / k;
    const mean = new Float64Array(length);
    for (let c = 0; c < k; c++)
      for (let at = 0; at < length; at++) mean[at] += weights[c] * covariances[c * length + at];
    covariances.set(mean, moved * length);
  }
  const rest = 1 - weights[moved];
  for (let c = 0; c < k; c++) {
    weights[c] = c === moved ? 1 / k : rest > 0 ? (weights[c] / rest) * (1 - 1 / k) : 1 / k;
  }
  // a mean of covariances that have factors has one as well
  workspace.prepare();
}
