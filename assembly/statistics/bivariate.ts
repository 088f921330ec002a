// Statistics of one tile for one component, d = 2: what `full` does for any d, with everything in registers. With
// y = x − c
//
//   N += Σ r        S_j += Σ r·y_j        Q_ij += Σ r·y_i·y_j,  j ≤ i
//
// Samples without weight are added as well: exact zeros, so nothing shows in the bits.
//
// Twin: src/kernel/twin/statistics/full.ts

import { fold, fold2, HALF_BYTES, madd } from '../lanes';

function add(entry: usize, sum: f64): void {
  store<f64>(entry, load<f64>(entry) + sum);
}

/** Adds N and S at `moments`, Q at `scatter`, a packed lower triangle. */
export function bivariate(
  tile: usize, width: i32, responsibilities: usize, centre: usize, moments: usize, scatter: usize,
): void {
  const stride = <usize>width << 3;
  const c0 = v128.load64_splat(centre), c1 = v128.load64_splat(centre, 8);
  let n0 = f64x2.splat(0), n1 = n0;
  let s00 = n0, s01 = n0, s10 = n0, s11 = n0;
  let q00 = n0, q10 = n0, q11 = n0;
  const end = tile + stride;
  for (; tile < end; tile += HALF_BYTES, responsibilities += HALF_BYTES) {
    const other = tile + stride;
    const ra = v128.load(responsibilities);
    const ya0 = f64x2.sub(v128.load(tile), c0), ya1 = f64x2.sub(v128.load(other), c1);
    const va0 = f64x2.mul(ra, ya0), va1 = f64x2.mul(ra, ya1);
    n0 = f64x2.add(n0, ra);
    s00 = f64x2.add(s00, va0);
    s10 = f64x2.add(s10, va1);
    q00 = madd(va0, ya0, q00);
    q10 = madd(va1, ya0, q10);
    q11 = madd(va1, ya1, q11);
    const rb = v128.load(responsibilities, 16);
    const yb0 = f64x2.sub(v128.load(tile, 16), c0), yb1 = f64x2.sub(v128.load(other, 16), c1);
    const vb0 = f64x2.mul(rb, yb0), vb1 = f64x2.mul(rb, yb1);
    n1 = f64x2.add(n1, rb);
    s01 = f64x2.add(s01, vb0);
    s11 = f64x2.add(s11, vb1);
    q00 = madd(vb0, yb0, q00);
    q10 = madd(vb1, yb0, q10);
    q11 = madd(vb1, yb1, q11);
  }
  add(moments, fold2(n0, n1));
  add(moments + 8, fold2(s00, s01));
  add(moments + 16, fold2(s10, s11));
  add(scatter, fold(q00));
  add(scatter + 8, fold(q10));
  add(scatter + 16, fold(q11));
}
