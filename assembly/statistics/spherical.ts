// Statistics of one tile for one component: with y = x − c
//
//   S_j += Σ r·y_j        Q += Σ_j Σ r·y_j²
//
// Twin: src/kernel/twin/statistics/spherical.ts

import { diagonal } from './diagonal';

/** Adds S_j at `sums` and Q at `scatter`. */
export function spherical(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, centre: usize, sums: usize,
  scatter: usize,
): void {
  diagonal(tile, width, d, compacted, halves, count, centre, sums, scatter, 0);
}
