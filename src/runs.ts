// The runs of one fit, each start → EM → health, and which of them is the best. Everything a run is told is plain data,
// and so is what comes of it: runs can be done by another thread.

import { em, type Report, type Run } from './em.js';
import { attempt, SingularCovarianceError } from './errors.js';
import { examine, type Health, isHealthy } from './health.js';
import type { Floor } from './kernel/floor.js';
import { type Prior, placePrior } from './kernel/prior.js';
import type { Workspace } from './kernel/workspace.js';
import type { InitParams } from './options.js';
import { searchesFor, worthSearching } from './starts/effort.js';
import type { GivenStart } from './starts/given.js';
import { fixFloor, type Leads, search } from './starts/search.js';
import type { ShortRunners } from './starts/short.js';
import { start } from './starts.js';
import type { Steps } from './steps.js';

/** The options that matter to runs. */
export interface RunSettings {
  readonly tol: number;
  readonly maxIter: number;
  readonly regCovar: number | { readonly relative: number };
  readonly prior?: Prior;
  readonly initParams: InitParams;
  readonly seed: number;
  readonly runs: number;
  /** Whether components are to be sorted by mean at the end. */
  readonly sorted: boolean;
  /** Whether SQUAREM may leap. */
  readonly accelerated: boolean;
}

/** A problem that is packed and ready to run. */
export interface Job {
  readonly workspace: Workspace;
  readonly settings: RunSettings;
  readonly given: GivenStart;
  /** Nobody is told if undefined. */
  readonly report: Report | undefined;
  /** Those who help to search for starts. */
  readonly shortRunners?: ShortRunners;
}

/** A run as it ended. */
export interface Outcome {
  readonly run: Run;
  readonly health: Health;
  readonly warnings: string[];
  readonly parameters: Float64Array;
  /** The floor in the covariances. */
  readonly floor: Float64Array;
}

/** The best run so far, and how many had none to offer. */
export interface Standing {
  best?: Outcome;
  failed: number;
  failure?: SingularCovarianceError;
}

/** All runs, one after the other. */
export function* allRuns(job: Job): Steps<Standing> {
  const standing: Standing = { failed: 0 };
  const floor = yield* beforeRuns(job, 0);
  for (let index = 0; index < job.settings.runs; index++) {
    const outcome = yield* oneRun(job, floor, index);
    enter(standing, outcome);
    if (!(outcome instanceof SingularCovarianceError) && outcome.run.stopped) break;
  }
  return standing;
}

/**
 * What comes before runs that are not all done here: the total variances, the prior, and the floor that the first start
 * of the call sets for all of them.
 *
 * @param next - the run that comes next; the first one sets the floor by itself
 */
export function* beforeRuns(job: Job, next: number): Steps<Floor> {
  const { workspace, settings, given } = job;
  const floor: Floor = { asked: settings.regCovar, settled: false };
  yield* workspace.measure();
  if (settings.prior) yield* placePrior(workspace, settings.prior);
  if (next === 0) return floor;
  const first: Steps<unknown> = searches(job)
    ? fixFloor(workspace, settings.seed, floor)
    : start(workspace, settings, given, floor, 0);
  yield* attempt(first);
  return floor;
}

export function oneRun(job: Job, floor: Floor, index: number): Steps<Outcome | SingularCovarianceError> {
  return attempt(started(job, floor, index));
}

/** One run that may fail for lack of factors. */
function* started(job: Job, floor: Floor, index: number): Steps<Outcome> {
  const { workspace, settings, given } = job;
  // a run that failed may have left them otherwise
  yield* workspace.restoreOrder();
  if (searches(job)) return yield* searched(job, floor, index);
  const { warnings } = yield* start(workspace, settings, given, floor, index);
  return yield* follow(job, floor, index, warnings);
}

/** Seeds so far apart have nothing in common. */
const NEXT_SEED = 0x9e3779b9;

/** The first healthy end that a search leads to, or the best of all ends. */
function* searched(job: Job, floor: Floor, index: number): Steps<Outcome> {
  const { workspace, settings } = job;
  const standing: Standing = { failed: 0 };
  for (let round = 0; round < searchesFor(workspace.size); round++) {
    const seed = (settings.seed + round * NEXT_SEED) >>> 0;
    yield* workspace.restoreOrder();
    const stopped = yield* attempt(searchOnce(job, floor, index, standing, seed));
    if (stopped instanceof SingularCovarianceError) standing.failure ??= stopped;
    if (stopped === true || isFound(standing)) break;
  }
  if (!standing.best) throw standing.failure;
  return standing.best;
}

/** One search, and what its leads come to; whether `onIteration` ended it. */
function* searchOnce(job: Job, floor: Floor, index: number, standing: Standing, seed: number): Steps<boolean> {
  const leads = yield* search(job.workspace, seed, floor, index, job.shortRunners);
  return yield* followLeads(job, floor, index, standing, leads);
}

/** Whether there is a healthy one. */
function isFound({ best }: Standing): boolean {
  return best !== undefined && isHealthy(best.health);
}

/** Follows leads until one ends healthy; whether `onIteration` ended it. */
function* followLeads(
  job: Job,
  floor: Floor,
  index: number,
  standing: Standing,
  { promising, others }: Leads,
): Steps<boolean> {
  for (const [place, parameters] of [...promising, ...others].entries()) {
    // where the first one does not end healthy, all that are promising are heard, and then others until one is
    if ((place === 1 || place >= promising.length) && isFound(standing)) break;
    job.workspace.loadParameters(parameters);
    const outcome = yield* attempt(follow(job, floor, index, []));
    enter(standing, outcome);
    if (!(outcome instanceof SingularCovarianceError) && outcome.run.stopped) return true;
  }
  return false;
}

/** Whether the start is left to `search`: nothing of it is given. */
function searches({ workspace, settings, given }: Job): boolean {
  const free = Object.values(given).every((part) => part === undefined);
  return settings.initParams === 'small-em' && free && worthSearching(workspace.size);
}

/** EM from the parameters in the workspace, and what is to be said of its end. */
export function* follow(
  { workspace, settings, report }: Job,
  floor: Floor,
  index: number,
  warnings: string[],
): Steps<Outcome> {
  const run = yield* em(workspace, settings, { index, floor, report });
  const health = yield* examine(workspace);
  const floors = workspace.view(workspace.at.floor, workspace.size.d).slice();
  return { run, health, warnings, parameters: workspace.saveParameters(), floor: floors };
}

/** Takes the outcome of the next run. */
export function enter(standing: Standing, outcome: Outcome | SingularCovarianceError): void {
  if (outcome instanceof SingularCovarianceError) {
    standing.failure ??= outcome;
    standing.failed++;
  } else if (!standing.best || isBetter(outcome, standing.best)) {
    standing.best = outcome;
  }
}

/** Healthy first, then by what EM maximises: the likelihood of a collapsed fit has no bound. */
function isBetter(outcome: Outcome, best: Outcome): boolean {
  if (isHealthy(outcome.health) !== isHealthy(best.health)) return isHealthy(outcome.health);
  return outcome.run.objective > best.run.objective;
}
