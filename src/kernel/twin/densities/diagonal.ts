// l = constant − ½·Σ_j ((x_j − μ_j)/σ_j)² of samples of one tile under one component.
//
// Kernel: assembly/densities/diagonal.ts

import { keepBound } from '../bounds.js';
import { logDensity } from './quadratic.js';

/**
 * Writes `samples` values at `out`; `inverse` holds 1/σ_j.
 *
 * @param bounds - where in `floats` to keep the forms, or 0
 */
export function diagonal(
  memory: Float64Array,
  tile: number,
  width: number,
  samples: number,
  d: number,
  mean: number,
  inverse: number,
  constant: number,
  out: number,
  floats: Float32Array,
  bounds: number,
): void {
  for (let s = 0; s < samples; s++) {
    let q = 0;
    for (let j = 0, x = tile + s; j < d; j++, x += width) {
      const z = (memory[x] - memory[mean + j]) * memory[inverse + j];
      q += z * z;
    }
    memory[out + s] = logDensity(constant, q);
    if (bounds) keepBound(floats, bounds + s, q);
  }
}
