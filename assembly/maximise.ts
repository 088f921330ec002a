// Statistics → parameters. With N, S = Σ r (x − c), Q = Σ r (x − c)(x − c)ᵀ of a component and δ = S/N:
//
//   w = N/Σ N        μ = c + δ        Σ = (Q − N·δ δᵀ)/N + diag(floor)
//
// pooled over components when tied, averaged over features when spherical. `recentre` finds where that subtraction
// would cancel; there the statistics are to be taken again about μ, with the same responsibilities. A component with
// N = 0 keeps its mean and covariance, at weight 0; with a prior (prior.ts), which has its say before the division, it has
// those of the prior.
//
// Twin: src/kernel/twin/maximise.ts

import { factorise, invertTriangle } from './cholesky';
import { heaviest, whitenPoint } from './densities/tied';
import {
  blockCount, blockLength, blockStride, constantsAt, covariancesAt, factorsAt, FULL, isTied, LEAST, meansAt, momentsAt,
  scatterAt, shapeOf, SPHERICAL, TIED, whitenedAt,
} from './layout';
import { STEPS } from './exp';
import { log } from './log';
import { addedWeight, addScale, pullMean } from './prior';

/** ½·ln 2π */
const HALF_LOG_TAU: f64 = 0.9189385332046728;
/** 2^20 */
const CANCELS: f64 = 1048576;

function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/** Where the variance on an axis lies in a block. */
function axisIndex(shape: i32, axis: i32): i32 {
  return shape === FULL ? ((axis * (axis + 1)) >> 1) + axis : shape === SPHERICAL ? 0 : axis;
}

/** N·δ² of a component on one axis; summed over all of them when spherical. */
function moves(moments: usize, d: i32, shape: i32, axis: i32): f64 {
  const n = load<f64>(moments);
  if (!(n > 0)) return 0;
  const first = shape === SPHERICAL ? 0 : axis;
  const end = shape === SPHERICAL ? d : axis + 1;
  let sum: f64 = 0;
  for (let j = first; j < end; j++) {
    const s = load<f64>(at(moments, 1 + j));
    sum += s * (s / n);
  }
  return sum;
}

/** The scatter on one axis about the means: of a component, or of all when tied; never below 0. */
function within(statistics: usize, d: i32, k: i32, family: i32, component: i32, axis: i32): f64 {
  const shape = shapeOf(family);
  const block = scatterAt(statistics, d, k) + (<usize>(component * blockStride(d, family)) << 3);
  const first = isTied(family) ? 0 : component;
  const end = isTied(family) ? k : component + 1;
  let left = load<f64>(at(block, axisIndex(shape, axis)));
  for (let c = first; c < end; c++) left -= moves(momentsAt(statistics, d, c), d, shape, axis);
  return left > 0 ? left : 0;
}

/**
 * Moves the centres of those components whose scatter would cancel to their means: N·δ² > 2^20 × the scatter about the
 * mean on an axis, the floor counted in.
 *
 * @returns the number of components that moved
 */
export function recentre(statistics: usize, centres: usize, floor: usize, d: i32, k: i32, family: i32): i32 {
  const shape = shapeOf(family);
  const axes = shape === SPHERICAL ? 1 : d;
  let moved = 0;
  for (let c = 0; c < k; c++) {
    const moments = momentsAt(statistics, d, c);
    const n = load<f64>(moments);
    let cancels = false;
    for (let axis = 0; axis < axes && !cancels; axis++) {
      const own = moves(moments, d, shape, axis);
      const floors = (shape === SPHERICAL ? n * <f64>d : n) * load<f64>(at(floor, axis));
      cancels = own > 0 && own > CANCELS * (within(statistics, d, k, family, c, axis) + floors);
    }
    if (!cancels) continue;
    for (let j = 0; j < d; j++) {
      const centre = at(centres, c * d + j);
      store<f64>(centre, load<f64>(centre) + load<f64>(at(moments, 1 + j)) / n);
    }
    moved++;
  }
  return moved;
}

/** The pooled within-cluster variance of each feature; of all of them, d times, when spherical. */
export function pooled_variances(statistics: usize, d: i32, k: i32, family: i32, out: usize): void {
  const spherical = shapeOf(family) === SPHERICAL;
  let total: f64 = 0;
  for (let c = 0; c < k; c++) total += load<f64>(momentsAt(statistics, d, c));
  for (let j = 0; j < d; j++) {
    let sum: f64 = 0;
    for (let b = 0; b < blockCount(k, family); b++) sum += within(statistics, d, k, family, b, j);
    store<f64>(at(out, j), sum / (spherical ? total * <f64>d : total));
  }
}

/** Subtracts N·δ δᵀ of one component from a block; δ is d doubles. */
function subtractShift(block: usize, moments: usize, delta: usize, d: i32, shape: i32): void {
  const n = load<f64>(moments);
  if (!(n > 0)) return;
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) store<f64>(at(block, j), load<f64>(at(block, j)) - moves(moments, d, shape, j));
    return;
  }
  for (let j = 0; j < d; j++) store<f64>(at(delta, j), load<f64>(at(moments, 1 + j)) / n);
  let entry = block;
  for (let i = 0; i < d; i++) {
    const s = load<f64>(at(moments, 1 + i));
    for (let j = 0; j <= i; j++) {
      store<f64>(entry, load<f64>(entry) - s * load<f64>(at(delta, j)));
      entry += 8;
    }
  }
}

/** A block of scatter, shifts subtracted, to covariances: divided by its weight, floor added. */
function finishBlock(
  block: usize, length: i32, scattered: f64, floor: usize, prior: usize, d: i32, shape: i32,
): void {
  let weight = scattered;
  if (prior) {
    addScale(prior, block, length, d);
    weight += addedWeight(prior);
  }
  for (let i = 0; i < length; i++) store<f64>(at(block, i), load<f64>(at(block, i)) / weight + 0.0);
  const axes = shape === SPHERICAL ? 1 : d;
  for (let j = 0; j < axes; j++) {
    const entry = at(block, axisIndex(shape, j));
    const variance = load<f64>(entry);
    store<f64>(entry, (variance > 0 ? variance : 0) + load<f64>(at(floor, j)));
  }
}

/**
 * The M-step.
 *
 * @param centres - those the statistics were taken about
 * @param floor - d doubles, added to the variances (the first alone when spherical)
 * @param prior - a block as prior.ts draws it, or 0: maximum likelihood
 * @param parameters - overwritten; without a prior, components without weight keep what they had
 * @returns −1, or the first component whose covariance is not positive definite
 */
export function maximise(
  statistics: usize, centres: usize, floor: usize, prior: usize, parameters: usize, d: i32, k: i32, family: i32,
  scratch: usize,
): i32 {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  const scatter = scatterAt(statistics, d, k);
  const covariances = covariancesAt(parameters, d, k);
  let total: f64 = 0;
  for (let c = 0; c < k; c++) total += load<f64>(momentsAt(statistics, d, c));
  if (isTied(family)) memory.copy(covariances, scatter, <usize>length << 3);
  for (let c = 0; c < k; c++) {
    const moments = momentsAt(statistics, d, c);
    const n = load<f64>(moments);
    store<f64>(at(parameters, c), n / total);
    if (!(n > 0) && !prior) continue;
    for (let j = 0; j < d && n > 0; j++) {
      const mean = load<f64>(at(centres, c * d + j)) + load<f64>(at(moments, 1 + j)) / n + 0.0;
      store<f64>(at(meansAt(parameters, k), c * d + j), mean);
    }
    const block = at(covariances, isTied(family) ? 0 : c * length);
    if (!isTied(family)) memory.copy(block, at(scatter, c * length), <usize>length << 3);
    subtractShift(block, moments, scratch, d, shape);
    if (prior) pullMean(prior, at(meansAt(parameters, k), c * d), n, block, d, shape, scratch);
    if (!isTied(family)) finishBlock(block, length, shape === SPHERICAL ? n * <f64>d : n, floor, prior, d, shape);
  }
  if (isTied(family)) {
    finishBlock(covariances, length, shape === SPHERICAL ? total * <f64>d : total, floor, prior, d, shape);
  }
  return prepare(parameters, d, k, family, scratch);
}

/** Factor of one covariance block, and Σ_i ln (L⁻¹)_ii of d features; NaN if it is not positive definite. */
function prepareBlock(covariance: usize, factor: usize, d: i32, shape: i32, scratch: usize): f64 {
  let sum: f64 = 0;
  if (shape === FULL) {
    const length = (d * (d + 1)) >> 1;
    memory.copy(scratch, covariance, <usize>length << 3);
    if (!factorise(scratch, d, at(scratch, length))) return NaN;
    invertTriangle(scratch, d, factor);
    for (let j = 0; j < d; j++) sum += log(load<f64>(at(factor, axisIndex(shape, j))));
    return sum;
  }
  const axes = shape === SPHERICAL ? 1 : d;
  for (let j = 0; j < axes; j++) {
    const variance = load<f64>(at(covariance, j));
    if (!(variance > LEAST && variance < Infinity)) return NaN;
    const inverse = 1 / sqrt(variance);
    store<f64>(at(factor, j), inverse);
    sum += log(inverse);
  }
  return shape === SPHERICAL ? sum * <f64>d : sum;
}

/**
 * Weights, means and covariances → factors, constants and, when tied, whitened means.
 *
 * @returns −1, or the first component whose covariance is not positive definite
 */
export function prepare(parameters: usize, d: i32, k: i32, family: i32, scratch: usize): i32 {
  const stride = blockStride(d, family);
  const factors = factorsAt(parameters, d, k, family);
  let logFactor: f64 = 0;
  for (let c = 0; c < k; c++) {
    const offset = c * stride;
    if (c === 0 || stride) {
      logFactor = prepareBlock(at(covariancesAt(parameters, d, k), offset), at(factors, offset), d, shapeOf(family), scratch);
      if (isNaN(logFactor)) return c;
    }
    const constant = log(load<f64>(at(parameters, c))) - <f64>d * HALF_LOG_TAU + logFactor;
    store<f64>(at(constantsAt(parameters, k), c), constant * STEPS);
  }
  if (family !== TIED) return -1;
  const means = meansAt(parameters, k);
  const about = at(means, heaviest(parameters, k) * d);
  for (let c = 0; c < k; c++) {
    whitenPoint(at(means, c * d), about, factors, d, at(whitenedAt(parameters, d, k, family), c * d));
  }
  return -1;
}
