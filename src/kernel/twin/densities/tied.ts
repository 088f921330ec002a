// l_k = constant_k − ½·‖z − v_k‖² of one tile under all components of one shared Σ, z = W·(x − μ_g) whitened once.
//
// Kernel: assembly/densities/tied.ts

import { centreFour } from './full.js';
import { logDensity } from './quadratic.js';

/** The first of the largest of k weights. */
export function heaviest(memory: Float64Array, weights: number, k: number): number {
  let best = 0;
  for (let c = 1; c < k; c++) if (memory[weights + c] > memory[weights + best]) best = c;
  return best;
}

/** v = W·(point − about), d values at `out`. */
export function whitenPoint(
  memory: Float64Array,
  point: number,
  about: number,
  factor: number,
  d: number,
  out: number,
): void {
  let w = factor;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += memory[w++] * (memory[point + j] - memory[about + j]);
    memory[out + i] = sum;
  }
}

/** z = W·y of four samples, d × 4. */
function whitenFour(memory: Float64Array, differences: number, d: number, factor: number, out: number): void {
  let w = factor;
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
    memory[out + 4 * i] = z0;
    memory[out + 4 * i + 1] = z1;
    memory[out + 4 * i + 2] = z2;
    memory[out + 4 * i + 3] = z3;
  }
}

/** Writes k × width values at `out`; `differences` and `white` are scratch of d × 4 each. */
export function tied(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  k: number,
  mean: number,
  factor: number,
  constants: number,
  whitened: number,
  differences: number,
  white: number,
  out: number,
): void {
  for (let s = 0; s < width; s += 4) {
    centreFour(memory, tile + s, width, d, mean, differences);
    whitenFour(memory, differences, d, factor, white);
    for (let c = 0; c < k; c++) {
      for (let lane = 0; lane < 4; lane++) {
        let q = 0;
        for (let j = 0; j < d; j++) {
          const y = memory[white + 4 * j + lane] - memory[whitened + c * d + j];
          q += y * y;
        }
        memory[out + c * width + s + lane] = logDensity(memory[constants + c], q);
      }
    }
  }
}
