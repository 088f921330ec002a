// Statistics of one tile for one component: with y = x − c
//
//   S_j += Σ r·y_j        Q_j += Σ r·y_j²
//
// over the gathered half-blocks of the component.
//
// Twin: src/kernel/twin/statistics/diagonal.ts

import { fold2, HALF_BYTES, madd } from '../lanes';

/** Adds S_j at `sums` and Q_j at `scatter`, whose stride is 8 bytes, or 0 to pool all features in one number. */
export function diagonal(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, centre: usize, sums: usize,
  scatter: usize, scatterStride: usize,
): void {
  const stride = <usize>width << 3;
  const end = halves + (<usize>count << 2);
  for (let j = 0; j < d; j++) {
    const c = v128.load64_splat(centre + (<usize>j << 3));
    let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
    let r = compacted;
    for (let h = halves; h < end; h += 4, r += HALF_BYTES) {
      const x = tile + <usize>load<u32>(h);
      const y0 = f64x2.sub(v128.load(x), c), y1 = f64x2.sub(v128.load(x, 16), c);
      const v0 = f64x2.mul(v128.load(r), y0), v1 = f64x2.mul(v128.load(r, 16), y1);
      s0 = f64x2.add(s0, v0);
      s1 = f64x2.add(s1, v1);
      q0 = madd(v0, y0, q0);
      q1 = madd(v1, y1, q1);
    }
    store<f64>(sums, load<f64>(sums) + fold2(s0, s1));
    store<f64>(scatter, load<f64>(scatter) + fold2(q0, q1));
    tile += stride;
    sums += 8;
    scatter += scatterStride;
  }
}
