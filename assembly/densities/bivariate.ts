// ln(w N(x | μ, Σ)) of one tile under one component, d = 2: what `full` does for any d, with everything in registers.
//
//   z_0 = W_00·y_0        z_1 = W_10·y_0 + W_11·y_1        y = x − μ        l = constant − ½·(z_0² + z_1²)
//
// Twin: src/kernel/twin/densities/full.ts

import { BLOCK_BYTES, madd } from '../lanes';
import { logDensity } from './quadratic';

/** Writes `width` values at `out`; `factor` is W, a packed lower triangle. */
export function bivariate(tile: usize, width: i32, mean: usize, factor: usize, constant: f64, out: usize): void {
  const stride = <usize>width << 3;
  const m0 = v128.load64_splat(mean), m1 = v128.load64_splat(mean, 8);
  const w00 = v128.load64_splat(factor), w10 = v128.load64_splat(factor, 8), w11 = v128.load64_splat(factor, 16);
  const c = f64x2.splat(constant);
  const end = tile + stride;
  for (; tile < end; tile += BLOCK_BYTES, out += BLOCK_BYTES) {
    const other = tile + stride;
    v128.store(out, one(v128.load(tile), v128.load(other), m0, m1, w00, w10, w11, c));
    v128.store(out, one(v128.load(tile, 16), v128.load(other, 16), m0, m1, w00, w10, w11, c), 16);
    v128.store(out, one(v128.load(tile, 32), v128.load(other, 32), m0, m1, w00, w10, w11, c), 32);
    v128.store(out, one(v128.load(tile, 48), v128.load(other, 48), m0, m1, w00, w10, w11, c), 48);
  }
}

/** Of two samples. */
function one(x0: v128, x1: v128, m0: v128, m1: v128, w00: v128, w10: v128, w11: v128, c: v128): v128 {
  const y0 = f64x2.sub(x0, m0), y1 = f64x2.sub(x1, m1);
  const z0 = f64x2.mul(w00, y0);
  const z1 = madd(w11, y1, f64x2.mul(w10, y0));
  return logDensity(c, madd(z1, z1, f64x2.mul(z0, z0)));
}
