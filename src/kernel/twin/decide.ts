// What decides: when a run ends, which variances are too small to be believed, in which order components are shown.
//
// Kernel: assembly/decide.ts

import { factorise } from './cholesky.js';
import {
  blockCount,
  blockLength,
  covariancesAt,
  FULL,
  isTied,
  meansAt,
  SPHERICAL,
  shapeOf,
  tileSize,
} from './layout.js';
import { tileWidth } from './tile.js';

/** Takes the next mean log-likelihood of a run and says whether the run has converged (Böhning et al. 1994). */
export function converged(memory: Float64Array, state: number, value: number, tol: number): boolean {
  const seen = memory[state];
  const step = value - memory[state + 1];
  const before = memory[state + 2];
  memory[state] = seen + 1;
  memory[state + 1] = value;
  memory[state + 2] = step;
  if (seen < 1 || tol === 0) return false;
  if (Math.abs(step) <= 1e-14 * Math.abs(value)) return true;
  const ratio = step / before;
  const near = seen >= 2 && ratio < 1 && Math.abs((step * ratio) / (1 - ratio)) < tol;
  memory[state + 3] = near ? memory[state + 3] + 1 : 0;
  return memory[state + 3] >= 2;
}

/** The floor of each variance from what the data show; when spherical, the mean over features. */
export function floors(
  memory: Float64Array,
  pooled: number,
  total: number,
  level: number,
  share: number,
  d: number,
  family: number,
  floor: number,
): void {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    let value = share * memory[pooled + j];
    if (!(value > 0) && share > 0) {
      const x = memory[level + j];
      value = 1e-12 * memory[total + j];
      if (!(value > 0)) value = 1e-12 * (x * x);
      if (!(value > 0)) value = 1e-12;
    }
    memory[floor + j] = value;
    sum += value;
  }
  if (shapeOf(family) === SPHERICAL) memory.fill(sum / d, floor, floor + d);
}

/** Variances below these are collapsed: twice the floor, or 1e-10 of the pooled variance; −1 for constant features. */
export function thresholds(
  memory: Float64Array,
  floor: number,
  pooled: number,
  total: number,
  d: number,
  out: number,
): void {
  for (let j = 0; j < d; j++) {
    const f = memory[floor + j];
    const least = f > 0 ? 2 * f : 1e-10 * memory[pooled + j];
    memory[out + j] = memory[total + j] > 0 ? least : -1;
  }
}

/** Whether Σ − diag(threshold) is positive definite on the features that vary. */
function stands(
  memory: Float64Array,
  covariance: number,
  threshold: number,
  d: number,
  shape: number,
  scratch: number,
): boolean {
  if (shape !== FULL) {
    for (let j = 0; j < d; j++) {
      const least = memory[threshold + j];
      if (least >= 0 && !(memory[covariance + (shape === SPHERICAL ? 0 : j)] >= least)) return false;
    }
    return true;
  }
  let entry = covariance;
  let to = scratch;
  let kept = 0;
  for (let i = 0; i < d; i++) {
    const least = memory[threshold + i];
    for (let j = 0; j <= i; j++, entry++) {
      if (least < 0 || memory[threshold + j] < 0) continue;
      memory[to++] = memory[entry] - (i === j ? least : 0);
    }
    if (least >= 0) kept++;
  }
  return factorise(memory, scratch, kept, to);
}

/** The collapse test; flags each component with 1 or 0 and counts the collapsed. */
export function collapsed(
  memory: Float64Array,
  parameters: number,
  threshold: number,
  d: number,
  k: number,
  family: number,
  integers: Int32Array,
  flags: number,
  scratch: number,
): number {
  let count = 0;
  let flag = 0;
  for (let c = 0; c < k; c++) {
    if (c < blockCount(k, family)) {
      const block = covariancesAt(parameters, d, k) + c * blockLength(d, family);
      flag = stands(memory, block, threshold, d, shapeOf(family), scratch) ? 0 : 1;
    }
    // a component without weight keeps an old covariance, which says nothing
    const own = memory[parameters + c] > 0 ? flag : 0;
    integers[flags + c] = own;
    count += own;
  }
  return count;
}

/** Whether component a comes before b: by mean, lexicographically, then by weight, then by covariance. */
function precedes(
  memory: Float64Array,
  parameters: number,
  d: number,
  k: number,
  family: number,
  a: number,
  b: number,
): boolean {
  const means = meansAt(parameters, k);
  for (let j = 0; j < d; j++) {
    const x = memory[means + a * d + j];
    const y = memory[means + b * d + j];
    if (x !== y) return x < y;
  }
  const v = memory[parameters + a];
  const w = memory[parameters + b];
  if (v !== w || isTied(family)) return v < w;
  const length = blockLength(d, family);
  const covariances = covariancesAt(parameters, d, k);
  for (let i = 0; i < length; i++) {
    const x = memory[covariances + a * length + i];
    const y = memory[covariances + b * length + i];
    if (x !== y) return x < y;
  }
  return false;
}

function swap(memory: Float64Array, a: number, b: number, length: number): void {
  for (let i = 0; i < length; i++) {
    const value = memory[a + i];
    memory[a + i] = memory[b + i];
    memory[b + i] = value;
  }
}

/** Sorts components by mean, in place; whether anything moved. Factors are to be prepared again. */
export function sort(memory: Float64Array, parameters: number, d: number, k: number, family: number): boolean {
  const length = blockLength(d, family);
  const means = meansAt(parameters, k);
  const covariances = covariancesAt(parameters, d, k);
  let moved = false;
  for (let c = 0; c < k; c++) {
    let first = c;
    for (let b = c + 1; b < k; b++) if (precedes(memory, parameters, d, k, family, b, first)) first = b;
    if (first === c) continue;
    moved = true;
    swap(memory, parameters + c, parameters + first, 1);
    swap(memory, means + c * d, means + first * d, d);
    if (!isTied(family)) swap(memory, covariances + c * length, covariances + first * length, length);
  }
  return moved;
}

/** Counts the distinct rows that each component is the likeliest for, up to `limit`; how many reached it. */
export function distinct(
  memory: Float64Array,
  tiles: number,
  rows: number,
  d: number,
  k: number,
  integers: Int32Array,
  labels: number,
  limit: number,
  counts: number,
  seen: number,
): number {
  const tile = tileSize(d);
  for (let i = 0; i < rows; i++) {
    const label = integers[labels + i];
    const count = integers[counts + label];
    if (count >= limit) continue;
    const start = Math.floor(i / tile) * tile;
    const width = tileWidth(rows - start, tile);
    const x = tiles + start * d + (i - start);
    const known = seen + label * limit * 2;
    if (isKnown(memory, integers, x, width, known, count, d)) continue;
    integers[known + count * 2] = x;
    integers[known + count * 2 + 1] = width;
    integers[counts + label] = count + 1;
  }
  let full = 0;
  for (let c = 0; c < k; c++) if (integers[counts + c] >= limit) full++;
  return full;
}

function isKnown(
  memory: Float64Array,
  integers: Int32Array,
  x: number,
  width: number,
  known: number,
  count: number,
  d: number,
): boolean {
  for (let row = 0; row < count; row++) {
    const other = integers[known + row * 2];
    const otherWidth = integers[known + row * 2 + 1];
    let j = 0;
    while (j < d && memory[x + j * width] === memory[other + j * otherWidth]) j++;
    if (j === d) return true;
  }
  return false;
}
