// Rows ordered within their slice by the set of components in which they have weight, then by the likeliest; and put
// back.
//
//   keys     an i32 a row    likeliest | set << 16
//   order    an i32 a row    where in the slice the row came from | likeliest << 16
//
// Kernel: assembly/order.ts

import { NEW, NOT_KEPT } from './bounds.js';
import { BLOCK } from './lanes.js';
import { tileSize } from './layout.js';
import { KEY_BITS } from './responsibilities.js';
import { tileWidth } from './tile.js';

/** Row i of the result becomes what is row `permutation[i]` now, in every feature. */
function permute(memory: Float64Array, tiles: number, rows: number, d: number, permutation: Int32Array): void {
  const tile = tileSize(d);
  const old = memory.slice(tiles, tiles + (rows - 1 - ((rows - 1) % tile)) * d + tile * d);
  const place = (i: number, j: number) => {
    const first = i - (i % tile);
    return first * d + j * tileWidth(rows - first, tile) + (i - first);
  };
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < rows; i++) memory[tiles + place(i, j)] = old[place(permutation[i], j)];
  }
}

function permuteWeights(memory: Float64Array, weights: number, permutation: Int32Array): void {
  const old = memory.slice(weights, weights + permutation.length);
  for (let i = 0; i < permutation.length; i++) memory[weights + i] = old[permutation[i]];
}

/** Whether of at least an eighth of all blocks and components no sample has any weight, as far as their keys tell. */
function areManyOut(integers: Int32Array, k: number, keys: number, permutation: Int32Array): boolean {
  const rows = permutation.length;
  const told = Math.min(k, KEY_BITS);
  let within = 0;
  for (let first = 0; first < rows; first += BLOCK) {
    let set = 0;
    for (const row of permutation.subarray(first, first + BLOCK)) {
      const place = integers[keys + row] >>> 16;
      set |= place ^ (place >>> 1);
    }
    for (; set; set &= set - 1) within++;
  }
  return BLOCK * within < (BLOCK - 1) * told * Math.ceil(rows / BLOCK);
}

/**
 * Orders the rows of a slice by their keys.
 *
 * @param bounds - of their distances, an offset into `integers`, which are kept from now on, or not: see bounds.ts; or 0
 */
export function arrange(
  memory: Float64Array,
  integers: Int32Array,
  tiles: number,
  rows: number,
  d: number,
  k: number,
  keys: number,
  weights: number,
  order: number,
  bounds: number,
): void {
  // the set lies in the high bits, so the whole key, without its sign, is in the right order
  const ranks = Uint32Array.from({ length: rows }, (_, i) => integers[keys + i]);
  const permutation = Int32Array.from({ length: rows }, (_, i) => i).sort((a, b) => ranks[a] - ranks[b] || a - b);
  if (bounds) integers[bounds] = areManyOut(integers, k, keys, permutation) ? NEW : NOT_KEPT;
  const old = integers.slice(order, order + rows);
  permutation.forEach((row, i) => {
    integers[order + i] = (old[row] & 0xffff) | (integers[keys + row] << 16);
  });
  permute(memory, tiles, rows, d, permutation);
  if (weights) permuteWeights(memory, weights, permutation);
}

/** Puts the rows of a slice back into the order in which they were packed. */
export function restore(
  memory: Float64Array,
  integers: Int32Array,
  tiles: number,
  rows: number,
  d: number,
  weights: number,
  order: number,
): void {
  const permutation = new Int32Array(rows);
  for (let i = 0; i < rows; i++) permutation[integers[order + i] & 0xffff] = i;
  for (let i = 0; i < rows; i++) integers[order + i] = i;
  permute(memory, tiles, rows, d, permutation);
  if (weights) permuteWeights(memory, weights, permutation);
}
