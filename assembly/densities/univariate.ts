// ln(w N(x | μ, σ²)), in steps, of one tile under one component, d = 1, all families:
//
//   l = constant − ½·((x − μ)/σ)²
//
// Twin: src/kernel/twin/densities/univariate.ts

import { BLOCK_BYTES } from '../lanes';
import { logDensityOfHalf, ROOT_HALF } from './quadratic';

/** Writes `width` values at `out`; `inverse` is 1/σ. */
export function univariate(tile: usize, width: i32, mean: f64, inverse: f64, constant: f64, out: usize): void {
  const m = f64x2.splat(mean);
  const w = f64x2.splat(inverse * ROOT_HALF);
  const c = f64x2.splat(constant);
  const end = tile + (<usize>width << 3);
  for (; tile < end; tile += BLOCK_BYTES, out += BLOCK_BYTES) {
    const z0 = f64x2.mul(f64x2.sub(v128.load(tile), m), w);
    const z1 = f64x2.mul(f64x2.sub(v128.load(tile, 16), m), w);
    const z2 = f64x2.mul(f64x2.sub(v128.load(tile, 32), m), w);
    const z3 = f64x2.mul(f64x2.sub(v128.load(tile, 48), m), w);
    v128.store(out, logDensityOfHalf(c, f64x2.mul(z0, z0)));
    v128.store(out, logDensityOfHalf(c, f64x2.mul(z1, z1)), 16);
    v128.store(out, logDensityOfHalf(c, f64x2.mul(z2, z2)), 32);
    v128.store(out, logDensityOfHalf(c, f64x2.mul(z3, z3)), 48);
  }
}
