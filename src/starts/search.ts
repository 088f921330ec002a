// How a fit finds its start by itself: "small EM" (Biernacki, Celeux & Govaert 2003). Several starts get a few
// iterations each, the best some more; then single components of the best are moved to rows drawn at random, and what is
// better after a few iterations stays. That repairs "two components here, one too few there", which no number of
// iterations does. With many rows all of it happens on a subsample, and what is about as good there is compared on all.

import { copyFloor, type Floor } from '../kernel/floor.js';
import { copyPrior } from '../kernel/prior.js';
import { drawTrial } from '../kernel/trial.js';
import type { Workspace } from '../kernel/workspace.js';
import { Random } from '../random.js';
import { drawCentres, fromRows, type RowStart } from '../starts.js';
import type { Steps } from '../steps.js';
import { effortFor } from './effort.js';
import { type Candidate, Race, ranked } from './race.js';
import type { ShortRun, ShortRunners } from './short.js';

/** How many of the ends are worth going on from if the first leads nowhere good. */
const KEPT = 4;
/** Ends whose log-likelihoods, in total, are nearer than this are likely on their way to the same. */
const APART = 1;
/** Ends on a sample that differ by less, in the mean, may do so by chance; and for how many iterations they go on on all rows. */
const CHANCE = 0.02;
const AUDITION = 3;

/** Parameters to start from. */
export interface Leads {
  /** The most promising first; at least one. */
  readonly promising: readonly Float64Array[];
  /** Where none of those ends well, the ends of all first short runs; none of many rows. */
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
  const { starts, rounds, moves, iterations } = effortFor(workspace);
  // the workspace itself is no copy of its rows
  const runners = trial === workspace ? undefined : helpers;
  const race = new Race(trial, trial === workspace, floor, runners);
  const begun = yield* race.attempt(beginning(trial, workspace, starts[0], floor, random));
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
  yield* race.move(field, moves * workspace.size.k, iterations, random);
  const chosen = distinct(field, trial.size.n);
  if (trial !== workspace) {
    const auditioned = yield* audition(workspace, floor, chosen);
    return { promising: auditioned.map(parametersOf), others: [] };
  }
  const others = first.filter((candidate) => !chosen.includes(candidate));
  return { promising: chosen.map(parametersOf), others: others.map(parametersOf) };
}

/** The best of those that do not seem to be on their way to the same end. */
function distinct(field: readonly Candidate[], n: number): Candidate[] {
  const chosen: Candidate[] = [];
  for (const one of ranked(field)) {
    if (chosen.length === KEPT) break;
    if (chosen.every(({ value }) => Math.abs(value - one.value) * n > APART)) chosen.push(one);
  }
  return chosen;
}

/** Puts those that a sample can hardly tell apart into order, after some iterations on all rows. */
function* audition(workspace: Workspace, floor: Floor, chosen: readonly Candidate[]): Steps<readonly Candidate[]> {
  const [best] = chosen;
  const close = chosen.filter(({ value, unhealthy }) => unhealthy === best.unhealthy && best.value - value < CHANCE);
  if (close.length === 1) return chosen;
  const runs = close.map(({ parameters: from }) => ({ from, iterations: AUDITION }));
  const ends = yield* new Race(workspace, true, floor).enterAll([], runs);
  return [...ranked(ends), ...chosen.filter((one) => ends.length === 0 || !close.includes(one))];
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
