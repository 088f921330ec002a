// The mean of a whole mixture.

import { timesPower } from '../scale.js';
import type { ModelState } from './state.js';

/** Σ w·μ, summed in internal coordinates, where a far origin costs no digits. */
export function meanOf({ d, k, origin, exponent, weights, means }: ModelState): Float64Array {
  return Float64Array.from({ length: d }, (_, j) => {
    let sum = 0;
    for (let c = 0; c < k; c++) sum += weights[c] * means[c * d + j];
    return timesPower(sum, -exponent) + origin[j];
  });
}
