// Which two components of a mixture could be one. What is lost when the normal that has the moments of both takes their
// place is at most (Runnalls 2007), by the sample, with w = wₐ + w_b,
//
//   ½ (w ln|Σ| − wₐ ln|Σₐ| − w_b ln|Σ_b|),    Σ = (wₐ Σₐ + w_b Σ_b)/w + wₐ w_b/w² δ δᵀ,    δ = μₐ − μ_b

import { blockLength, covariancesAt, FULL, meansAt, type ProblemSize } from '../kernel/memory.js';
import { factorOf, logOf } from '../kernel/prepare.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Steps } from '../steps.js';

/** Two components, and what it costs to have one in their place. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly cost: number;
}

/** All pairs of components of prepared parameters, the cheapest first. */
export function* cheapest({ size }: Workspace, parameters: Float64Array): Steps<Pair[]> {
  const { k } = size;
  const halves = Array.from({ length: k }, (_, c) => halfLogDeterminant(size, blockOf(size, parameters, c)));
  const pairs: Pair[] = [];
  for (let b = 1; b < k; b++) {
    for (let a = 0; a < b; a++) {
      const both = halfLogDeterminant(size, together(size, parameters, a, b));
      const cost = parameters[a] * (both - halves[a]) + parameters[b] * (both - halves[b]);
      // not a number for two of weight 0 whose covariance has no factor
      pairs.push({ a, b, cost: cost || 0 });
    }
    yield;
  }
  return pairs.sort((p, q) => p.cost - q.cost);
}

/**
 * Puts the normal with the moments of both in the place of the heavier one.
 *
 * @returns the other, which is free
 */
export function merge({ size, at, kernel }: Workspace, { a, b }: Pair): number {
  const { d, k } = size;
  const parameters = kernel.doubles.subarray(at.parameters / 8);
  const [kept, free] = parameters[a] < parameters[b] ? [b, a] : [a, b];
  blockOf(size, parameters, kept).set(together(size, parameters, kept, free));
  const [mean, other] = [kept, free].map((c) => meansAt(0, k) + c * d);
  const share = 1 - shareOf(parameters, kept, free);
  for (let j = 0; j < d; j++) parameters[mean + j] += share * (parameters[other + j] - parameters[mean + j]);
  parameters[kept] += parameters[free];
  parameters[free] = 0;
  return free;
}

/** The covariance of a component among parameters, live. */
function blockOf({ d, k, family }: ProblemSize, parameters: Float64Array, component: number): Float64Array {
  const length = blockLength(d, family);
  const at = covariancesAt(0, d, k) + component * length;
  return parameters.subarray(at, at + length);
}

/** The share of the first in the weight of both. */
function shareOf(weights: Float64Array, a: number, b: number): number {
  const sum = weights[a] + weights[b];
  return sum > 0 ? weights[a] / sum : 0.5;
}

/** The covariance of two components taken together. */
function together(size: ProblemSize, parameters: Float64Array, a: number, b: number): Float64Array {
  const { d, k, family } = size;
  const share = shareOf(parameters, a, b);
  const other = blockOf(size, parameters, b);
  const block = blockOf(size, parameters, a).map((value, at) => share * value + (1 - share) * other[at]);
  const [first, second] = [a, b].map((c) => meansAt(0, k) + c * d);
  const apart = (j: number) => parameters[first + j] - parameters[second + j];
  const { length } = block;
  const between = share * (1 - share);
  for (let i = 0, at = 0; i < d; i++) {
    if (family === FULL) for (let j = 0; j <= i; j++) block[at++] += between * apart(i) * apart(j);
    // as many variances as features, or their mean
    else block[i % length] += (between * apart(i) * apart(i) * length) / d;
  }
  return block;
}

/** ½ ln|Σ|; infinite if Σ is not positive definite. */
function halfLogDeterminant({ d, family }: ProblemSize, block: Float64Array): number {
  if (family !== FULL) return block.reduce((sum, variance) => sum + logOf(variance), 0) * ((0.5 * d) / block.length);
  const factor = factorOf(block, d);
  let sum = factor ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; factor && i < d; i++) sum += logOf(factor[(i * (i + 3)) / 2]);
  return sum;
}
