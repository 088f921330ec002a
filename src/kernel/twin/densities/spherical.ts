// l = constant − ½·(Σ_j (x_j − μ_j)²)/σ² of one tile under one component.
//
// Kernel: assembly/densities/spherical.ts

import { logDensity } from './quadratic.js';

/** Writes `width` values at `out`; `inverse` is 1/σ. */
export function spherical(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  mean: number,
  inverse: number,
  constant: number,
  out: number,
): void {
  const precision = inverse * inverse;
  for (let s = 0; s < width; s++) {
    let q = 0;
    for (let j = 0, x = tile + s; j < d; j++, x += width) {
      const y = memory[x] - memory[mean + j];
      q += y * y;
    }
    memory[out + s] = logDensity(constant, q * precision);
  }
}
