// ln(w N(x | μ, Σ)) of one tile under one component, by the inverse Cholesky factor W = L⁻¹, Σ = L·Lᵀ:
//
//   z_i = Σ_{j ≤ i} W_ij·(x_j − μ_j)        l = constant − ½·Σ_i z_i²
//
// A block of 8 samples at a time: its differences are written once (d × 8, contiguous), then two rows of W meet four
// vectors in registers. Every z_i is summed in the order of j, and the form in the order of i, so the shape of the
// register tile shows in no bit.
//
// Twin: src/kernel/twin/densities/full.ts

import { keepBounds } from '../bounds';
import { BLOCK_BYTES, madd } from '../lanes';
import { ASK, finish, giveUp, isHopeless } from './hopeful';
import { WHOLE } from '../whole';

/** y_j = x_j − μ_j of one block, d × 8 at `differences`. */
export function centreBlock(x: usize, stride: usize, d: i32, mean: usize, differences: usize): void {
  for (let j = 0; j < d; j++) {
    const m = v128.load64_splat(mean);
    v128.store(differences, f64x2.sub(v128.load(x), m));
    v128.store(differences, f64x2.sub(v128.load(x, 16), m), 16);
    v128.store(differences, f64x2.sub(v128.load(x, 32), m), 32);
    v128.store(differences, f64x2.sub(v128.load(x, 48), m), 48);
    x += stride;
    mean += 8;
    differences += BLOCK_BYTES;
  }
}

/** One block of 8 samples; best, if it is not 0, as `hopeful` has it. Inlined, so that where it is 0 nothing is asked. */
// @ts-ignore: decorator
@inline
function block(
  x: usize, stride: usize, d: i32, mean: usize, factor: usize, constant: f64, differences: usize, best: usize,
  out: usize, bounds: usize,
): void {
  const c = f64x2.splat(constant);
  const pairs = d & ~1;
  centreBlock(x, stride, d, mean, differences);
  let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
  let row = factor;
  for (let i = 0; i < pairs; i += 2) {
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0;
    let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    let wa = row;
    let wb = row + (<usize>(i + 1) << 3);
    let y = differences;
    const diagonal = wb;
    for (; wa < diagonal; wa += 8, wb += 8, y += BLOCK_BYTES) {
      const y0 = v128.load(y), y1 = v128.load(y, 16), y2 = v128.load(y, 32), y3 = v128.load(y, 48);
      const va = v128.load64_splat(wa);
      a0 = madd(va, y0, a0);
      a1 = madd(va, y1, a1);
      a2 = madd(va, y2, a2);
      a3 = madd(va, y3, a3);
      const vb = v128.load64_splat(wb);
      b0 = madd(vb, y0, b0);
      b1 = madd(vb, y1, b1);
      b2 = madd(vb, y2, b2);
      b3 = madd(vb, y3, b3);
    }
    const last = v128.load64_splat(wb);
    b0 = madd(last, v128.load(y), b0);
    b1 = madd(last, v128.load(y, 16), b1);
    b2 = madd(last, v128.load(y, 32), b2);
    b3 = madd(last, v128.load(y, 48), b3);
    q0 = madd(b0, b0, madd(a0, a0, q0));
    q1 = madd(b1, b1, madd(a1, a1, q1));
    q2 = madd(b2, b2, madd(a2, a2, q2));
    q3 = madd(b3, b3, madd(a3, a3, q3));
    row = wb + 8;
    if (best && ((i + 2) & (ASK - 1)) === 0 && isHopeless(c, q0, q1, q2, q3, best)) {
      giveUp(out);
      if (WHOLE && bounds) keepBounds(bounds, q0, q1, q2, q3);
      return;
    }
  }
  if (d & 1) {
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0;
    let y = differences;
    const end = row + (<usize>d << 3);
    for (; row < end; row += 8, y += BLOCK_BYTES) {
      const va = v128.load64_splat(row);
      a0 = madd(va, v128.load(y), a0);
      a1 = madd(va, v128.load(y, 16), a1);
      a2 = madd(va, v128.load(y, 32), a2);
      a3 = madd(va, v128.load(y, 48), a3);
    }
    q0 = madd(a0, a0, q0);
    q1 = madd(a1, a1, q1);
    q2 = madd(a2, a2, q2);
    q3 = madd(a3, a3, q3);
  }
  finish(c, q0, q1, q2, q3, best, out);
  if (WHOLE && bounds) keepBounds(bounds, q0, q1, q2, q3);
}

/**
 * One block of 8 samples; −∞ if it is hopeless.
 *
 * @param best - the largest log-density so far of each sample, which is raised
 * @param bounds - where to keep the forms, or what they have come to; or 0
 */
export function hopeful(
  x: usize, stride: usize, d: i32, mean: usize, factor: usize, constant: f64, differences: usize, best: usize,
  out: usize, bounds: usize,
): void {
  block(x, stride, d, mean, factor, constant, differences, best, out, bounds);
}

/** Writes `width` values at `out`; `factor` is W, a packed lower triangle; `differences` is scratch of d × 8. */
export function full(
  tile: usize, width: i32, d: i32, mean: usize, factor: usize, constant: f64, differences: usize, out: usize,
): void {
  const stride = <usize>width << 3;
  for (let at: usize = 0; at < stride; at += BLOCK_BYTES) {
    block(tile + at, stride, d, mean, factor, constant, differences, 0, out + at, 0);
  }
}
