// ln(w N(x | μ, diag σ²)) of one tile under all components:
//
//   l = constant − ½·Σ_j ((x_j − μ_j)/σ_j)²
//
// Twin: src/kernel/twin/densities/diagonal.ts

import { BLOCK_BYTES, madd } from '../lanes';
import { copyBlock } from '../tile';
import { logDensity } from './quadratic';

/**
 * Writes k × width values at `out`, a block of samples at a time: its d × 8 values stay in the first-level cache, as a
 * whole tile may not.
 *
 * @param inverses - 1/σ_j of the components, `inverseStride` bytes from one to the next
 * @param block - scratch of d × 8
 */
export function diagonal(
  tile: usize, width: i32, d: i32, k: i32, means: usize, inverses: usize, inverseStride: usize, constants: usize,
  block: usize, out: usize,
): void {
  const stride = <usize>width << 3;
  const size = <usize>d << 3;
  for (let s: usize = 0; s < stride; s += BLOCK_BYTES) {
    copyBlock(tile + s, stride, d, block);
    let m = means;
    let to = out + s;
    for (let component = 0; component < k; component++) {
      let w = inverses + <usize>component * inverseStride;
      let x = block;
      let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
      for (const end = m + size; m < end; m += 8, w += 8, x += BLOCK_BYTES) {
        const mean = v128.load64_splat(m), inverse = v128.load64_splat(w);
        const z0 = f64x2.mul(f64x2.sub(v128.load(x), mean), inverse);
        const z1 = f64x2.mul(f64x2.sub(v128.load(x, 16), mean), inverse);
        const z2 = f64x2.mul(f64x2.sub(v128.load(x, 32), mean), inverse);
        const z3 = f64x2.mul(f64x2.sub(v128.load(x, 48), mean), inverse);
        q0 = madd(z0, z0, q0);
        q1 = madd(z1, z1, q1);
        q2 = madd(z2, z2, q2);
        q3 = madd(z3, z3, q3);
      }
      const c = v128.load64_splat(constants + (<usize>component << 3));
      v128.store(to, logDensity(c, q0));
      v128.store(to, logDensity(c, q1), 16);
      v128.store(to, logDensity(c, q2), 32);
      v128.store(to, logDensity(c, q3), 48);
      to += stride;
    }
  }
}
