// Weights of samples as given: checked, and reduced to those that change something.

import { toWeights } from './data.js';

/** Sums beyond this would overflow when multiplied by a log-density. */
const MOST = 1e300;

/**
 * Weights of n samples; undefined if all are 1.
 *
 * @throws TypeError, RangeError for weights that are none, all 0, or too large to sum
 */
export function usefulWeights(sampleWeight: ArrayLike<number>, n: number): Float64Array | undefined {
  const weights = toWeights(sampleWeight, n);
  if (weights.every((weight) => weight === 1)) return undefined;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (n > 0 && !(total > 0)) throw new RangeError('sampleWeight must have a positive entry: all of them are 0');
  requireSummable(total);
  return weights;
}

/** @throws RangeError for weights whose sum is too large to compute with */
export function requireSummable(total: number): void {
  if (total < MOST) return;
  throw new RangeError(`sampleWeight is too large: its sum is ${total}, and must be below ${MOST}`);
}

/** How many weights are positive. */
export function countPositive(weights: Float64Array): number {
  return weights.reduce((count, weight) => (weight > 0 ? count + 1 : count), 0);
}

/** Whether weights do more than leave rows out. */
export function areUneven(weights: Float64Array): boolean {
  return weights.some((weight) => weight !== 0 && weight !== 1);
}
