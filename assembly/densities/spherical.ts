// ln(w N(x | μ, σ²·I)) of one tile under all components:
//
//   l = constant − ½·(Σ_j (x_j − μ_j)²)/σ²
//
// The scaling after the sum is safe: |x_j − μ_j| < 2^481 and σ > 2^−450, so no square overflows or vanishes.
//
// Twin: src/kernel/twin/densities/spherical.ts

import { keepBounds } from '../bounds';
import { BLOCK_BYTES, madd } from '../lanes';
import { copyBlock } from '../tile';
import { finish } from './hopeful';
import { WHOLE } from '../whole';

/**
 * One block of 8 samples.
 *
 * @param x - its d × 8 values, contiguous
 * @param inverse - 1/σ
 * @param best - as `finish` has it
 * @param bounds - where to keep the forms, or 0
 */
// @ts-ignore: decorator
@inline
export function sphericalBlock(
  x: usize, d: i32, mean: usize, inverse: usize, constant: usize, best: usize, out: usize, bounds: usize,
): void {
  let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
  for (const end = mean + (<usize>d << 3); mean < end; mean += 8, x += BLOCK_BYTES) {
    const m = v128.load64_splat(mean);
    const y0 = f64x2.sub(v128.load(x), m);
    const y1 = f64x2.sub(v128.load(x, 16), m);
    const y2 = f64x2.sub(v128.load(x, 32), m);
    const y3 = f64x2.sub(v128.load(x, 48), m);
    q0 = madd(y0, y0, q0);
    q1 = madd(y1, y1, q1);
    q2 = madd(y2, y2, q2);
    q3 = madd(y3, y3, q3);
  }
  const precision = f64x2.splat(load<f64>(inverse) * load<f64>(inverse));
  q0 = f64x2.mul(q0, precision);
  q1 = f64x2.mul(q1, precision);
  q2 = f64x2.mul(q2, precision);
  q3 = f64x2.mul(q3, precision);
  finish(v128.load64_splat(constant), q0, q1, q2, q3, best, out);
  if (WHOLE && bounds) keepBounds(bounds, q0, q1, q2, q3);
}

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
  for (let s: usize = 0; s < stride; s += BLOCK_BYTES) {
    copyBlock(tile + s, stride, d, block);
    let m = means;
    let w = inverses;
    let c = constants;
    let to = out + s;
    for (const end = to + <usize>k * stride; to < end; to += stride) {
      sphericalBlock(block, d, m, w, c, 0, to, 0);
      m += <usize>d << 3;
      w += inverseStride;
      c += 8;
    }
  }
}
