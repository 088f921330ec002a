// The data layout: rows → feature-major tiles of T samples, in internal coordinates.
//
// Kernel: assembly/tile.ts

import { BLOCK } from './lanes.js';
import { LARGEST, tileSize } from './layout.js';

/** The width of the tile that starts with `left` rows to go. */
export function tileWidth(left: number, tile: number): number {
  return left >= tile ? tile : (left + BLOCK - 1) & ~(BLOCK - 1);
}

/** Packs rows into tiles; −1, or the index (row·d + feature) of the first value that is not finite or too large. */
export function pack(
  memory: Float64Array,
  source: number,
  rows: number,
  d: number,
  origin: number,
  scale1: number,
  scale2: number,
  target: number,
): number {
  const tile = tileSize(d);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const filled = Math.min(left, width);
    for (let j = 0; j < d; j++) {
      const shift = memory[origin + j];
      let from = source + start * d + j;
      const to = target + start * d + j * width;
      for (let i = 0; i < filled; i++) {
        const value = (memory[from] - shift) * scale1 * scale2 + 0;
        // a NaN fails this test too
        if (!(Math.abs(value) <= LARGEST)) return firstBad(memory, source, rows, d, origin, scale1, scale2);
        memory[to + i] = value;
        from += d;
      }
      memory.fill(0, to + filled, to + width);
    }
  }
  return -1;
}

function firstBad(
  memory: Float64Array,
  source: number,
  rows: number,
  d: number,
  origin: number,
  scale1: number,
  scale2: number,
): number {
  for (let i = 0; i < rows * d; i++) {
    const value = (memory[source + i] - memory[origin + (i % d)]) * scale1 * scale2;
    if (!(Math.abs(value) <= LARGEST)) return i;
  }
  return -1;
}
