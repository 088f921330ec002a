// l = constant − ½·((x − μ)/σ)², in steps, of one tile under one component, d = 1, all families.
//
// Kernel: assembly/densities/univariate.ts

import { logDensityOfHalf, ROOT_HALF } from './quadratic.js';

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
  const scale = inverse * ROOT_HALF;
  for (let s = 0; s < width; s++) {
    const z = (memory[tile + s] - mean) * scale;
    memory[out + s] = logDensityOfHalf(constant, z * z);
  }
}
