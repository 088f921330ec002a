// Starts → EM → the best model. The asynchronous and the synchronous call differ in how the kernel is loaded, in who
// drives the steps, and in whether other threads help; everything else is one piece of code.

import { because, conduct } from './conduct.js';
import type { Data } from './data.js';
import type { CovarianceSynonym, CovarianceType, FamilyOf } from './family.js';
import { releaseArena } from './kernel/arena.js';
import { type Bound, bindChoiceSync, chooseSync, wantsWasm } from './kernel/load.js';
import { type GaussianMixture, modelOf } from './model.js';
import { checkOptions, type FitOptions } from './options.js';
import { HERE, modelStateOf, openJob } from './problem.js';
import { allRuns } from './runs.js';
import { runSync } from './steps.js';
import { throwIfAborted } from './watch.js';

/**
 * Fits a Gaussian mixture by expectation-maximisation.
 *
 * The data is read before the call returns; it may be changed afterwards. With one thread the work happens on the
 * calling thread in pieces of at most about 16 ms, with more it happens elsewhere.
 *
 * @param data - n samples of d features, in any form of `Data`; finite
 * @returns the model of the best run; the same to the last bit for any number of threads
 * @throws TypeError for input or options of the wrong kind
 * @throws RangeError for values or shapes that are wrong, K > n, or a problem too large for memory
 * @throws SingularCovarianceError if a covariance cannot be factored, with `regCovar: 0` for instance
 * @throws the reason of `signal` once it is aborted
 * @throws Error if a thread ended unexpectedly, for lack of memory for instance; in `gmm-wasm/core` where WebAssembly cannot
 *   run, and for what is only in `gmm-wasm`
 */
export async function fit<const T extends CovarianceType | CovarianceSynonym = 'full'>(
  data: Data,
  options: FitOptions<T>,
): Promise<GaussianMixture<FamilyOf<T>>> {
  const checked = checkOptions(options);
  throwIfAborted(checked.signal);
  return conduct(data, checked, ({ job, standing, execution, choice }) => {
    const state = modelStateOf(job, checked, standing, execution);
    return modelOf({ ...state, choice }) as GaussianMixture<FamilyOf<T>>;
  });
}

/**
 * `fit` in one piece on the calling thread: the same model to the last bit.
 *
 * @throws as `fit`; `signal` is looked at when `onIteration` returns
 */
export function fitSync<const T extends CovarianceType | CovarianceSynonym = 'full'>(
  data: Data,
  options: FitOptions<T>,
): GaussianMixture<FamilyOf<T>> {
  const checked = checkOptions(options);
  throwIfAborted(checked.signal);
  const choice = chooseSync(checked);
  let bound: Bound | undefined;
  const job = openJob(
    data,
    checked,
    wantsWasm(checked),
    (arena) => {
      bound = bindChoiceSync(choice, arena, checked);
      return bound.kernel;
    },
    () => HERE,
  );
  const single = typeof checked.threads === 'number' && checked.threads > 1;
  const reason = single ? 'fitSync works on the calling thread: use fit for more' : undefined;
  try {
    const state = modelStateOf(job, checked, runSync(allRuns(job)), because(bound!.execution, reason));
    return modelOf({ ...state, choice }) as GaussianMixture<FamilyOf<T>>;
  } finally {
    releaseArena(job.workspace.arena);
  }
}
