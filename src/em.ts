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
  /** The same at the start and at each point after it; with acceleration, at those accepted. */
  history: number[];
  converged: boolean;
  /** Whether `onIteration` ended it. */
  stopped: boolean;
  /** Points tried after the start. */
  nIter: number;
}

/** What steers a run. */
export interface Steering {
  readonly tol: number;
  readonly maxIter: number;
  /** Whether components are to be sorted by mean at the end. */
  readonly sorted: boolean;
  readonly floor: Floor;
  /** Whether SQUAREM may leap. */
  readonly accelerated: boolean;
  /** Tells the caller; false ends the run. */
  report(info: { iteration: number; passes: number; logLikelihood: number }): boolean;
}

/** Runs EM from the parameters in the workspace. */
export function* em(workspace: Workspace, { tol, maxIter, sorted, floor, accelerated, report }: Steering): Steps<Run> {
  const { doubles, functions } = workspace.kernel;
  const { state } = workspace.at;
  const run: Run = { logLikelihood: 0, history: [], converged: false, stopped: false, nIter: 0 };
  workspace.view(state, 4).fill(0);
  const leaps = accelerated ? new Leaps(workspace, tol) : undefined;
  let passes = 0;
  for (;;) {
    workspace.centreOnMeans();
    let logLikelihood: number | undefined;
    const take = function* (direct: boolean): Steps<number> {
      const sums = yield* workspace.pass(direct);
      passes++;
      // a pass about other centres sees the same parameters, so the first value stands
      logLikelihood ??= doubles[sums / 8];
      return sums;
    };
    const statistics = yield* soundStatistics(workspace, floor, take, true);
    if (leaps?.refuses(logLikelihood! / workspace.totalWeight)) {
      run.nIter++;
      continue;
    }
    run.logLikelihood = logLikelihood!;
    run.history.push(run.logLikelihood);
    run.stopped = !report({ iteration: run.nIter, passes, logLikelihood: run.logLikelihood });
    const still = functions.converged(state, run.logLikelihood / workspace.totalWeight, tol) === 1;
    run.converged = still && (leaps?.mayEnd ?? true);
    if (run.converged || run.stopped || run.nIter === maxIter) break;
    leaps?.remember();
    requireFactors(workspace.maximise(statistics), `M-step ${run.nIter + 1}`);
    run.nIter++;
    // a leap that is refused needs one more pass
    if (run.nIter < maxIter) leaps?.leap();
  }
  if (sorted) yield* sortComponents(workspace, run);
  return run;
}

/** Brings components into their canonical order; the sum over components, and so the last value, follows it. */
function* sortComponents(workspace: Workspace, run: Run): Steps<void> {
  const { d, k, family } = workspace.size;
  const { doubles, functions } = workspace.kernel;
  if (functions.sort(workspace.at.parameters, d, k, family) === 0) return;
  requireFactors(workspace.prepare(), 'the sorted model');
  run.logLikelihood = doubles[(yield* workspace.likelihood()) / 8];
  run.history[run.history.length - 1] = run.logLikelihood;
}
