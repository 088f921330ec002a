// Short runs, of which a search makes many: some iterations from given parameters, ended early where there is no hope.
// What comes of one depends on nothing but what it is told, so several can be made at the same time.

import { em, type Report, type Run } from '../em.js';
import { attempt, SingularCovarianceError } from '../errors.js';
import type { Floor } from '../kernel/floor.js';
import type { Workspace } from '../kernel/workspace.js';
import { fromCentres, type RowStart } from '../starts.js';
import type { Steps } from '../steps.js';

/** What a short run is told. */
export interface ShortRun {
  /** Parameters; or K·d centres that are yet to be made into some. */
  readonly from: Float64Array;
  /** How, if they are centres. */
  readonly kind?: RowStart | undefined;
  readonly iterations: number;
  /** The mean log-likelihood that is to be exceeded; a run that will not is ended before its time. */
  readonly rival?: number;
}

/** Where a short run ended. */
export interface ShortEnd {
  readonly parameters: Float64Array;
  /** Mean log-likelihood (with a prior, objective), internal units, of the rows it was made on. */
  readonly value: number;
}

/** Those who make short runs at the same time, each on a copy of the rows. */
export interface ShortRunners {
  /** How many runs at a time they are good for. */
  readonly width: number;
  /** How many they can be told at a time; the more, the less one waits for another. */
  readonly most: number;
  /** Gives everybody the rows as they are now, with the floor, which is settled. */
  prepare(workspace: Workspace): Steps<void>;
  /**
   * The ends in the order of the runs; at least the first. Where the end of one exceeds its rival, those after it may be
   * missing.
   */
  run(workspace: Workspace, floor: Floor, runs: readonly ShortRun[]): Steps<(ShortEnd | SingularCovarianceError)[]>;
}

/** Gain of the mean log-likelihood that ends short runs before their time. */
const TOL = 1e-6;

/** One of them, on the rows of a workspace; they lie as they did before. */
export function* shortRun(
  workspace: Workspace,
  floor: Floor,
  short: ShortRun,
): Steps<ShortEnd | SingularCovarianceError> {
  const run = yield* attempt(briefly(workspace, floor, short));
  if (run instanceof SingularCovarianceError) {
    // a run that fails leaves them otherwise
    yield* workspace.restoreOrder();
    return run;
  }
  return { parameters: workspace.saveParameters(), value: run.objective / workspace.totalWeight };
}

function* briefly(workspace: Workspace, floor: Floor, { from, kind, iterations, rival }: ShortRun): Steps<Run> {
  const limits = { tol: TOL, maxIter: iterations, sorted: false, accelerated: false };
  const report = rival === undefined ? undefined : whileHopeful(rival * workspace.totalWeight, iterations);
  if (kind) {
    workspace.view(workspace.at.centres, from.length).set(from);
    yield* fromCentres(workspace, kind, floor, false);
  } else workspace.loadParameters(from);
  return yield* em(workspace, limits, { index: 0, floor, report });
}

/** Ends a run that would stay below the rival even if every iteration to come gained as much as the last. */
function whileHopeful(rival: number, iterations: number): Report {
  let before = Number.NEGATIVE_INFINITY;
  return ({ iteration, objective }) => {
    const gain = objective - before;
    before = objective;
    return iteration < 2 || objective + gain * (iterations - iteration) >= rival;
  };
}
