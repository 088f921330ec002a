// ln(w N(x | μ, σ²·I)) of one tile under all components:
//
//   l = constant − ½·(Σ_j (x_j − μ_j)²)/σ²
//
// The scaling after the sum is safe: |x_j − μ_j| < 2^481 and σ > 2^−450, so no square overflows or vanishes.
//
// Twin: src/kernel/twin/densities/spherical.ts

import { BLOCK_BYTES, madd } from '../lanes';
import { copyBlock } from '../tile';
import { logDensity } from './quadratic';

/**
 * Writes k × width values at `out`, a block of samples at a time: its d × 8 values stay in the first-level cache, as a
 * whole tile may not.
 *
 * @param inverses - 1/σ of the components, `inverseStride` bytes from one to the next
 * @param block - scratch of d × 8
 */
export function spherical(
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
      let x = block;
      let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
      for (const end = m + size; m < end; m += 8, x += BLOCK_BYTES) {
        const mean = v128.load64_splat(m);
        const y0 = f64x2.sub(v128.load(x), mean);
        const y1 = f64x2.sub(v128.load(x, 16), mean);
        const y2 = f64x2.sub(v128.load(x, 32), mean);
        const y3 = f64x2.sub(v128.load(x, 48), mean);
        q0 = madd(y0, y0, q0);
        q1 = madd(y1, y1, q1);
        q2 = madd(y2, y2, q2);
        q3 = madd(y3, y3, q3);
      }
      const inverse = load<f64>(inverses + <usize>component * inverseStride);
      const precision = f64x2.splat(inverse * inverse);
      const c = v128.load64_splat(constants + (<usize>component << 3));
      v128.store(to, logDensity(c, f64x2.mul(q0, precision)));
      v128.store(to, logDensity(c, f64x2.mul(q1, precision)), 16);
      v128.store(to, logDensity(c, f64x2.mul(q2, precision)), 32);
      v128.store(to, logDensity(c, f64x2.mul(q3, precision)), 48);
      to += stride;
    }
  }
}
