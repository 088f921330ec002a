// Log-sum-exp over components of one tile, of logs in steps; r_k is exactly 0 where l_k − max l < −64 ln 2. Unweighted
// samples share a log.
//
// Kernel: assembly/responsibilities.ts

import { expOfSteps, STEP } from './exp.js';
import { BLOCK } from './lanes.js';
import { log, logCore } from './log.js';

/** −64 ln 2 in steps. */
export const ZERO = -4096;

/** Blocks whose sums may be multiplied before a log is due: at most 1000/⌈log₂ K⌉ samples, and at most 512. */
export function blocksPerLog(k: number): number {
  const bits = 32 - Math.clz32(k - 1);
  const run = bits < 2 ? 512 : Math.floor(1000 / bits);
  return Math.floor(Math.min(run, 512) / BLOCK);
}

/** Responsibilities in place of the log-densities of one sample, not yet divided by their sum, which is returned. */
function exponentiate(memory: Float64Array, first: number, end: number, width: number, most: number): number {
  let sum = 0;
  for (let p = first; p < end; p += width) {
    const t = memory[p] - most;
    const e = t >= ZERO ? expOfSteps(t) : 0;
    memory[p] = e;
    sum += e;
  }
  return sum;
}

/**
 * Turns the log-densities of a tile into responsibilities, in place.
 *
 * @param weights - a weight a sample, or 0 for none
 * @param densities - where to write ln p(x) of each sample, or 0
 * @returns Σ w·ln p(x)
 */
export function normalise(
  memory: Float64Array,
  logs: number,
  width: number,
  k: number,
  weights: number,
  densities: number,
): number {
  const rows = k * width;
  const run = BLOCK * blocksPerLog(k);
  let samples = 0;
  let total = 0;
  // index 0 and 1: even and odd samples, the two lanes of the kernel
  let sum0 = 0;
  let sum1 = 0;
  let product0 = 1;
  let product1 = 1;
  for (let s = 0; s < width; s++) {
    const first = logs + s;
    const end = first + rows;
    let most = memory[first];
    for (let p = first + width; p < end; p += width) {
      const l = memory[p];
      if (most < l) most = l;
    }
    const sum = exponentiate(memory, first, end, width, most);
    let factor = 1 / sum;
    let value = most;
    if (weights) {
      const weight = memory[weights + s];
      factor *= weight;
      value = weight * (logCore(sum) + most * STEP);
    } else if (s & 1) {
      product1 *= sum;
    } else {
      product0 *= sum;
    }
    if (s & 1) sum1 += value;
    else sum0 += value;
    if (densities) memory[densities + s] = logCore(sum) + most * STEP;
    for (let p = first; p < end; p += width) memory[p] = memory[p] * factor;
    if (++samples === run) {
      if (!weights) total += log(product0 * product1);
      product0 = 1;
      product1 = 1;
      samples = 0;
    }
  }
  if (samples && !weights) total += log(product0 * product1);
  return total + (weights ? sum0 + sum1 : (sum0 + sum1) * STEP);
}

/** The likeliest component of each sample of a tile, from its log-densities; the lowest index on a tie. */
export function likeliest(
  memory: Float64Array,
  logs: number,
  width: number,
  k: number,
  integers: Int32Array,
  labels: number,
): void {
  for (let s = 0; s < width; s++) {
    let best = memory[logs + s];
    let index = 0;
    for (let c = 1; c < k; c++) {
      const l = memory[logs + c * width + s];
      if (l > best) {
        best = l;
        index = c;
      }
    }
    integers[labels + s] = index;
  }
}

/** Bits of a key that tell which components a sample has weight in; component c is bit c mod 16. */
export const KEY_BITS = 16;

/**
 * The key of each sample, by which rows are ordered: its likeliest component | the set of components in which its weight
 * is not zero, by its place in a Gray code, << 16.
 */
export function rank(
  memory: Float64Array,
  logs: number,
  width: number,
  k: number,
  integers: Int32Array,
  keys: number,
): void {
  likeliest(memory, logs, width, k, integers, keys);
  for (let s = 0; s < width; s++) {
    const first = integers[keys + s];
    const best = memory[logs + first * width + s];
    let set = 0;
    for (let c = 0; c < k; c++) if (memory[logs + c * width + s] - best >= ZERO) set |= 1 << (c % KEY_BITS);
    for (let shift = 1; shift < KEY_BITS; shift <<= 1) set ^= set >>> shift;
    integers[keys + s] = first | (set << KEY_BITS);
  }
}
