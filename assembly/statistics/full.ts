// Statistics of one tile for one component: with y = x − c
//
//   S_j += Σ r·y_j        Q_ij += Σ r·y_i·y_j,  j ≤ i
//
// The gathered half-blocks are centred and weighted once (d rows of y and of r·y, each of 4·count samples), then register
// tiles of 4 × 2 entries run along the samples. An entry has one vector of its own, so its two partial sums (even and
// odd samples) do not depend on the shape of the register tile.
//
//          j  j+1
//   i      ·   ·       4 rows of r·y against 2 rows of y: 6 loads for 8 products;
//   i+1    ·   ·       entries above the diagonal are computed in passing and not stored
//   i+2    ·   ·
//   i+3    ·   ·
//
// Twin: src/kernel/twin/statistics/full.ts

import { clear, fold, fold2, HALF_BYTES, madd } from '../lanes';

/** Writes y and r·y of the gathered half-blocks, and adds S_j at `sums`, if not 0. Row d of both is cleared if d is odd. */
export function centre(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, about: usize, sums: usize,
  differences: usize, weighted: usize,
): void {
  const stride = <usize>width << 3;
  const end = halves + (<usize>count << 2);
  for (let j = 0; j < d; j++) {
    const at = <usize>j << 3;
    const c = v128.load64_splat(about + at);
    let s0 = f64x2.splat(0), s1 = s0;
    let r = compacted;
    for (let h = halves; h < end; h += 4) {
      const x = tile + <usize>load<u32>(h);
      const y0 = f64x2.sub(v128.load(x), c), y1 = f64x2.sub(v128.load(x, 16), c);
      const v0 = f64x2.mul(v128.load(r), y0), v1 = f64x2.mul(v128.load(r, 16), y1);
      v128.store(differences, y0);
      v128.store(differences, y1, 16);
      v128.store(weighted, v0);
      v128.store(weighted, v1, 16);
      s0 = f64x2.add(s0, v0);
      s1 = f64x2.add(s1, v1);
      r += HALF_BYTES;
      differences += HALF_BYTES;
      weighted += HALF_BYTES;
    }
    if (sums) store<f64>(sums + at, load<f64>(sums + at) + fold2(s0, s1));
    tile += stride;
  }
  if (d & 1) {
    clear(differences, count << 2);
    clear(weighted, count << 2);
  }
}

function add(entry: usize, sum: v128): void {
  store<f64>(entry, load<f64>(entry) + fold(sum));
}

/** Two entries side by side. */
function addPair(entry: usize, a: v128, b: v128): void {
  const low = v128.shuffle<f64>(a, b, 0, 2), high = v128.shuffle<f64>(a, b, 1, 3);
  v128.store(entry, f64x2.add(v128.load(entry), f64x2.add(low, high)));
}

/** Adds the scatter of the centred rows, of so many samples, to a packed lower triangle. */
export function scatter(d: i32, samples: i32, differences: usize, weighted: usize, target: usize): void {
  const stride = <usize>samples << 3;
  let i = 0;
  for (; i + 4 <= d; i += 4) quad(i, stride, differences, weighted, target);
  for (; i < d; i += 2) pair(i, d, stride, differences, weighted, target);
}

/** Rows i … i + 3. */
function quad(i: i32, stride: usize, differences: usize, weighted: usize, target: usize): void {
  const w0 = weighted + <usize>i * stride;
  const w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
  const t0 = target + (<usize>((i * (i + 1)) >> 1) << 3);
  const t1 = t0 + (<usize>(i + 1) << 3);
  const t2 = t1 + (<usize>(i + 2) << 3);
  const t3 = t2 + (<usize>(i + 3) << 3);
  let y0 = differences;
  for (let j = 0; j <= i + 2; j += 2) {
    const y1 = y0 + stride;
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, e0 = a0, e1 = a0;
    for (let s: usize = 0; s < stride; s += 16) {
      const u = v128.load(y0 + s), v = v128.load(y1 + s);
      const ra = v128.load(w0 + s);
      a0 = madd(ra, u, a0);
      a1 = madd(ra, v, a1);
      const rb = v128.load(w1 + s);
      b0 = madd(rb, u, b0);
      b1 = madd(rb, v, b1);
      const rc = v128.load(w2 + s);
      c0 = madd(rc, u, c0);
      c1 = madd(rc, v, c1);
      const re = v128.load(w3 + s);
      e0 = madd(re, u, e0);
      e1 = madd(re, v, e1);
    }
    const at = <usize>j << 3;
    if (j < i) {
      addPair(t0 + at, a0, a1);
      addPair(t1 + at, b0, b1);
      addPair(t2 + at, c0, c1);
    } else if (j === i) {
      add(t0 + at, a0);
      addPair(t1 + at, b0, b1);
      addPair(t2 + at, c0, c1);
    } else {
      add(t2 + at, c0);
    }
    addPair(t3 + at, e0, e1);
    y0 = y1 + stride;
  }
}

/** Rows i and i + 1; row d is a cleared one. */
function pair(i: i32, d: i32, stride: usize, differences: usize, weighted: usize, target: usize): void {
  const w0 = weighted + <usize>i * stride;
  const w1 = w0 + stride;
  const t0 = target + (<usize>((i * (i + 1)) >> 1) << 3);
  const t1 = t0 + (<usize>(i + 1) << 3);
  const both = i + 1 < d;
  let y0 = differences;
  for (let j = 0; j <= i; j += 2) {
    const y1 = y0 + stride;
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0;
    for (let s: usize = 0; s < stride; s += 16) {
      const u = v128.load(y0 + s), v = v128.load(y1 + s);
      const ra = v128.load(w0 + s);
      a0 = madd(ra, u, a0);
      a1 = madd(ra, v, a1);
      const rb = v128.load(w1 + s);
      b0 = madd(rb, u, b0);
      b1 = madd(rb, v, b1);
    }
    const at = <usize>j << 3;
    add(t0 + at, a0);
    if (j < i) add(t0 + at + 8, a1);
    if (both) {
      add(t1 + at, b0);
      add(t1 + at + 8, b1);
    }
    y0 = y1 + stride;
  }
}

/** Adds S_j at `sums` and Q at `target`, a packed lower triangle. */
export function full(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, about: usize, sums: usize,
  target: usize, differences: usize, weighted: usize,
): void {
  centre(tile, width, d, compacted, halves, count, about, sums, differences, weighted);
  scatter(d, count << 2, differences, weighted, target);
}
