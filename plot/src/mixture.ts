// Numbers of a mixture that are drawn: covariances by index, densities of components, ellipses.

import type { GaussianMixture } from 'gmm-wasm';

/** Covariance of features i and j in component k, whatever the family. */
export function covariance(model: GaussianMixture, k: number, i: number, j: number): number {
  const { covarianceType, covariances } = model as { covarianceType: string; covariances: unknown };
  const diagonal = (variance: number) => (i === j ? variance : 0);
  switch (covarianceType) {
    case 'full':
      return (covariances as number[][][])[k][i][j];
    case 'tied':
      return (covariances as number[][])[i][j];
    case 'diag':
      return diagonal((covariances as number[][])[k][i]);
    case 'spherical':
      return diagonal((covariances as number[])[k]);
    case 'tied-diag':
      return diagonal((covariances as number[])[i]);
    default:
      return diagonal(covariances as number);
  }
}

/** Standard deviation of feature i in component k. */
export function deviation(model: GaussianMixture, k: number, i: number): number {
  return Math.sqrt(covariance(model, k, i, i));
}

/** w_k N(x | μ_k, σ_k²) in feature i: what component k adds to the density there. */
export function componentDensity(model: GaussianMixture, k: number, i: number, x: number): number {
  const sigma = deviation(model, k, i);
  const z = (x - model.means[k][i]) / sigma;
  return (model.weights[k] * Math.exp(-0.5 * z * z)) / (sigma * Math.sqrt(2 * Math.PI));
}

/**
 * Points at Mahalanobis distance r from the mean of component k in the marginal of features i and j:
 * μ + r·L·(cos t, sin t) with the Cholesky factor L of its covariance. The first point comes again as the last.
 */
export function ellipse(
  model: GaussianMixture,
  k: number,
  [i, j]: readonly [number, number],
  r: number,
  count = 64,
): [number, number][] {
  const a = deviation(model, k, i);
  const b = covariance(model, k, i, j) / a;
  const c = Math.sqrt(Math.max(0, covariance(model, k, j, j) - b * b));
  return Array.from({ length: count + 1 }, (_, at) => {
    const t = (2 * Math.PI * (at % count)) / count;
    return [model.means[k][i] + r * a * Math.cos(t), model.means[k][j] + r * (b * Math.cos(t) + c * Math.sin(t))];
  });
}

/** Components of a weight that is not 0: the others have no place in a picture. */
export function present(model: GaussianMixture): number[] {
  return [...model.weights.keys()].filter((k) => model.weights[k] > 0);
}
