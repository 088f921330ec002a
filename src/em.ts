// The loop: pass, maximise, stop. An iteration is a pass at θ_t, which gives the log-likelihood there and the
// statistics, and then θ_{t+1}; so a run of T M-steps takes T + 1 passes, and the last value belongs to what is returned.

import { requireFactors } from './errors.js';
import { type Floor, soundStatistics } from './kernel/floor.js';
import type { Workspace } from './kernel/workspace.js';
import type { Steps } from './steps.js';

/** One run of EM as it ended; the parameters are in the workspace. */
export interface Run {
  /** Σ w·ln p(x) at the returned parameters, internal units. */
  logLikelihood: number;
  /** The same at the start and after each M-step. */
  history: number[];
  converged: boolean;
  /** Whether `onIteration` ended it. */
  stopped: boolean;
  nIter: number;
}

/** A point of a run: after so many M-steps of run `run`, and so many passes. */
export interface Progress {
  readonly run: number;
  readonly iteration: number;
  readonly passes: number;
  /** Internal units. */
  readonly logLikelihood: number;
}

/** Tells the caller of every pass; the answer false ends the run. */
export type Report = (progress: Progress) => Steps<boolean>;

/** What steers a run. */
export interface Steering {
  readonly index: number;
  readonly tol: number;
  readonly maxIter: number;
  /** Whether components are to be sorted by mean at the end. */
  readonly sorted: boolean;
  readonly floor: Floor;
  readonly report: Report;
}

/** Runs EM from the parameters in the workspace. */
export function* em(workspace: Workspace, { index, tol, maxIter, sorted, floor, report }: Steering): Steps<Run> {
  const { doubles, functions } = workspace.kernel;
  const { state } = workspace.at;
  const run: Run = { logLikelihood: 0, history: [], converged: false, stopped: false, nIter: 0 };
  doubles.fill(0, state / 8, state / 8 + 4);
  let passes = 0;
  const take = (direct: boolean) => {
    passes++;
    // after passes 1, 2, 4, 8, …: the rows settle as the parameters do
    return workspace.pass(direct, (passes & (passes - 1)) === 0);
  };
  for (;;) {
    workspace.centreOnMeans();
    const statistics = yield* soundStatistics(workspace, floor, take, true);
    // about other centres or not: the log-likelihood is that of the same parameters
    run.logLikelihood = doubles[statistics / 8];
    run.history.push(run.logLikelihood);
    const { nIter: iteration } = run;
    run.stopped = !(yield* report({ run: index, iteration, passes, logLikelihood: run.logLikelihood }));
    run.converged = functions.converged(state, run.logLikelihood / workspace.totalWeight, tol) === 1;
    if (run.converged || run.stopped || run.nIter === maxIter) break;
    requireFactors(workspace.maximise(statistics), `M-step ${run.nIter + 1}`);
    run.nIter++;
  }
  yield* settle(workspace, run, sorted);
  return run;
}

/**
 * Brings rows and components into their own order; the sums over them, and so the last value, follow it.
 *
 * @param sorted - whether components are to be sorted by mean
 */
function* settle(workspace: Workspace, run: Run, sorted: boolean): Steps<void> {
  const { d, k, family } = workspace.size;
  const { doubles, functions } = workspace.kernel;
  const moved = sorted && functions.sort(workspace.at.parameters, d, k, family) === 1;
  if (moved) requireFactors(workspace.prepare(), 'the sorted model');
  const restored = yield* workspace.restoreOrder();
  if (!moved && !restored) return;
  run.logLikelihood = doubles[(yield* workspace.likelihood()) / 8];
  run.history[run.nIter] = run.logLikelihood;
}
