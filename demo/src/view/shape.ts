// The shape of a component in the plane of two features, whatever its family.

import type { Frame } from '../worker/protocol.js';

/** Element (a, b) of the covariance of component k. */
export function covarianceAt({ covarianceType, parameters }: Frame, k: number, a: number, b: number): number {
  const all = parameters.covariances;
  const matrix = (m: ArrayLike<ArrayLike<number>>) => m[a]![b]!;
  switch (covarianceType) {
    case 'full':
      return matrix((all as Float64Array[][])[k]!);
    case 'tied':
      return matrix(all as Float64Array[]);
  }
  if (a !== b) return 0;
  switch (covarianceType) {
    case 'diag':
      return (all as Float64Array[])[k]![a]!;
    case 'spherical':
      return (all as Float64Array)[k]!;
    case 'tied-diag':
      return (all as Float64Array)[a]!;
    case 'tied-spherical':
      return all as number;
  }
}

const CORNERS = 72;

/**
 * The ellipse of equal density that holds a share of a component: √(−2 ln(1 − share)) standard deviations.
 *
 * @returns x, y, x, y, … in units of the data
 */
export function ellipse(frame: Frame, k: number, a: number, b: number, share: number): number[] {
  const mean = frame.parameters.means[k]!;
  const radius = Math.sqrt(-2 * Math.log(1 - share));
  // L of Σ = L Lᵀ turns the circle into the ellipse
  const l11 = Math.sqrt(covarianceAt(frame, k, a, a));
  const l21 = covarianceAt(frame, k, a, b) / l11;
  const l22 = Math.sqrt(Math.max(0, covarianceAt(frame, k, b, b) - l21 * l21));
  const points: number[] = [];
  for (let i = 0; i <= CORNERS; i++) {
    const angle = (2 * Math.PI * i) / CORNERS;
    const u = radius * Math.cos(angle);
    const v = radius * Math.sin(angle);
    points.push(mean[a]! + l11 * u, mean[b]! + l21 * u + l22 * v);
  }
  return points;
}

/** w_k N(x | μ_k, σ_k²) of the only feature. */
export function densityAt(frame: Frame, k: number, x: number): number {
  const variance = covarianceAt(frame, k, 0, 0);
  const difference = x - frame.parameters.means[k]![0]!;
  const density = Math.exp((-0.5 * difference * difference) / variance) / Math.sqrt(2 * Math.PI * variance);
  return frame.parameters.weights[k]! * density;
}
