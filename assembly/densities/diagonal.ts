// ln(w N(x | μ, diag σ²)) of one tile under all components:
//
//   l = constant − ½·Σ_j ((x_j − μ_j)/σ_j)²
//
// Twin: src/kernel/twin/densities/diagonal.ts

import { keepBounds } from '../bounds';
import { BLOCK_BYTES, madd } from '../lanes';
import { copyBlock } from '../tile';
import { finish } from './hopeful';
import { WHOLE } from '../whole';

/**
 * One block of 8 samples.
 *
 * @param x - its d × 8 values, contiguous
 * @param inverses - 1/σ_j
 * @param best - as `finish` has it
 * @param bounds - where to keep the forms, or 0
 */
// @ts-ignore: decorator
@inline
export function diagonalBlock(
  x: usize, d: i32, mean: usize, inverses: usize, constant: usize, best: usize, out: usize, bounds: usize,
): void {
  let w = inverses;
  let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
  for (const end = mean + (<usize>d << 3); mean < end; mean += 8, w += 8, x += BLOCK_BYTES) {
    const m = v128.load64_splat(mean), inverse = v128.load64_splat(w);
    const z0 = f64x2.mul(f64x2.sub(v128.load(x), m), inverse);
    const z1 = f64x2.mul(f64x2.sub(v128.load(x, 16), m), inverse);
    const z2 = f64x2.mul(f64x2.sub(v128.load(x, 32), m), inverse);
    const z3 = f64x2.mul(f64x2.sub(v128.load(x, 48), m), inverse);
    q0 = madd(z0, z0, q0);
    q1 = madd(z1, z1, q1);
    q2 = madd(z2, z2, q2);
    q3 = madd(z3, z3, q3);
  }
  finish(v128.load64_splat(constant), q0, q1, q2, q3, best, out);
  if (WHOLE && bounds) keepBounds(bounds, q0, q1, q2, q3);
}

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
  for (let s: usize = 0; s < stride; s += BLOCK_BYTES) {
    copyBlock(tile + s, stride, d, block);
    let m = means;
    let w = inverses;
    let c = constants;
    let to = out + s;
    for (const end = to + <usize>k * stride; to < end; to += stride) {
      diagonalBlock(block, d, m, w, c, 0, to, 0);
      m += <usize>d << 3;
      w += inverseStride;
      c += 8;
    }
  }
}
