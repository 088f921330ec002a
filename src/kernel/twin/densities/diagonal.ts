// l = constant − ½·Σ_j ((x_j − μ_j)/σ_j)² of one tile under one component.
//
// Kernel: assembly/densities/diagonal.ts

import { logDensity } from './quadratic.js';

/** Writes `width` values at `out`; `inverse` holds 1/σ_j. */
export function diagonal(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  mean: number,
  inverse: number,
  constant: number,
  out: number,
): void {
  for (let s = 0; s < width; s++) {
    let q = 0;
    for (let j = 0, x = tile + s; j < d; j++, x += width) {
      const z = (memory[x] - memory[mean + j]) * memory[inverse + j];
      q += z * z;
    }
    memory[out + s] = logDensity(constant, q);
  }
}
