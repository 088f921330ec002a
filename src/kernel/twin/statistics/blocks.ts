// The blocks of a tile in which a component has any weight. (The kernel gathers half-blocks: which unit shows in no bit.)
//
// Kernel: assembly/statistics/blocks.ts

import { BLOCK } from '../lanes.js';

/**
 * Gathers one row of responsibilities: its non-zero blocks at `compacted`, their offsets in the row at `blocks`.
 *
 * @param total - Σ r is added here
 * @returns the number of blocks
 */
export function gather(
  memory: Float64Array,
  responsibilities: number,
  width: number,
  compacted: number,
  blocks: number,
  total: number,
): number {
  let count = 0;
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  for (let at = 0; at < width; at += BLOCK) {
    const r = responsibilities + at;
    let any = false;
    for (let i = 0; i < BLOCK; i++) any ||= memory[r + i] !== 0;
    if (!any) continue;
    const to = compacted + count * BLOCK;
    for (let i = 0; i < BLOCK; i += 4) {
      p0 += memory[to + i] = memory[r + i];
      p1 += memory[to + i + 1] = memory[r + i + 1];
      p2 += memory[to + i + 2] = memory[r + i + 2];
      p3 += memory[to + i + 3] = memory[r + i + 3];
    }
    memory[blocks + count++] = at;
  }
  memory[total] += p0 + p2 + (p1 + p3);
  return count;
}
