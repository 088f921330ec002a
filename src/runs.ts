// The runs of one fit, each start → EM → health, and which of them is the best. Everything a run is told is plain data,
// and so is what comes of it: runs can be done by another thread.

import { em, type Report, type Run } from './em.js';
import { SingularCovarianceError } from './errors.js';
import type { GivenStart } from './given.js';
import { examine, type Health, isHealthy } from './health.js';
import type { Floor } from './kernel/floor.js';
import type { Workspace } from './kernel/workspace.js';
import type { InitParams } from './options.js';
import { start } from './starts.js';
import type { Steps } from './steps.js';

/** The options that matter to runs. */
export interface RunSettings {
  readonly tol: number;
  readonly maxIter: number;
  readonly regCovar: number | { readonly relative: number };
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
}

/** A run as it ended. */
export interface Outcome {
  readonly run: Run;
  readonly health: Health;
  readonly warnings: string[];
  readonly parameters: Float64Array;
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
 * What comes before runs that are not all done here: the total variances, and the floor that the first start of the call
 * sets for all of them.
 *
 * @param next - the run that comes next; the first one sets the floor by itself
 */
export function* beforeRuns({ workspace, settings, given }: Job, next: number): Steps<Floor> {
  const floor: Floor = { asked: settings.regCovar, settled: false };
  yield* workspace.measure();
  if (next !== 0) yield* attempt(() => start(workspace, settings, given, floor, 0));
  return floor;
}

export function* oneRun(job: Job, floor: Floor, index: number): Steps<Outcome | SingularCovarianceError> {
  const { workspace, settings, given, report } = job;
  return yield* attempt(function* () {
    // a run that failed may have left them otherwise
    yield* workspace.restoreOrder();
    const { warnings } = yield* start(workspace, settings, given, floor, index);
    const run = yield* em(workspace, settings, { index, floor, report });
    const health = yield* examine(workspace);
    return { run, health, warnings, parameters: workspace.saveParameters() };
  });
}

/** A covariance without a factor ends a run, not the fit. */
function* attempt<T>(steps: () => Steps<T>): Steps<T | SingularCovarianceError> {
  try {
    return yield* steps();
  } catch (error) {
    if (error instanceof SingularCovarianceError) return error;
    throw error;
  }
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

/** Healthy first, then by likelihood: that of a collapsed fit has no bound. */
function isBetter(outcome: Outcome, best: Outcome): boolean {
  if (isHealthy(outcome.health) !== isHealthy(best.health)) return isHealthy(outcome.health);
  return outcome.run.logLikelihood > best.run.logLikelihood;
}
