// What gaussian-mixture does to the result of each M-step, in internal coordinates (z = (x − origin)·2^e):
//
//   means       μ_k ← c + α(μ_k − c) + (1 − α)(s·k − s·c′)   c, c′: the barycentres of μ and of 0, 1, …, K − 1
//   variances   σ²_k ← (10⁻⁷ + Σ r (x − μ_k)²)/N_k           about the new μ_k
//               σ²_k ← α·σ²_k + (1 − α)·v
//
// with s the separation and v the variance of the priors, and α = w_k/(w_k + relevance).

import { timesPower } from '../../scale.js';
import type { StepwiseEM } from '../stepwise.js';

/** Added to each sum of squares. */
const LEAST_SQUARES = 1e-7;

/** What is known of the components beforehand. */
export interface Priors {
  /** The variance that components are drawn to. */
  variancePrior?: number;
  /** How much: 0 not at all, Infinity entirely. */
  variancePriorRelevance?: number;
  /** The distance from the mean of one component to the next that they are drawn to. */
  separationPrior?: number;
  /** How much: 0 not at all, Infinity entirely. */
  separationPriorRelevance?: number;
}

/** Σ w·x/Σ w */
export function barycenter(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let total = 0;
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    total += weights[k];
    sum += values[k] * weights[k];
  }
  return sum / total;
}

/** How much of the M-step is left beside a prior. */
function share(weight: number, relevance: number): number {
  return weight / (weight + relevance);
}

/**
 * Applies floor and priors to the parameters that an M-step has left.
 *
 * @returns −1, or the first component whose variance is too small to compute with
 */
export function temper({ workspace }: StepwiseEM, priors: Priors): number {
  const { weights, means, covariances: variances, exponent } = workspace;
  const total = timesPower(workspace.totalWeight, workspace.weightExponent);
  const before = means.slice();
  separate(means, weights, exponent, priors);
  for (let k = 0; k < weights.length; k++) {
    const moved = before[k] - means[k];
    // a component without data keeps its variance
    if (weights[k] > 0) {
      variances[k] += moved * moved + timesPower(LEAST_SQUARES / (weights[k] * total), 2 * exponent);
    }
    const { variancePrior, variancePriorRelevance } = priors;
    if (!(variancePrior && variancePriorRelevance)) continue;
    const alpha = share(weights[k], variancePriorRelevance);
    variances[k] = alpha * variances[k] + (1 - alpha) * timesPower(variancePrior, 2 * exponent);
  }
  return workspace.prepare();
}

function separate(means: Float64Array, weights: Float64Array, exponent: number, priors: Priors): void {
  const { separationPrior, separationPriorRelevance } = priors;
  if (!(separationPrior && separationPriorRelevance)) return;
  const separation = timesPower(separationPrior, exponent);
  const wanted = Array.from(weights, (_, k) => k * separation);
  const centre = barycenter(means, weights);
  const wantedCentre = barycenter(wanted, weights);
  for (let k = 0; k < means.length; k++) {
    const alpha = share(weights[k], separationPriorRelevance);
    means[k] = centre + alpha * (means[k] - centre) + (1 - alpha) * (wanted[k] - wantedCentre);
  }
}
