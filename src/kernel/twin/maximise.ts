// Statistics → parameters: w = N/Σ N, μ = c + δ, Σ = (Q − N·δ δᵀ)/N + diag(floor), δ = S/N.
//
// Kernel: assembly/maximise.ts

import { factorise, invertTriangle } from './cholesky.js';
import { heaviest, whitenPoint } from './densities/tied.js';
import { STEPS } from './exp.js';
import {
  blockCount,
  blockLength,
  blockStride,
  constantsAt,
  covariancesAt,
  FULL,
  factorsAt,
  isTied,
  LEAST,
  meansAt,
  momentsAt,
  SPHERICAL,
  scatterAt,
  shapeOf,
  TIED,
  whitenedAt,
} from './layout.js';
import { log } from './log.js';
import { addedWeight, addScale, pullMean } from './prior.js';

/** ½·ln 2π */
const HALF_LOG_TAU = 0.9189385332046728;
/** 2^20 */
const CANCELS = 1048576;

/** Where the variance on an axis lies in a block. */
function axisIndex(shape: number, axis: number): number {
  return shape === FULL ? (axis * (axis + 1)) / 2 + axis : shape === SPHERICAL ? 0 : axis;
}

/** N·δ² of a component on one axis; summed over all of them when spherical. */
function moves(memory: Float64Array, moments: number, d: number, shape: number, axis: number): number {
  const n = memory[moments];
  if (!(n > 0)) return 0;
  const first = shape === SPHERICAL ? 0 : axis;
  const end = shape === SPHERICAL ? d : axis + 1;
  let sum = 0;
  for (let j = first; j < end; j++) {
    const s = memory[moments + 1 + j];
    sum += s * (s / n);
  }
  return sum;
}

/** The scatter on one axis about the means: of a component, or of all when tied; never below 0. */
function within(
  memory: Float64Array,
  statistics: number,
  d: number,
  k: number,
  family: number,
  component: number,
  axis: number,
): number {
  const shape = shapeOf(family);
  const block = scatterAt(statistics, d, k) + component * blockStride(d, family);
  const first = isTied(family) ? 0 : component;
  const end = isTied(family) ? k : component + 1;
  let left = memory[block + axisIndex(shape, axis)];
  for (let c = first; c < end; c++) left -= moves(memory, momentsAt(statistics, d, c), d, shape, axis);
  return left > 0 ? left : 0;
}

function totalOf(memory: Float64Array, statistics: number, d: number, k: number): number {
  let total = 0;
  for (let c = 0; c < k; c++) total += memory[momentsAt(statistics, d, c)];
  return total;
}

/** Moves the centres of those components whose scatter would cancel to their means; how many moved. */
export function recentre(
  memory: Float64Array,
  statistics: number,
  centres: number,
  floor: number,
  d: number,
  k: number,
  family: number,
): number {
  const shape = shapeOf(family);
  const axes = shape === SPHERICAL ? 1 : d;
  let moved = 0;
  for (let c = 0; c < k; c++) {
    const moments = momentsAt(statistics, d, c);
    const n = memory[moments];
    let cancels = false;
    for (let axis = 0; axis < axes && !cancels; axis++) {
      const own = moves(memory, moments, d, shape, axis);
      const floors = (shape === SPHERICAL ? n * d : n) * memory[floor + axis];
      cancels = own > 0 && own > CANCELS * (within(memory, statistics, d, k, family, c, axis) + floors);
    }
    if (!cancels) continue;
    for (let j = 0; j < d; j++) memory[centres + c * d + j] += memory[moments + 1 + j] / n;
    moved++;
  }
  return moved;
}

/** The pooled within-cluster variance of each feature; of all of them, d times, when spherical. */
export function pooledVariances(
  memory: Float64Array,
  statistics: number,
  d: number,
  k: number,
  family: number,
  out: number,
): void {
  const total = totalOf(memory, statistics, d, k);
  const divisor = shapeOf(family) === SPHERICAL ? total * d : total;
  for (let j = 0; j < d; j++) {
    let sum = 0;
    for (let b = 0; b < blockCount(k, family); b++) sum += within(memory, statistics, d, k, family, b, j);
    memory[out + j] = sum / divisor;
  }
}

/** Subtracts N·δ δᵀ of one component from a block; δ is d doubles. */
function subtractShift(
  memory: Float64Array,
  block: number,
  moments: number,
  delta: number,
  d: number,
  shape: number,
): void {
  const n = memory[moments];
  if (!(n > 0)) return;
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) memory[block + j] -= moves(memory, moments, d, shape, j);
    return;
  }
  for (let j = 0; j < d; j++) memory[delta + j] = memory[moments + 1 + j] / n;
  let entry = block;
  for (let i = 0; i < d; i++) {
    const s = memory[moments + 1 + i];
    for (let j = 0; j <= i; j++) memory[entry++] -= s * memory[delta + j];
  }
}

/** A block of scatter, shifts subtracted, to covariances: divided by its weight, floor added. */
function finishBlock(
  memory: Float64Array,
  block: number,
  length: number,
  scattered: number,
  floor: number,
  prior: number,
  d: number,
  shape: number,
): void {
  let weight = scattered;
  if (prior) {
    addScale(memory, prior, block, length, d);
    weight += addedWeight(memory, prior);
  }
  for (let i = 0; i < length; i++) memory[block + i] = memory[block + i] / weight + 0;
  const axes = shape === SPHERICAL ? 1 : d;
  for (let j = 0; j < axes; j++) {
    const entry = block + axisIndex(shape, j);
    const variance = memory[entry];
    memory[entry] = (variance > 0 ? variance : 0) + memory[floor + j];
  }
}

/** The M-step; −1, or the first component whose covariance is not positive definite. */
export function maximise(
  memory: Float64Array,
  statistics: number,
  centres: number,
  floor: number,
  prior: number,
  parameters: number,
  d: number,
  k: number,
  family: number,
  scratch: number,
): number {
  const shape = shapeOf(family);
  const tied = isTied(family);
  const length = blockLength(d, family);
  const scatter = scatterAt(statistics, d, k);
  const covariances = covariancesAt(parameters, d, k);
  const means = meansAt(parameters, k);
  const total = totalOf(memory, statistics, d, k);
  if (tied) memory.copyWithin(covariances, scatter, scatter + length);
  for (let c = 0; c < k; c++) {
    const moments = momentsAt(statistics, d, c);
    const n = memory[moments];
    memory[parameters + c] = n / total;
    if (!(n > 0) && !prior) continue;
    for (let j = 0; j < d && n > 0; j++) {
      memory[means + c * d + j] = memory[centres + c * d + j] + memory[moments + 1 + j] / n + 0;
    }
    const block = covariances + (tied ? 0 : c * length);
    if (!tied) memory.copyWithin(block, scatter + c * length, scatter + (c + 1) * length);
    subtractShift(memory, block, moments, scratch, d, shape);
    if (prior) pullMean(memory, prior, means + c * d, n, block, d, shape, scratch);
    if (!tied) finishBlock(memory, block, length, shape === SPHERICAL ? n * d : n, floor, prior, d, shape);
  }
  if (tied) finishBlock(memory, covariances, length, shape === SPHERICAL ? total * d : total, floor, prior, d, shape);
  return prepare(memory, parameters, d, k, family, scratch);
}

/** Factor of one covariance block, and Σ_i ln (L⁻¹)_ii of d features; NaN if it is not positive definite. */
function prepareBlock(
  memory: Float64Array,
  covariance: number,
  factor: number,
  d: number,
  shape: number,
  scratch: number,
): number {
  let sum = 0;
  if (shape === FULL) {
    const length = (d * (d + 1)) / 2;
    memory.copyWithin(scratch, covariance, covariance + length);
    if (!factorise(memory, scratch, d, scratch + length)) return Number.NaN;
    invertTriangle(memory, scratch, d, factor);
    for (let j = 0; j < d; j++) sum += log(memory[factor + axisIndex(shape, j)]);
    return sum;
  }
  const axes = shape === SPHERICAL ? 1 : d;
  for (let j = 0; j < axes; j++) {
    const variance = memory[covariance + j];
    if (!(variance > LEAST && variance < Number.POSITIVE_INFINITY)) return Number.NaN;
    const inverse = 1 / Math.sqrt(variance);
    memory[factor + j] = inverse;
    sum += log(inverse);
  }
  return shape === SPHERICAL ? sum * d : sum;
}

/** Weights, means and covariances → factors, constants and, when tied, whitened means; returns as `maximise`. */
export function prepare(
  memory: Float64Array,
  parameters: number,
  d: number,
  k: number,
  family: number,
  scratch: number,
): number {
  const stride = blockStride(d, family);
  const covariances = covariancesAt(parameters, d, k);
  const factors = factorsAt(parameters, d, k, family);
  let logFactor = 0;
  for (let c = 0; c < k; c++) {
    const offset = c * stride;
    if (c === 0 || stride) {
      logFactor = prepareBlock(memory, covariances + offset, factors + offset, d, shapeOf(family), scratch);
      if (Number.isNaN(logFactor)) return c;
    }
    const constant = log(memory[parameters + c]) - d * HALF_LOG_TAU + logFactor;
    memory[constantsAt(parameters, k) + c] = constant * STEPS;
  }
  if (family !== TIED) return -1;
  const means = meansAt(parameters, k);
  const whitened = whitenedAt(parameters, d, k, family);
  const about = means + heaviest(memory, parameters, k) * d;
  for (let c = 0; c < k; c++) whitenPoint(memory, means + c * d, about, factors, d, whitened + c * d);
  return -1;
}
