// Rows ordered within their slice, so that blocks of samples in which a component has no weight at all become common:
// by the set of components in which a row has weight, along a Gray code, then by the likeliest, and in their old order
// otherwise. A radix sort of three stable counting sorts.
//
//   keys     an i32 a row    likeliest | set << 16      from the pass before
//   order    an i32 a row    where in the slice the row came from | likeliest << 16
//   moving   permutation, i32 a row | a second one | a double a row | counts, i32 × (max(K, 256) + 1)
//
// Twin: src/kernel/twin/order.ts

import { NEW, NOT_KEPT } from './bounds';
import { BLOCK } from './lanes';
import { tileSize } from './layout';
import { KEY_BITS } from './responsibilities';
import { tileWidth } from './tile';
import { WHOLE } from './whole';

/** Bytes from the start of a slice to row i of its first feature. */
function offsetOf(i: i32, d: i32, tile: i32): i32 {
  const start = (i / tile) * tile;
  return (start * d + i - start) << 3;
}

/** Collects one feature: doubles at `feature` plus each of `rows` offsets; beyond `last` bytes at `lastFeature` plus it. */
function gatherRows(rows: i32, feature: usize, lastFeature: usize, last: u32, offsets: usize, values: usize): void {
  const end = values + (<usize>rows << 3);
  // the whole tiles of a slice have one stride; only the last slice has another one
  if (feature === lastFeature) {
    for (; values < end; values += 8, offsets += 4) store<f64>(values, load<f64>(feature + load<u32>(offsets)));
    return;
  }
  for (; values < end; values += 8, offsets += 4) {
    const offset = load<u32>(offsets);
    store<f64>(values, load<f64>((offset < last ? feature : lastFeature) + offset));
  }
}

/** Row i of the result becomes what is row `permutation[i]` now, in every feature. */
function permute(tiles: usize, rows: i32, d: i32, permutation: usize, offsets: usize, values: usize): void {
  const tile = tileSize(d);
  const start = ((rows - 1) / tile) * tile;
  const last = (start * d) << 3;
  const stride = <usize>tile << 3;
  const lastStride = <usize>tileWidth(rows - start, tile) << 3;
  for (let i = 0; i < rows; i++) {
    const at = <usize>i << 2;
    store<i32>(offsets + at, offsetOf(load<i32>(permutation + at), d, tile));
  }
  for (let j = 0; j < d; j++) {
    gatherRows(rows, tiles + <usize>j * stride, tiles + <usize>j * lastStride, last, offsets, values);
    for (let first = 0; first < rows; first += tile) {
      const left = rows - first;
      const width = tileWidth(left, tile);
      const filled = left < width ? left : width;
      const to = tiles + (<usize>(first * d + j * width) << 3);
      memory.copy(to, values + (<usize>first << 3), <usize>filled << 3);
    }
  }
}

function permuteWeights(weights: usize, rows: i32, permutation: usize, values: usize): void {
  for (let i = 0; i < rows; i++) {
    const from = weights + (<usize>load<i32>(permutation + (<usize>i << 2)) << 3);
    store<f64>(values + (<usize>i << 3), load<f64>(from));
  }
  memory.copy(weights, values, <usize>rows << 3);
}

/** A stable counting sort of the rows at `from` (0: all, in order) by a digit of their keys, one of `base`. */
function countingSort(
  rows: i32, keys: usize, shift: i32, mask: i32, base: i32, from: usize, to: usize, counts: usize,
): void {
  memory.fill(counts, 0, <usize>(base + 1) << 2);
  for (let i = 0; i < rows; i++) {
    const count = counts + (<usize>(((load<i32>(keys + (<usize>i << 2)) >>> shift) & mask) + 1) << 2);
    store<i32>(count, load<i32>(count) + 1);
  }
  for (let digit = 1; digit <= base; digit++) {
    const count = counts + (<usize>digit << 2);
    store<i32>(count, load<i32>(count) + load<i32>(count - 4));
  }
  for (let i = 0; i < rows; i++) {
    const row = from ? load<i32>(from + (<usize>i << 2)) : i;
    const count = counts + (<usize>((load<i32>(keys + (<usize>row << 2)) >>> shift) & mask) << 2);
    const place = load<i32>(count);
    store<i32>(to + (<usize>place << 2), row);
    store<i32>(count, place + 1);
  }
}

/** Whether of at least an eighth of all blocks and components no sample has any weight, as far as their keys tell. */
function areManyOut(rows: i32, k: i32, keys: usize, permutation: usize): bool {
  const told = k < KEY_BITS ? k : KEY_BITS;
  let within = 0;
  for (let first = 0; first < rows; first += BLOCK) {
    let set = 0;
    for (let i = first; i < first + BLOCK && i < rows; i++) {
      const place = load<i32>(keys + (<usize>load<i32>(permutation + (<usize>i << 2)) << 2)) >>> 16;
      set |= place ^ (place >>> 1);
    }
    within += popcnt(set);
  }
  return BLOCK * within < (BLOCK - 1) * told * ((rows + BLOCK - 1) / BLOCK);
}

/**
 * Orders the rows of a slice by their keys.
 *
 * @param weights - a weight a row, which moves with it; or 0
 * @param moving - scratch: see above
 * @param bounds - of their distances, which are kept from now on, or not: see bounds.ts; or 0
 */
export function arrange(
  tiles: usize, rows: i32, d: i32, k: i32, keys: usize, weights: usize, order: usize, moving: usize, bounds: usize,
): void {
  const permutation = moving;
  const second = moving + (<usize>rows << 2);
  const values = second + (<usize>rows << 2);
  const counts = values + (<usize>rows << 3);
  countingSort(rows, keys, 0, 0xffff, k, 0, permutation, counts);
  countingSort(rows, keys, 16, 0xff, 256, permutation, second, counts);
  countingSort(rows, keys, 24, 0xff, 256, second, permutation, counts);
  if (WHOLE && bounds) store<i32>(bounds, areManyOut(rows, k, keys, permutation) ? NEW : NOT_KEPT);
  let moved = false;
  for (let i = 0; i < rows; i++) if (load<i32>(permutation + (<usize>i << 2)) !== i) moved = true;
  // the orders as they were, while they are being written
  if (moved) memory.copy(values, order, <usize>rows << 2);
  for (let i = 0; i < rows; i++) {
    const at = <usize>i << 2;
    const row = <usize>load<i32>(permutation + at) << 2;
    const origin = load<i32>((moved ? values : order) + row) & 0xffff;
    store<i32>(order + at, origin | (load<i32>(keys + row) << 16));
  }
  if (!moved) return;
  permute(tiles, rows, d, permutation, second, values);
  if (weights) permuteWeights(weights, rows, permutation, values);
}

/** Puts the rows of a slice back into the order in which they were packed. */
export function restore(tiles: usize, rows: i32, d: i32, weights: usize, order: usize, moving: usize): void {
  const permutation = moving;
  const second = moving + (<usize>rows << 2);
  const values = second + (<usize>rows << 2);
  for (let i = 0; i < rows; i++) {
    store<i32>(permutation + (<usize>(load<i32>(order + (<usize>i << 2)) & 0xffff) << 2), i);
  }
  for (let i = 0; i < rows; i++) store<i32>(order + (<usize>i << 2), i);
  permute(tiles, rows, d, permutation, second, values);
  if (weights) permuteWeights(weights, rows, permutation, values);
}
