import { examine } from './health.mjs';
import { likelihood } from './likelihood.mjs';

/**
 * An answer judged, by plain arithmetic that shares nothing with the library: the total log-likelihood of the data at
 * the parameters, and what is to be said against them.
 *
 * @param answer - weights, means, covariances, and the family whose `shape` they have
 */
export function score(problem, answer, floor) {
  const found = likelihood(problem, answer);
  if (!found) return { logLikelihood: null, healthy: false, faults: ['not a mixture'] };
  const { faults, ...measures } = examine(problem, answer, found.labels, floor);
  return { logLikelihood: found.total, healthy: faults.length === 0, faults, ...measures };
}
