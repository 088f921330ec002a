// The SQUAREM step (Varadhan & Roland 2008, scheme S3): from three points of EM to one further along. Coordinates, norm
// and layout are described in the kernel's file.
//
// Kernel: assembly/squarem.ts

import { factorise } from './cholesky.js';
import { collapsed } from './decide.js';
import { exp } from './exp.js';
import {
  blockCount,
  blockLength,
  covariancesAt,
  FULL,
  factorsAt,
  isTied,
  meansAt,
  pointLength,
  SPHERICAL,
  shapeOf,
} from './layout.js';
import { log } from './log.js';
import { prepare } from './maximise.js';

/** A covariance block to coordinates, in place; whether that can be. */
function unfold(memory: Float64Array, block: number, d: number, shape: number, column: number): boolean {
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) memory[block + j] = log(memory[block + j]);
    return true;
  }
  if (!factorise(memory, block, d, column)) return false;
  for (let i = 0, diagonal = block; i < d; i++, diagonal += i + 1) memory[diagonal] = log(memory[diagonal]);
  return true;
}

/** Coordinates to a covariance block, in place: from the last entry back, each needs only what stands before it. */
function fold(memory: Float64Array, block: number, d: number, shape: number): void {
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) memory[block + j] = exp(memory[block + j]);
    return;
  }
  for (let i = 0, diagonal = block; i < d; i++, diagonal += i + 1) memory[diagonal] = exp(memory[diagonal]);
  for (let i = d - 1; i >= 0; i--) {
    const row = block + (i * (i + 1)) / 2;
    for (let j = i; j >= 0; j--) {
      const other = block + (j * (j + 1)) / 2;
      let sum = 0;
      for (let l = 0; l <= j; l++) sum += memory[row + l] * memory[other + l];
      memory[row + j] = sum;
    }
  }
}

/** x0, x1 → r, v, given x2. */
function differ(memory: Float64Array, x0: number, x1: number, x2: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const middle = memory[x1 + i];
    const r = middle - memory[x0 + i];
    memory[x0 + i] = r;
    memory[x1 + i] = memory[x2 + i] - middle - r;
  }
}

/** x2 → x2 + 2(s − 1)·r + (s² − 1)·v */
function advance(memory: Float64Array, x2: number, r: number, v: number, s: number, count: number): void {
  const a = 2 * (s - 1);
  const b = s * s - 1;
  for (let i = 0; i < count; i++) memory[x2 + i] += a * memory[r + i] + b * memory[v + i];
}

/** ‖W·Δμ‖² */
function meanNorm(memory: Float64Array, delta: number, factor: number, d: number, shape: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) {
    let y = 0;
    if (shape === FULL) {
      const row = factor + (i * (i + 1)) / 2;
      for (let j = 0; j <= i; j++) y += memory[row + j] * memory[delta + j];
    } else {
      y = memory[factor + (shape === SPHERICAL ? 0 : i)] * memory[delta + i];
    }
    sum += y * y;
  }
  return sum;
}

/** 2·Σ A_ii² + Σ_{i>j} A_ij², from the change of a block's coordinates. */
function blockNorm(memory: Float64Array, delta: number, factor: number, d: number, shape: number): number {
  let sum = 0;
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) sum += memory[delta + j] * memory[delta + j];
    return shape === SPHERICAL ? 0.5 * d * sum : 0.5 * sum;
  }
  for (let j = 0; j < d; j++) {
    const diagonal = (j * (j + 1)) / 2 + j;
    const logs = memory[delta + diagonal];
    const change = logs / memory[factor + diagonal];
    sum += 2 * (logs * logs);
    for (let i = j + 1; i < d; i++) {
      const row = factor + (i * (i + 1)) / 2;
      let y = memory[row + j] * change;
      for (let l = j + 1; l <= i; l++) y += memory[row + l] * memory[delta + (l * (l + 1)) / 2 + j];
      sum += y * y;
    }
  }
  return sum;
}

/** Flags what takes no part: components without weight at one of the points, or collapsed at θ2; how many take part. */
function choose(
  memory: Float64Array,
  points: number,
  stride: number,
  k: number,
  integers: Int32Array,
  flags: number,
): number {
  let live = 0;
  for (let c = 0; c < k; c++) {
    const weighs = memory[points + c] > 0 && memory[points + stride + c] > 0 && memory[points + 2 * stride + c] > 0;
    const takes = weighs && integers[flags + c] === 0;
    integers[flags + c] = takes ? 0 : 1;
    if (takes) live++;
  }
  return live;
}

/** Σ w of what takes part. */
function shareOf(memory: Float64Array, point: number, k: number, integers: Int32Array, flags: number): number {
  let share = 0;
  for (let c = 0; c < k; c++) if (integers[flags + c] === 0) share += memory[point + c];
  return share;
}

/**
 * θ0, θ1 → r, v of what takes part, in coordinates, which weights and covariances of θ2 become too; whether all
 * covariances have factors.
 */
function differences(
  memory: Float64Array,
  points: number,
  parameters: number,
  d: number,
  k: number,
  family: number,
  integers: Int32Array,
  flags: number,
  column: number,
): boolean {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  const stride = pointLength(d, k, family);
  const point1 = points + stride;
  const point2 = point1 + stride;
  for (let c = 0; c < k; c++) {
    if (integers[flags + c] !== 0) continue;
    memory[points + c] = log(memory[points + c]);
    memory[point1 + c] = log(memory[point1 + c]);
    memory[parameters + c] = log(memory[parameters + c]);
    differ(memory, points + c, point1 + c, parameters + c, 1);
    const mean = k + c * d;
    differ(memory, points + mean, point1 + mean, point2 + mean, d);
  }
  for (let b = 0; b < blockCount(k, family); b++) {
    if (!isTied(family) && integers[flags + b] !== 0) continue;
    const block = k * (1 + d) + b * length;
    const own = covariancesAt(parameters, d, k) + b * length;
    if (!unfold(memory, points + block, d, shape, column)) return false;
    if (!unfold(memory, point1 + block, d, shape, column)) return false;
    if (!unfold(memory, own, d, shape, column)) return false;
    differ(memory, points + block, point1 + block, own, length);
  }
  return true;
}

/** ‖Δ‖² of a difference that lies as a point does. */
function norm(
  memory: Float64Array,
  delta: number,
  point2: number,
  factors: number,
  d: number,
  k: number,
  family: number,
  integers: Int32Array,
  flags: number,
): number {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  let sum = 0;
  for (let c = 0; c < k; c++) {
    if (integers[flags + c] !== 0) continue;
    const factor = factors + (isTied(family) ? 0 : c * length);
    const change = memory[delta + c];
    sum += memory[point2 + c] * (change * change + meanNorm(memory, delta + k + c * d, factor, d, shape));
  }
  for (let b = 0; b < blockCount(k, family); b++) {
    if (!isTied(family) && integers[flags + b] !== 0) continue;
    const w = isTied(family) ? shareOf(memory, point2, k, integers, flags) : memory[point2 + b];
    sum += w * blockNorm(memory, delta + k * (1 + d) + b * length, factors + b * length, d, shape);
  }
  return sum;
}

/** Goes from θ2 to θ', and from coordinates back to weights, means and covariances; whether weights are positive. */
function move(
  memory: Float64Array,
  points: number,
  parameters: number,
  s: number,
  d: number,
  k: number,
  family: number,
  integers: Int32Array,
  flags: number,
): boolean {
  const length = blockLength(d, family);
  const stride = pointLength(d, k, family);
  const point1 = points + stride;
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < k; c++) {
    if (integers[flags + c] !== 0) continue;
    advance(memory, parameters + c, points + c, point1 + c, s, 1);
    const mean = k + c * d;
    advance(memory, meansAt(parameters, k) + c * d, points + mean, point1 + mean, s, d);
    if (memory[parameters + c] > most) most = memory[parameters + c];
  }
  for (let c = 0; c < k; c++) {
    if (integers[flags + c] === 0) memory[parameters + c] = exp(memory[parameters + c] - most);
  }
  const share = shareOf(memory, point1 + stride, k, integers, flags);
  const sum = shareOf(memory, parameters, k, integers, flags);
  for (let c = 0; c < k; c++) {
    if (integers[flags + c] !== 0) continue;
    memory[parameters + c] = share * (memory[parameters + c] / sum);
    // also if it is not a number
    if (!(memory[parameters + c] > 0)) return false;
  }
  for (let b = 0; b < blockCount(k, family); b++) {
    if (!isTied(family) && integers[flags + b] !== 0) continue;
    const block = k * (1 + d) + b * length;
    const own = covariancesAt(parameters, d, k) + b * length;
    advance(memory, own, points + block, point1 + block, s, length);
    fold(memory, own, d, shapeOf(family));
  }
  return true;
}

/** One step: its length; 1 if there is nothing to extrapolate, 0 if it leads nowhere and `parameters` means nothing. */
export function extrapolate(
  memory: Float64Array,
  points: number,
  parameters: number,
  threshold: number,
  limit: number,
  d: number,
  k: number,
  family: number,
  integers: Int32Array,
  flags: number,
  scratch: number,
): number {
  const stride = pointLength(d, k, family);
  const point1 = points + stride;
  const point2 = point1 + stride;
  const before = collapsed(memory, parameters, threshold, d, k, family, integers, flags, scratch);
  if (choose(memory, points, stride, k, integers, flags) === 0) return 1;
  if (!differences(memory, points, parameters, d, k, family, integers, flags, scratch)) return 0;
  const factors = factorsAt(parameters, d, k, family);
  const rr = norm(memory, points, point2, factors, d, k, family, integers, flags);
  const vv = norm(memory, point1, point2, factors, d, k, family, integers, flags);
  let s = Math.sqrt(rr / vv);
  if (s > limit) s = limit;
  if (!(s > 1)) {
    restore(memory, point2, parameters, k, stride);
    return 1;
  }
  if (!move(memory, points, parameters, s, d, k, family, integers, flags)) return 0;
  if (prepare(memory, parameters, d, k, family, scratch) >= 0) return 0;
  return collapsed(memory, parameters, threshold, d, k, family, integers, flags, scratch) > before ? 0 : s;
}

/** A point to the weights, means and covariances of a block of parameters. */
function restore(memory: Float64Array, point: number, parameters: number, k: number, length: number): void {
  memory.copyWithin(parameters, point, point + k);
  memory.copyWithin(meansAt(parameters, k), point + k, point + length);
}
