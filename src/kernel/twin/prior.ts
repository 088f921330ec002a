// The conjugate prior of Fraley & Raftery (2007) in the M-step, and its logarithm. Formulas and the block of numbers are
// in the kernel's file.
//
// Kernel: assembly/prior.ts

import { blockCount, blockLength, blockStride, FULL, factorsAt, meansAt, SPHERICAL, shapeOf } from './layout.js';
import { log } from './log.js';

/** e, which is added to the weight of a covariance. */
export function addedWeight(memory: Float64Array, prior: number): number {
  return memory[prior + 1];
}

/** Moves a mean of weight N towards m, and adds what that leaves to the scatter; `delta` is d doubles of scratch. */
export function pullMean(
  memory: Float64Array,
  prior: number,
  mean: number,
  n: number,
  block: number,
  d: number,
  shape: number,
  delta: number,
): void {
  const shrinkage = memory[prior];
  const share = shrinkage > 0 ? shrinkage / (n + shrinkage) : 0;
  const weight = n * share;
  for (let j = 0; j < d; j++) {
    const difference = memory[mean + j] - memory[prior + 2 + j];
    memory[delta + j] = difference;
    memory[mean + j] = memory[mean + j] - share * difference + 0;
  }
  let entry = block;
  for (let i = 0; i < d; i++) {
    const weighted = weight * memory[delta + i];
    for (let j = shape === FULL ? 0 : i; j <= i; j++) {
      memory[entry] += weighted * memory[delta + j];
      if (shape !== SPHERICAL) entry++;
    }
  }
}

/** Adds Λ to a block of scatter. */
export function addScale(memory: Float64Array, prior: number, block: number, length: number, d: number): void {
  for (let i = 0; i < length; i++) memory[block + i] += memory[prior + 2 + d + i];
}

/** ‖U·x‖² of a packed lower triangle. */
function squaredNorm(memory: Float64Array, triangle: number, x: number, d: number): number {
  let sum = 0;
  let entry = triangle;
  for (let i = 0; i < d; i++) {
    let product = 0;
    for (let j = 0; j <= i; j++) product += memory[entry++] * memory[x + j];
    sum += product * product;
  }
  return sum;
}

/** u·Λ·uᵀ for every row u of a packed lower triangle U, summed: the trace of Λ·Σ⁻¹. */
function trace(memory: Float64Array, triangle: number, scale: number, d: number): number {
  let sum = 0;
  for (let r = 0; r < d; r++) {
    const row = triangle + (r * (r + 1)) / 2;
    let entry = scale;
    for (let i = 0; i <= r; i++) {
      const u = memory[row + i];
      for (let j = 0; j < i; j++) sum += 2 * u * memory[entry++] * memory[row + j];
      sum += u * memory[entry++] * u;
    }
  }
  return sum;
}

/** e·ln|Σ| + tr(Λ·Σ⁻¹) of one block; on one axis alone when spherical. */
function blockTerm(memory: Float64Array, prior: number, factor: number, d: number, shape: number): number {
  const scale = prior + 2 + d;
  const axes = shape === SPHERICAL ? 1 : d;
  let logs = 0;
  let spread = 0;
  for (let j = 0; j < axes; j++) {
    const inverse = memory[factor + (shape === FULL ? (j * (j + 1)) / 2 + j : j)];
    logs += log(inverse);
    if (shape !== FULL) spread += memory[scale + j] * (inverse * inverse);
  }
  if (shape === FULL) spread = trace(memory, factor, scale, d);
  return spread - 2 * addedWeight(memory, prior) * logs;
}

/** (μ − m)ᵀ Σ⁻¹ (μ − m) of one component; `delta` is d doubles of scratch. */
function distance(
  memory: Float64Array,
  prior: number,
  mean: number,
  factor: number,
  d: number,
  shape: number,
  delta: number,
): number {
  for (let j = 0; j < d; j++) memory[delta + j] = memory[mean + j] - memory[prior + 2 + j];
  if (shape === FULL) return squaredNorm(memory, factor, delta, d);
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const scaled = memory[delta + j] * memory[factor + (shape === SPHERICAL ? 0 : j)];
    sum += scaled * scaled;
  }
  return sum;
}

/** The logarithm of the prior at prepared parameters, up to a constant. */
export function logPrior(
  memory: Float64Array,
  prior: number,
  parameters: number,
  d: number,
  k: number,
  family: number,
  scratch: number,
): number {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  const factors = factorsAt(parameters, d, k, family);
  const means = meansAt(parameters, k);
  let sum = 0;
  for (let b = 0; b < blockCount(k, family); b++) sum += blockTerm(memory, prior, factors + b * length, d, shape);
  let distances = 0;
  for (let c = 0; c < k; c++) {
    const factor = factors + c * blockStride(d, family);
    distances += distance(memory, prior, means + c * d, factor, d, shape, scratch);
  }
  return -0.5 * (sum + memory[prior] * distances);
}
