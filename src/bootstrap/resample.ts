// Weights of rows that stand for another sample of the same population.

import { logOf } from '../kernel/prepare.js';
import { Random } from '../random.js';

/** `'nonparametric'` draws n rows with replacement (Efron 1979); `'weighted-likelihood'` weighs every row (Newton & Raftery 1994). */
export type ReplicateType = 'weighted-likelihood' | 'nonparametric';

/** One of the draws that belong to a seed. */
export interface Replicate {
  readonly type: ReplicateType;
  readonly seed: number;
  readonly index: number;
}

/**
 * How often, or how much, each of n rows counts.
 *
 * @param base - the caller's weights: a row is drawn as often, or weighs as much, as in proportion to its own
 * @returns n weights whose sum is that of `base`, or n
 */
export function drawWeights(
  { type, seed, index }: Replicate,
  n: number,
  base: ArrayLike<number> | undefined,
): Float64Array {
  const random = new Random(seed, index, logOf);
  return type === 'nonparametric' ? counts(random, n, base) : exponentials(random, n, base);
}

function counts(random: Random, n: number, base: ArrayLike<number> | undefined): Float64Array {
  const weights = new Float64Array(n);
  if (!base) {
    for (let i = 0; i < n; i++) weights[random.index(n)]++;
    return weights;
  }
  const sums = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) sums[i] = total += base[i];
  const share = total / n;
  for (let i = 0; i < n; i++) weights[firstAbove(sums, random.uniform() * total)] += share;
  return weights;
}

/** Index of the first of rising numbers that is above x. */
function firstAbove(rising: Float64Array, x: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Standard exponential numbers over their mean: uniform on the simplex, as Dirichlet(1, …, 1). */
function exponentials(random: Random, n: number, base: ArrayLike<number> | undefined): Float64Array {
  const weights = Float64Array.from({ length: n }, (_, i) => (base ? base[i] : 1) * -logOf(1 - random.uniform()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = base ? Array.from(base).reduce((sum, weight) => sum + weight, 0) : n;
  return weights.map((weight) => (weight / total) * wanted);
}
