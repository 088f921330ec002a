// S_j += Σ r·y_j, Q += Σ_j Σ r·y_j² with y = x − c, of one tile for one component.
//
// Kernel: assembly/statistics/spherical.ts

import { diagonal } from './diagonal.js';

/** Adds S_j at `sums` and Q at `scatter`. */
export function spherical(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  compacted: number,
  blocks: number,
  count: number,
  centre: number,
  sums: number,
  scatter: number,
): void {
  diagonal(memory, tile, width, d, compacted, blocks, count, centre, sums, scatter, 0);
}
