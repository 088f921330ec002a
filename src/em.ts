// The loop: pass, maximise, stop. An iteration is a pass at θ_t, which gives the log-likelihood there and the
// statistics, and then θ_{t+1}; so a run of T M-steps takes T + 1 passes, and the last value belongs to what is returned.
// With acceleration some of the points are leaps, and those that are refused count as iterations, but leave no value.

import { Leaps } from './acceleration.js';
import { requireFactors } from './errors.js';
import { type Floor, soundStatistics } from './kernel/floor.js';
import type { Workspace } from './kernel/workspace.js';
import type { Steps } from './steps.js';

/** One run of EM as it ended; the parameters are in the workspace. */
export interface Run {
  /** Σ w·ln p(x) at the returned parameters, internal units. */
  logLikelihood: number;
  /** What EM maximises: the same, and the logarithm of the prior. */
  objective: number;
  /** The same at the start and at each point after it; with acceleration, at those accepted. */
  history: number[];
  /** The objective at the points of `history`, if there is a prior. */
  objectives?: number[];
  converged: boolean;
  /** Whether `onIteration` ended it. */
  stopped: boolean;
  /** Points tried after the start. */
  nIter: number;
}

/** A point of a run: after so many M-steps of run `run`, and so many passes. */
export interface Progress {
  readonly run: number;
  readonly iteration: number;
  readonly passes: number;
  /** Internal units. */
  readonly logLikelihood: number;
  /** The same, and the logarithm of the prior. */
  readonly objective: number;
}

/** Tells the caller of every pass; the answer false ends the run. It may be there at once. */
export type Report = (progress: Progress) => Steps<boolean> | boolean;

/** How far runs go. */
export interface Limits {
  readonly tol: number;
  readonly maxIter: number;
  /** Whether components are to be sorted by mean at the end. */
  readonly sorted: boolean;
  /** Whether SQUAREM may leap. */
  readonly accelerated: boolean;
}

/** What one run has of its own, or shares with those of its call. */
export interface Setting {
  readonly index: number;
  readonly floor: Floor;
  /** Nobody is told if undefined. */
  readonly report: Report | undefined;
}

/** Runs EM from the parameters in the workspace. */
export function* em(workspace: Workspace, limits: Limits, { index, floor, report }: Setting): Steps<Run> {
  const { tol, maxIter, sorted, accelerated } = limits;
  const { doubles, functions } = workspace.kernel;
  const { state } = workspace.at;
  const run: Run = { logLikelihood: 0, objective: 0, history: [], converged: false, stopped: false, nIter: 0 };
  if (workspace.hasPrior) run.objectives = [];
  doubles.fill(0, state / 8, state / 8 + 4);
  const leaps = accelerated ? new Leaps(workspace, tol) : undefined;
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
    const logLikelihood = doubles[statistics / 8];
    const objective = logLikelihood + workspace.logPrior();
    if (leaps?.refuses(objective / workspace.totalWeight)) {
      run.nIter++;
      continue;
    }
    run.logLikelihood = logLikelihood;
    run.objective = objective;
    run.history.push(logLikelihood);
    run.objectives?.push(objective);
    if (report) {
      const answer = report({ run: index, iteration: run.nIter, passes, logLikelihood, objective });
      run.stopped = !(typeof answer === 'boolean' ? answer : yield* answer);
    }
    const still = functions.converged(state, objective / workspace.totalWeight, tol) === 1;
    run.converged = still && (leaps?.mayEnd ?? true);
    if (run.converged || run.stopped || run.nIter === maxIter) break;
    leaps?.remember();
    const singular = workspace.maximise(statistics);
    // the text of an error is not to be made in every iteration
    if (singular >= 0) requireFactors(singular, `M-step ${run.nIter + 1}`);
    run.nIter++;
    // a leap that is refused needs one more pass
    if (run.nIter < maxIter) leaps?.leap();
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
  run.objective = run.logLikelihood + workspace.logPrior();
  run.history[run.history.length - 1] = run.logLikelihood;
  if (run.objectives) run.objectives[run.objectives.length - 1] = run.objective;
}
