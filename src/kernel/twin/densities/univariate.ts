// l = constant − ½·((x − μ)/σ)² of one tile under one component, d = 1, all families.
//
// Kernel: assembly/densities/univariate.ts

import { logDensity } from './quadratic.js';

/** Writes `width` values at `out`; `inverse` is 1/σ. */
export function univariate(
  memory: Float64Array,
  tile: number,
  width: number,
  mean: number,
  inverse: number,
  constant: number,
  out: number,
): void {
  for (let s = 0; s < width; s++) {
    const z = (memory[tile + s] - mean) * inverse;
    memory[out + s] = logDensity(constant, z * z);
  }
}
