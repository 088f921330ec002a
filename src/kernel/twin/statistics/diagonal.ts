// S_j += Σ r·y_j, Q_j += Σ r·y_j² with y = x − c, of one tile for one component, over its gathered blocks.
//
// Kernel: assembly/statistics/diagonal.ts

import { BLOCK } from '../lanes.js';

/** Adds S_j at `sums` and Q_j at `scatter`, whose stride is 1, or 0 to pool all features in one number. */
export function diagonal(
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
  scatterStride: number,
): void {
  for (let j = 0; j < d; j++) {
    const row = tile + j * width;
    const c = memory[centre + j];
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let q0 = 0;
    let q1 = 0;
    let q2 = 0;
    let q3 = 0;
    for (let b = 0; b < count; b++) {
      let x = row + memory[blocks + b];
      let r = compacted + b * BLOCK;
      for (let half = 0; half < 2; half++, x += 4, r += 4) {
        const y0 = memory[x] - c;
        const y1 = memory[x + 1] - c;
        const y2 = memory[x + 2] - c;
        const y3 = memory[x + 3] - c;
        const v0 = memory[r] * y0;
        const v1 = memory[r + 1] * y1;
        const v2 = memory[r + 2] * y2;
        const v3 = memory[r + 3] * y3;
        s0 += v0;
        s1 += v1;
        s2 += v2;
        s3 += v3;
        q0 += v0 * y0;
        q1 += v1 * y1;
        q2 += v2 * y2;
        q3 += v3 * y3;
      }
    }
    memory[sums + j] += s0 + s2 + (s1 + s3);
    memory[scatter + j * scatterStride] += q0 + q2 + (q1 + q3);
  }
}
