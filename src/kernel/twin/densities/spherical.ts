// l = constant − ½·(Σ_j (x_j − μ_j)²)/σ² of samples of one tile under one component.
//
// Kernel: assembly/densities/spherical.ts

import { keepBound } from '../bounds.js';
import { logDensity } from './quadratic.js';

/**
 * Writes `samples` values at `out`; `inverse` is 1/σ.
 *
 * @param bounds - where in `floats` to keep the forms, or 0
 */
export function spherical(
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
  const precision = inverse * inverse;
  for (let s = 0; s < samples; s++) {
    let sum = 0;
    for (let j = 0, x = tile + s; j < d; j++, x += width) {
      const y = memory[x] - memory[mean + j];
      sum += y * y;
    }
    const q = sum * precision;
    memory[out + s] = logDensity(constant, q);
    if (bounds) keepBound(floats, bounds + s, q);
  }
}
