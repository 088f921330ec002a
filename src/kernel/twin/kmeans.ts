// k-means on one range of tiles; distances are Σ_j metric_j·(x_j − c_j)².
//
// Kernel: assembly/kmeans.ts

import { momentsAt, tileSize } from './layout.js';
import { tileWidth } from './tile.js';

function distance(memory: Float64Array, x: number, width: number, d: number, centre: number, metric: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const y = memory[x + j * width] - memory[centre + j];
    sum += y * y * memory[metric + j];
  }
  return sum;
}

/** out_i = min(nearest_i, distance of row i to `centre`); the potential Σ w·out. */
export function kmeansDistances(
  memory: Float64Array,
  tiles: number,
  rows: number,
  d: number,
  centre: number,
  metric: number,
  weights: number,
  nearest: number,
  out: number,
): number {
  const tile = tileSize(d);
  let even = 0;
  let odd = 0;
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    for (let s = 0; s < width; s++) {
      const i = start + s;
      let least = distance(memory, tiles + start * d + s, width, d, centre, metric);
      if (nearest && memory[nearest + i] < least) least = memory[nearest + i];
      if (s >= left) least = 0;
      memory[out + i] = least;
      const term = weights ? least * memory[weights + i] : least;
      if (s & 1) odd += term;
      else even += term;
    }
  }
  return even + odd;
}

/** Gives each row to its nearest centre and sums the groups: inertia | weight | K × (N_k | Σ w (x − c_k), d). */
export function kmeansAssign(
  memory: Float64Array,
  tiles: number,
  rows: number,
  d: number,
  k: number,
  centres: number,
  metric: number,
  weights: number,
  integers: Int32Array,
  labels: number,
  spread: number,
  sums: number,
): void {
  const tile = tileSize(d);
  memory.fill(0, sums, sums + 2 + k * (1 + d));
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    for (let s = 0; s < Math.min(left, width); s++) {
      const x = tiles + start * d + s;
      let best = Number.POSITIVE_INFINITY;
      let label = 0;
      for (let c = 0; c < k; c++) {
        const to = distance(memory, x, width, d, centres + c * d, metric);
        if (to < best) {
          best = to;
          label = c;
        }
      }
      integers[labels + start + s] = label;
      if (spread) memory[spread + start + s] = best;
      const weight = weights ? memory[weights + start + s] : 1;
      memory[sums] += weight * best;
      memory[sums + 1] += weight;
      const moments = momentsAt(sums, d, label);
      memory[moments] += weight;
      for (let j = 0; j < d; j++) {
        memory[moments + 1 + j] += weight * (memory[x + j * width] - memory[centres + label * d + j]);
      }
    }
  }
}
