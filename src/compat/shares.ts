// Weights of components as the packages take them: they should sum to 1, but only their proportions matter to EM.

import { flatten } from '../parameters.js';

/**
 * @returns the weights themselves
 * @throws TypeError, RangeError for weights that are negative, not finite, too few or too many, or all 0
 */
export function checkShares<W extends ArrayLike<number>>(weights: W, k: number): W {
  const flat = flatten(weights, [k], 'weights');
  const negative = flat.findIndex((weight) => weight < 0);
  if (negative >= 0) throw new RangeError(`weights[${negative}] must not be negative, got ${weights[negative]}`);
  if (flat.every((weight) => weight === 0))
    throw new RangeError('weights must have a positive entry: all of them are 0');
  return weights;
}
