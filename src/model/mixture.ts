// A model as the kernel evaluates it.

import { codeOf } from '../family.js';
import { prepareBlock } from '../kernel/prepare.js';
import type { Mixture } from './evaluator.js';
import type { ModelState } from './state.js';

/**
 * Computes the factors of a model's covariances.
 *
 * @throws SingularCovarianceError for a covariance that has none
 */
export function mixtureOf(state: ModelState): Mixture {
  const { d, k, origin, exponent, covarianceType } = state;
  const family = codeOf(covarianceType);
  return { d, k, family, origin, exponent, parameters: prepareBlock(state, family) };
}
