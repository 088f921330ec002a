// The statistics that a model stands for. About its own means they are its parameters in another form: of a weight W,
//
//   N_k = W·w_k     Σ r (x − μ_k) = 0     scatter  N_k·(Σ_k − F), or, when tied, W·(Σ − F)
//
// with F the floor that Σ contains. So the running statistics of online EM need no place of their own: they are taken
// from the parameters before each chunk, and nothing is lost on the way there and back. About another centre c, with
// δ = μ_k − c, they are N_k, N_k·δ and the scatter plus N_k·δ δᵀ: sums of what is not negative, so that nothing cancels.

import {
  blockStride,
  FULL,
  isTied,
  momentsAt,
  SPHERICAL,
  scatterAt,
  shapeOf,
  statisticsLength,
} from '../kernel/memory.js';
import type { Workspace } from '../kernel/workspace.js';

/** 2^−600: a component of less weight is empty, before its statistics become subnormal. */
const LIGHTEST = 2.409919865102884e-181;

/** Where the variance of a feature lies in a covariance block. */
export function varianceAt(shape: number, feature: number): number {
  if (shape === FULL) return (feature * (feature + 3)) / 2;
  return shape === SPHERICAL ? 0 : feature;
}

/**
 * Adds the statistics of the parameters in a workspace to those of a pass, about the same centres.
 *
 * @param statistics - the address of the sums of the pass
 * @param weight - W, in the units of the packed weights
 * @param contained - the floor in the covariances, d numbers
 */
export function addModel(workspace: Workspace, statistics: number, weight: number, contained: Float64Array): void {
  const { weights, means, covariances, size } = workspace;
  const { d, k, family } = size;
  const centres = workspace.view(workspace.at.centres, k * d);
  const sums = workspace.view(statistics, statisticsLength(d, k, family));
  const stride = blockStride(d, family);
  const scatter = scatterAt(0, d, k);
  const shape = shapeOf(family);
  const shift = new Float64Array(d);
  let total = 0;
  for (let c = 0; c < k; c++) {
    const share = weight * weights[c];
    if (!(share >= LIGHTEST)) continue;
    total += share;
    const moments = momentsAt(0, d, c);
    sums[moments] += share;
    for (let j = 0; j < d; j++) {
      shift[j] = means[c * d + j] - centres[c * d + j];
      sums[moments + 1 + j] += share * shift[j];
    }
    const block = scatter + c * stride;
    addShift(sums, block, share, shift, shape);
    if (stride) addScatter(sums, block, share, covariances, c * stride, contained, shape);
  }
  if (isTied(family)) addScatter(sums, scatter, total, covariances, 0, contained, shape);
}

/** Adds N·δ δᵀ, or what of it the family keeps. */
function addShift(sums: Float64Array, block: number, weight: number, shift: Float64Array, shape: number): void {
  let entry = block;
  for (let i = 0; i < shift.length; i++) {
    const step = weight * shift[i];
    for (let j = shape === FULL ? 0 : i; j <= i; j++) {
      sums[entry] += step * shift[j];
      if (shape !== SPHERICAL) entry++;
    }
  }
}

/** Adds N·(Σ − F). */
function addScatter(
  sums: Float64Array,
  block: number,
  weight: number,
  covariances: Float64Array,
  from: number,
  contained: Float64Array,
  shape: number,
): void {
  const d = contained.length;
  if (shape === SPHERICAL) {
    // the sum over all features
    sums[block] += weight * d * (covariances[from] - contained[0]);
    return;
  }
  let at = 0;
  for (let i = 0; i < d; i++) {
    if (shape === FULL) for (let j = 0; j < i; j++, at++) sums[block + at] += weight * covariances[from + at];
    sums[block + at] += weight * (covariances[from + at] - contained[i]);
    at++;
  }
}
