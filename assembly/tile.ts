// The data layout. A slice of rows becomes tiles of T samples, feature-major inside a tile:
//
//   row-major    x00 x01 x02 | x10 x11 x12 | x20 …
//   tile         x00 x10 x20 … x(T−1)0 | x01 x11 x21 … | x02 …
//
// The last tile of a slice is as wide as its rows, rounded up to a block of 8; its padding is 0 (the origin).
// Stored is (x_j − origin_j)·2^e, in two exact multiplications as 2^e itself may lie out of range; −0 becomes +0.
//
// Twin: src/kernel/twin/tile.ts

import { BLOCK, BLOCK_BYTES } from './lanes';
import { LARGEST, tileSize } from './layout';

/** Bytes of a line of the cache, or fewer. */
const LINE: usize = 64;

/** The width of the tile that starts with `left` rows to go. */
export function tileWidth(left: i32, tile: i32): i32 {
  return left >= tile ? tile : (left + BLOCK - 1) & ~(BLOCK - 1);
}

/**
 * Reads a value of each line of a tile, one after the other, as memory gives them fastest: by features, a block at a time,
 * each line would be waited for.
 */
export function touch(tile: usize, length: i32): void {
  const end = tile + (<usize>length << 3);
  for (; tile < end; tile += LINE) load<f64>(tile);
}

/** Copies a block of a tile: d × 8, contiguous, so that it stays in the first-level cache whatever the tile's width. */
export function copyBlock(x: usize, stride: usize, d: i32, to: usize): void {
  const end = to + (<usize>d << 6);
  for (; to < end; to += BLOCK_BYTES, x += stride) {
    v128.store(to, v128.load(x));
    v128.store(to, v128.load(x, 16), 16);
    v128.store(to, v128.load(x, 32), 32);
    v128.store(to, v128.load(x, 48), 48);
  }
}

/**
 * Packs `rows` rows of d values, row-major at `source`, into tiles at `target`.
 *
 * @returns −1, or the index (row·d + feature) of the first value that is not finite, or too far from the origin
 */
export function pack(
  source: usize, rows: i32, d: i32, origin: usize, scale1: f64, scale2: f64, target: usize,
): f64 {
  const tile = tileSize(d);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const filled = left < width ? left : width;
    for (let j = 0; j < d; j++) {
      const shift = load<f64>(origin + (<usize>j << 3));
      let from = source + ((<usize>start * d + j) << 3);
      let to = target + ((<usize>start * d + j * width) << 3);
      for (let i = 0; i < filled; i++) {
        const value = (load<f64>(from) - shift) * scale1 * scale2 + 0.0;
        // a NaN fails this test too
        if (!(abs(value) <= LARGEST)) return firstBad(source, rows, d, origin, scale1, scale2);
        store<f64>(to, value);
        from += <usize>d << 3;
        to += 8;
      }
      for (let i = filled; i < width; i++) {
        store<f64>(to, 0.0);
        to += 8;
      }
    }
  }
  return -1;
}

function firstBad(source: usize, rows: i32, d: i32, origin: usize, scale1: f64, scale2: f64): f64 {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < d; j++) {
      const value = load<f64>(source + ((<usize>i * d + j) << 3)) - load<f64>(origin + (<usize>j << 3));
      if (!(abs(value * scale1 * scale2) <= LARGEST)) return <f64>i * d + j;
    }
  }
  return -1;
}
