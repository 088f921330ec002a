// Statistics of one tile for one component: with y = x − c
//
//   S_j += Σ r·y_j        Q_ij += Σ r·y_i·y_j,  j ≤ i
//
// The gathered half-blocks are centred and weighted once, and lie as the register tiles ask for them: for every two samples
// y and r·y of all features, side by side, so that one address is enough for all that a step needs.
//
//   samples 0, 1   y_0 | r·y_0 | y_1 | r·y_1 | …        a vector each
//   samples 2, 3   y_0 | r·y_0 | y_1 | r·y_1 | …
//
// Then register tiles of 4 × 2 entries run along the samples. An entry has one vector of its own, so its two partial sums
// (even and odd samples) do not depend on the shape of the register tile.
//
//          j  j+1              i  i+1  i+2  i+3
//   i      ·   ·        i      ·   ○              4 features of r·y against 2 of y: 6 loads for 8 products;
//   i+1    ·   ·        i+1    ·   ·              four rows end at the diagonal with a tile of 2 × 2;
//   i+2    ·   ·        i+2    ·   ·    ·    ○    ○ is computed in passing and not stored
//   i+3    ·   ·        i+3    ·   ·    ·    ·
//
// Twin: src/kernel/twin/statistics/full.ts

import { fold, fold2, HALF_BYTES, madd } from '../lanes';

/** Bytes of y and r·y of one feature, for two samples. */
const COLUMN: usize = 32;

/** Bytes from two samples to the next: an odd number of columns, so that few of them meet in one set of the cache. */
function stepBytes(d: i32): usize {
  return <usize>(d | 1) * COLUMN;
}

/** Writes y and r·y of the gathered half-blocks at `columns`, and adds S_j at `sums`, if not 0. */
export function centre(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, about: usize, sums: usize,
  columns: usize,
): void {
  const stride = <usize>width << 3;
  const step = stepBytes(d);
  const length = <usize>count * (step << 1);
  let j = 1;
  for (; j < d; j += 2) {
    centreTwo(tile, stride, compacted, halves, length, step, about, sums, columns);
    tile += stride << 1;
    about += 16;
    if (sums) sums += 16;
    columns += 2 * COLUMN;
  }
  if (j === d) centreOne(tile, compacted, halves, length, step, about, sums, columns);
}

/** Two features side by side: stores to one line of the cache, one after the other, are taken together. */
function centreTwo(
  tile: usize, stride: usize, r: usize, h: usize, length: usize, step: usize, about: usize, sums: usize, to: usize,
): void {
  const ca = v128.load64_splat(about), cb = v128.load64_splat(about, 8);
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0;
  // ends by `to`: a step that nothing outside of the loop needs would be computed anew in every turn
  for (const end = to + length; to < end; to += step) {
    const x = tile + <usize>load<u32>(h), next = x + stride;
    const r0 = v128.load(r), r1 = v128.load(r, 16);
    const y0 = f64x2.sub(v128.load(x), ca), y1 = f64x2.sub(v128.load(x, 16), ca);
    const z0 = f64x2.sub(v128.load(next), cb), z1 = f64x2.sub(v128.load(next, 16), cb);
    const v0 = f64x2.mul(r0, y0), v1 = f64x2.mul(r1, y1);
    const w0 = f64x2.mul(r0, z0), w1 = f64x2.mul(r1, z1);
    v128.store(to, y0);
    v128.store(to, v0, 16);
    v128.store(to, z0, 32);
    v128.store(to, w0, 48);
    to += step;
    v128.store(to, y1);
    v128.store(to, v1, 16);
    v128.store(to, z1, 32);
    v128.store(to, w1, 48);
    a0 = f64x2.add(a0, v0);
    a1 = f64x2.add(a1, v1);
    b0 = f64x2.add(b0, w0);
    b1 = f64x2.add(b1, w1);
    r += HALF_BYTES;
    h += 4;
  }
  if (!sums) return;
  store<f64>(sums, load<f64>(sums) + fold2(a0, a1));
  store<f64>(sums, load<f64>(sums, 8) + fold2(b0, b1), 8);
}

/** The last one of an odd number of features. */
function centreOne(
  tile: usize, r: usize, h: usize, length: usize, step: usize, about: usize, sums: usize, to: usize,
): void {
  const c = v128.load64_splat(about);
  let s0 = f64x2.splat(0), s1 = s0;
  for (const end = to + length; to < end; to += step) {
    const x = tile + <usize>load<u32>(h);
    const y0 = f64x2.sub(v128.load(x), c), y1 = f64x2.sub(v128.load(x, 16), c);
    const v0 = f64x2.mul(v128.load(r), y0), v1 = f64x2.mul(v128.load(r, 16), y1);
    v128.store(to, y0);
    v128.store(to, v0, 16);
    to += step;
    v128.store(to, y1);
    v128.store(to, v1, 16);
    s0 = f64x2.add(s0, v0);
    s1 = f64x2.add(s1, v1);
    r += HALF_BYTES;
    h += 4;
  }
  if (sums) store<f64>(sums, load<f64>(sums) + fold2(s0, s1));
}

function add(entry: usize, sum: v128): void {
  store<f64>(entry, load<f64>(entry) + fold(sum));
}

/** Two entries side by side. */
function addPair(entry: usize, a: v128, b: v128): void {
  const low = v128.shuffle<f64>(a, b, 0, 2), high = v128.shuffle<f64>(a, b, 1, 3);
  v128.store(entry, f64x2.add(v128.load(entry), f64x2.add(low, high)));
}

/** Adds the scatter of so many half-blocks, as `centre` left them, to a packed lower triangle. */
export function scatter(d: i32, count: i32, columns: usize, target: usize): void {
  const step = stepBytes(d);
  const end = columns + <usize>count * (step << 1);
  let i = 0;
  for (; i + 4 <= d; i += 4) {
    quad(i, step, columns, end, target);
    pair(i + 2, d, i + 2, step, columns, end, target);
  }
  for (; i < d; i += 2) pair(i, d, 0, step, columns, end, target);
}

/** Rows i … i + 3, columns 0 … i + 1. */
function quad(i: i32, step: usize, columns: usize, end: usize, target: usize): void {
  const rows = columns + <usize>i * COLUMN;
  const t0 = target + (<usize>((i * (i + 1)) >> 1) << 3);
  const t1 = t0 + (<usize>(i + 1) << 3);
  const t2 = t1 + (<usize>(i + 2) << 3);
  const t3 = t2 + (<usize>(i + 3) << 3);
  for (let j = 0; j <= i; j += 2) {
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, e0 = a0, e1 = a0;
    let w = rows;
    for (let y = columns; y < end; y += step, w += step) {
      const u = v128.load(y), v = v128.load(y, 32);
      const ra = v128.load(w, 16);
      a0 = madd(ra, u, a0);
      a1 = madd(ra, v, a1);
      const rb = v128.load(w, 48);
      b0 = madd(rb, u, b0);
      b1 = madd(rb, v, b1);
      const rc = v128.load(w, 80);
      c0 = madd(rc, u, c0);
      c1 = madd(rc, v, c1);
      const re = v128.load(w, 112);
      e0 = madd(re, u, e0);
      e1 = madd(re, v, e1);
    }
    columns += 2 * COLUMN;
    end += 2 * COLUMN;
    const at = <usize>j << 3;
    if (j < i) addPair(t0 + at, a0, a1);
    else add(t0 + at, a0);
    addPair(t1 + at, b0, b1);
    addPair(t2 + at, c0, c1);
    addPair(t3 + at, e0, e1);
  }
}

/** Rows i and i + 1, columns j … i + 1; row d, of whatever follows there, is computed in passing and not stored. */
function pair(i: i32, d: i32, j: i32, step: usize, columns: usize, end: usize, target: usize): void {
  const rows = columns + <usize>i * COLUMN;
  const first = <usize>j * COLUMN;
  columns += first;
  end += first;
  const t0 = target + (<usize>((i * (i + 1)) >> 1) << 3);
  const t1 = t0 + (<usize>(i + 1) << 3);
  const both = i + 1 < d;
  for (; j <= i; j += 2) {
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0;
    let w = rows;
    for (let y = columns; y < end; y += step, w += step) {
      const u = v128.load(y), v = v128.load(y, 32);
      const ra = v128.load(w, 16);
      a0 = madd(ra, u, a0);
      a1 = madd(ra, v, a1);
      const rb = v128.load(w, 48);
      b0 = madd(rb, u, b0);
      b1 = madd(rb, v, b1);
    }
    columns += 2 * COLUMN;
    end += 2 * COLUMN;
    const at = <usize>j << 3;
    add(t0 + at, a0);
    if (j < i) add(t0 + at + 8, a1);
    if (both) {
      add(t1 + at, b0);
      add(t1 + at + 8, b1);
    }
  }
}

/** Adds S_j at `sums` and Q at `target`, a packed lower triangle; `columns` is scratch of 2·(d + 1)·T. */
export function full(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, about: usize, sums: usize,
  target: usize, columns: usize,
): void {
  centre(tile, width, d, compacted, halves, count, about, sums, columns);
  scatter(d, count, columns, target);
}
