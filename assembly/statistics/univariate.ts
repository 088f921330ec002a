// Statistics of one tile for one component, d = 1, all families: with y = x − c
//
//   N += Σ r        S += Σ r·y        Q += Σ r·y²
//
// Twin: src/kernel/twin/statistics/univariate.ts

import { BLOCK_BYTES, fold2, madd } from '../lanes';

/** Adds N and S at `moments`, Q at `scatter`. */
export function univariate(
  tile: usize, width: i32, responsibilities: usize, centre: f64, moments: usize, scatter: usize,
): void {
  const c = f64x2.splat(centre);
  const end = tile + (<usize>width << 3);
  let n0 = f64x2.splat(0), n1 = n0, s0 = n0, s1 = n0, q0 = n0, q1 = n0;
  for (; tile < end; tile += BLOCK_BYTES, responsibilities += BLOCK_BYTES) {
    const r0 = v128.load(responsibilities), r1 = v128.load(responsibilities, 16);
    const r2 = v128.load(responsibilities, 32), r3 = v128.load(responsibilities, 48);
    const y0 = f64x2.sub(v128.load(tile), c), y1 = f64x2.sub(v128.load(tile, 16), c);
    const y2 = f64x2.sub(v128.load(tile, 32), c), y3 = f64x2.sub(v128.load(tile, 48), c);
    const v0 = f64x2.mul(r0, y0), v1 = f64x2.mul(r1, y1), v2 = f64x2.mul(r2, y2), v3 = f64x2.mul(r3, y3);
    n0 = f64x2.add(f64x2.add(n0, r0), r2);
    n1 = f64x2.add(f64x2.add(n1, r1), r3);
    s0 = f64x2.add(f64x2.add(s0, v0), v2);
    s1 = f64x2.add(f64x2.add(s1, v1), v3);
    q0 = madd(v2, y2, madd(v0, y0, q0));
    q1 = madd(v3, y3, madd(v1, y1, q1));
  }
  store<f64>(moments, load<f64>(moments) + fold2(n0, n1));
  store<f64>(moments, load<f64>(moments, 8) + fold2(s0, s1), 8);
  store<f64>(scatter, load<f64>(scatter) + fold2(q0, q1));
}
