// What the caller sees of a fit under way: `onIteration` is told of every pass, and its answer may end the fit.

import type { Progress, Report } from './em.js';
import type { Workspace } from './kernel/workspace.js';
import type { CheckedOptions } from './options.js';
import type { Signal } from './platform.js';
import { checkPrior } from './prior.js';
import { inUnits, objectivesOf, shownParameters } from './result.js';

/** @throws the signal's reason */
export function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/**
 * Tells the caller of a pass.
 *
 * @returns false if the fit is to end
 * @throws what `onIteration` throws, TypeError if it is asynchronous, the signal's reason
 */
export function tell(workspace: Workspace, options: CheckedOptions, progress: Progress): boolean {
  const { onIteration, signal, covarianceType } = options;
  const { run, iteration, passes, logLikelihood } = progress;
  const lowerBound = inUnits(workspace, logLikelihood) / workspace.totalWeight;
  const prior = checkPrior(options.prior, covarianceType, workspace.size.d);
  const [objective] = prior ? objectivesOf(workspace, prior, [progress.objective]) : [lowerBound];
  // the memory is another fit's once the callback has returned
  let open = true;
  const parameters = () => {
    if (open) return shownParameters(workspace, covarianceType);
    throw new Error('parameters() shows the iteration under way: call it before onIteration returns');
  };
  let answer: unknown;
  try {
    answer = onIteration?.({ run, iteration, passes, lowerBound, objective, parameters });
  } finally {
    open = false;
  }
  refusePromise(answer);
  throwIfAborted(signal);
  return answer !== false;
}

/** `tell` as a run calls it on the caller's own thread; undefined if nobody listens. */
export function reportTo(workspace: Workspace, options: CheckedOptions): Report | undefined {
  if (!options.onIteration) return undefined;
  return (progress) => tell(workspace, options, progress);
}

/** @throws TypeError if `onIteration` is asynchronous: the fit cannot wait for its answer */
function refusePromise(answer: unknown): void {
  if (typeof (answer as PromiseLike<unknown> | undefined)?.then !== 'function') return;
  // its own failure would be nobody's
  (answer as PromiseLike<unknown>).then(undefined, () => {});
  throw new TypeError('option onIteration must answer at once, got a Promise: use a function that is not async');
}
