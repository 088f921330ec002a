// z_i = Σ_{j ≤ i} W_ij·(x_j − μ_j), l = constant − ½·Σ_i z_i² of one tile under one component, W = L⁻¹.
//
// Four samples at a time keep four chains of additions in flight; each has its own order of j and i.
//
// Kernel: assembly/densities/full.ts

import { keepBound, NO_BOUNDS } from '../bounds.js';
import { ASK, isHopeless } from './hopeful.js';
import { logDensity } from './quadratic.js';

/** y_j = x_j − μ_j of four samples, d × 4 at `differences`. */
export function centreFour(
  memory: Float64Array,
  x: number,
  width: number,
  d: number,
  mean: number,
  differences: number,
): void {
  for (let j = 0; j < d; j++) {
    const from = x + j * width;
    const to = differences + 4 * j;
    const m = memory[mean + j];
    memory[to] = memory[from] - m;
    memory[to + 1] = memory[from + 1] - m;
    memory[to + 2] = memory[from + 2] - m;
    memory[to + 3] = memory[from + 3] - m;
  }
}

function keepFour(floats: Float32Array, bounds: number, q0: number, q1: number, q2: number, q3: number): void {
  keepBound(floats, bounds, q0);
  keepBound(floats, bounds + 1, q1);
  keepBound(floats, bounds + 2, q2);
  keepBound(floats, bounds + 3, q3);
}

/**
 * Four samples; −∞ if all are hopeless.
 *
 * @param best - the largest log-density so far of each sample, which is raised; 0: all is computed in any case
 * @param bounds - where in `floats` to keep the forms, or what they have come to; or 0
 */
export function hopeful(
  memory: Float64Array,
  x: number,
  width: number,
  d: number,
  mean: number,
  factor: number,
  constant: number,
  differences: number,
  best: number,
  out: number,
  floats: Float32Array,
  bounds: number,
): void {
  centreFour(memory, x, width, d, mean, differences);
  let w = factor;
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  let q3 = 0;
  for (let i = 0; i < d; i++) {
    let z0 = 0;
    let z1 = 0;
    let z2 = 0;
    let z3 = 0;
    let y = differences;
    for (const end = w + i; w <= end; w++, y += 4) {
      const value = memory[w];
      z0 += value * memory[y];
      z1 += value * memory[y + 1];
      z2 += value * memory[y + 2];
      z3 += value * memory[y + 3];
    }
    q0 += z0 * z0;
    q1 += z1 * z1;
    q2 += z2 * z2;
    q3 += z3 * z3;
    if (!best || (i + 1) % ASK !== 0) continue;
    if (
      isHopeless(constant, q0, memory[best]) &&
      isHopeless(constant, q1, memory[best + 1]) &&
      isHopeless(constant, q2, memory[best + 2]) &&
      isHopeless(constant, q3, memory[best + 3])
    ) {
      memory.fill(Number.NEGATIVE_INFINITY, out, out + 4);
      if (bounds) keepFour(floats, bounds, q0, q1, q2, q3);
      return;
    }
  }
  memory[out] = logDensity(constant, q0);
  memory[out + 1] = logDensity(constant, q1);
  memory[out + 2] = logDensity(constant, q2);
  memory[out + 3] = logDensity(constant, q3);
  if (bounds) keepFour(floats, bounds, q0, q1, q2, q3);
  if (!best) return;
  for (let s = 0; s < 4; s++) memory[best + s] = Math.max(memory[best + s], memory[out + s]);
}

/** Writes `width` values at `out`; `factor` is W, a packed lower triangle; `differences` is scratch of d × 4. */
export function full(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  mean: number,
  factor: number,
  constant: number,
  differences: number,
  out: number,
): void {
  for (let s = 0; s < width; s += 4) {
    hopeful(memory, tile + s, width, d, mean, factor, constant, differences, 0, out + s, NO_BOUNDS, 0);
  }
}
