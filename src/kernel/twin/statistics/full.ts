// S_j += Σ r·y_j, Q_ij += Σ r·y_i·y_j, j ≤ i, with y = x − c, of one tile for one component. An entry of Q has two
// partial sums, of the even and of the odd samples.
//
// Kernel: assembly/statistics/full.ts

import { BLOCK } from '../lanes.js';

/** Writes y and r·y of the gathered blocks, d rows of 8·count samples, and adds S_j at `sums` unless that is 0. */
export function centre(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  compacted: number,
  blocks: number,
  count: number,
  about: number,
  sums: number,
  differences: number,
  weighted: number,
): void {
  let to = 0;
  for (let j = 0; j < d; j++) {
    const row = tile + j * width;
    const c = memory[about + j];
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    for (let b = 0; b < count; b++) {
      let x = row + memory[blocks + b];
      let r = compacted + b * BLOCK;
      for (let half = 0; half < 2; half++, x += 4, r += 4, to += 4) {
        for (let i = 0; i < 4; i++) {
          const y = memory[x + i] - c;
          memory[differences + to + i] = y;
          memory[weighted + to + i] = memory[r + i] * y;
        }
        p0 += memory[weighted + to];
        p1 += memory[weighted + to + 1];
        p2 += memory[weighted + to + 2];
        p3 += memory[weighted + to + 3];
      }
    }
    if (sums) memory[sums + j] += p0 + p2 + (p1 + p3);
  }
}

/** Adds the scatter of the centred rows to a packed lower triangle. */
export function scatter(
  memory: Float64Array,
  d: number,
  count: number,
  differences: number,
  weighted: number,
  target: number,
): void {
  const length = count * BLOCK;
  let entry = target;
  for (let i = 0; i < d; i++) {
    const row = weighted + i * length;
    for (let j = 0; j <= i; j++) {
      const column = differences + j * length;
      let even = 0;
      let odd = 0;
      for (let s = 0; s < length; s += 2) {
        even += memory[row + s] * memory[column + s];
        odd += memory[row + s + 1] * memory[column + s + 1];
      }
      memory[entry++] += even + odd;
    }
  }
}

/** Adds S_j at `sums` and Q at `target`, a packed lower triangle. */
export function full(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  compacted: number,
  blocks: number,
  count: number,
  about: number,
  sums: number,
  target: number,
  differences: number,
  weighted: number,
): void {
  centre(memory, tile, width, d, compacted, blocks, count, about, sums, differences, weighted);
  scatter(memory, d, count, differences, weighted, target);
}
