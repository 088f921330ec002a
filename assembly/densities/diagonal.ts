// ln(w N(x | μ, diag σ²)) of one tile under one component:
//
//   l = constant − ½·Σ_j ((x_j − μ_j)/σ_j)²
//
// Twin: src/kernel/twin/densities/diagonal.ts

import { BLOCK, madd } from '../lanes';
import { logDensity } from './quadratic';

/** Writes `width` values at `out`; `inverse` holds 1/σ_j. */
export function diagonal(
  tile: usize, width: i32, d: i32, mean: usize, inverse: usize, constant: f64, out: usize,
): void {
  const c = f64x2.splat(constant);
  const stride = <usize>width << 3;
  for (let s = 0; s < width; s += BLOCK) {
    let x = tile + (<usize>s << 3);
    let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
    for (let j = 0; j < d; j++) {
      const at = <usize>j << 3;
      const m = v128.load64_splat(mean + at);
      const w = v128.load64_splat(inverse + at);
      const z0 = f64x2.mul(f64x2.sub(v128.load(x), m), w);
      const z1 = f64x2.mul(f64x2.sub(v128.load(x, 16), m), w);
      const z2 = f64x2.mul(f64x2.sub(v128.load(x, 32), m), w);
      const z3 = f64x2.mul(f64x2.sub(v128.load(x, 48), m), w);
      q0 = madd(z0, z0, q0);
      q1 = madd(z1, z1, q1);
      q2 = madd(z2, z2, q2);
      q3 = madd(z3, z3, q3);
      x += stride;
    }
    const to = out + (<usize>s << 3);
    v128.store(to, logDensity(c, q0));
    v128.store(to, logDensity(c, q1), 16);
    v128.store(to, logDensity(c, q2), 32);
    v128.store(to, logDensity(c, q3), 48);
  }
}
