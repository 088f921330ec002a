// The pooled scatter under a shared covariance: near components in one scatter about the centre of the heaviest, put
// right once a slice; the others about their own.
//
// Kernel: assembly/statistics/tied.ts

import { heaviest, whitenPoint } from '../densities/tied.js';
import { BLOCK } from '../lanes.js';
import {
  blocksAt,
  compactedAt,
  differencesAt,
  factorsAt,
  momentsAt,
  nearFlagsAt,
  scatterAt,
  shareAt,
  TIED,
  weightedAt,
  whitePointAt,
} from '../layout.js';
import { gather } from './blocks.js';
import { centre, scatter } from './full.js';

const NEAR = 4096;
/** 2^16 */
const CANCELS = 65536;

/** Decides which components are near, for the slice to come: 1 or 0. Without parameters, or directly, none is. */
export function findNear(
  memory: Float64Array,
  parameters: number,
  centres: number,
  d: number,
  k: number,
  direct: boolean,
  scratch: number,
): void {
  const near = nearFlagsAt(scratch, d, k);
  const white = whitePointAt(scratch, d, k);
  const g = parameters ? heaviest(memory, parameters, k) : 0;
  for (let c = 0; c < k; c++) {
    let distance = Number.POSITIVE_INFINITY;
    if (parameters && !direct) {
      whitenPoint(memory, centres + c * d, centres + g * d, factorsAt(parameters, d, k, TIED), d, white);
      distance = 0;
      for (let j = 0; j < d; j++) distance += memory[white + j] * memory[white + j];
    }
    memory[near + c] = distance <= NEAR ? 1 : 0;
  }
}

/** S_j += Σ r·(x_j − c_j) over the gathered blocks: what `centre` adds, without the rows it writes. */
function firstMoments(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  compacted: number,
  blocks: number,
  count: number,
  about: number,
  sums: number,
): void {
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
      for (let half = 0; half < 2; half++, x += 4, r += 4) {
        p0 += memory[r] * (memory[x] - c);
        p1 += memory[r + 1] * (memory[x + 1] - c);
        p2 += memory[r + 2] * (memory[x + 2] - c);
        p3 += memory[r + 3] * (memory[x + 3] - c);
      }
    }
    memory[sums + j] += p0 + p2 + (p1 + p3);
  }
}

/** Adds N_k and S_k of every component and the pooled scatter, still uncorrected. */
export function tied(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  k: number,
  responsibilities: number,
  parameters: number,
  centres: number,
  statistics: number,
  scratch: number,
): void {
  const compacted = compactedAt(scratch, d, k);
  const blocks = blocksAt(scratch, d, k);
  const differences = differencesAt(scratch, d, k);
  const weighted = weightedAt(scratch, d, k);
  const target = scatterAt(statistics, d, k);
  const near = nearFlagsAt(scratch, d, k);
  const share = shareAt(scratch, d, k);
  memory.fill(0, share, share + width);
  let any = false;
  for (let c = 0; c < k; c++) {
    const r = responsibilities + c * width;
    const moments = momentsAt(statistics, d, c);
    const count = gather(memory, r, width, compacted, blocks, moments);
    if (!count) continue;
    const about = centres + c * d;
    if (memory[near + c] !== 0) {
      any = true;
      firstMoments(memory, tile, width, d, compacted, blocks, count, about, moments + 1);
      for (let b = 0; b < count; b++) {
        const at = memory[blocks + b];
        for (let i = 0; i < BLOCK; i++) memory[share + at + i] += memory[r + at + i];
      }
    } else {
      centre(memory, tile, width, d, compacted, blocks, count, about, moments + 1, differences, weighted);
      scatter(memory, d, count, differences, weighted, target);
    }
  }
  if (!any) return;
  // the sum of the shares is not a statistic: it goes where the next slice overwrites it
  const count = gather(memory, share, width, compacted, blocks, whitePointAt(scratch, d, k));
  const g = heaviest(memory, parameters, k);
  centre(memory, tile, width, d, compacted, blocks, count, centres + g * d, 0, differences, weighted);
  scatter(memory, d, count, differences, weighted, target);
}

/** Subtracts S hᵀ + h Sᵀ + N h hᵀ of every near component, once a slice. */
export function correct(
  memory: Float64Array,
  parameters: number,
  centres: number,
  d: number,
  k: number,
  statistics: number,
  scratch: number,
): void {
  if (!parameters) return;
  const near = nearFlagsAt(scratch, d, k);
  const about = centres + heaviest(memory, parameters, k) * d;
  for (let c = 0; c < k; c++) {
    if (memory[near + c] === 0) continue;
    const own = centres + c * d;
    const moments = momentsAt(statistics, d, c);
    const total = memory[moments];
    let entry = scatterAt(statistics, d, k);
    for (let i = 0; i < d; i++) {
      const hi = memory[own + i] - memory[about + i];
      const si = memory[moments + 1 + i];
      for (let j = 0; j <= i; j++) {
        const hj = memory[own + j] - memory[about + j];
        const sj = memory[moments + 1 + j];
        memory[entry++] -= si * hj + hi * sj + total * hi * hj;
      }
    }
  }
}

/** Whether the scatter of a pass has lost digits to its correction; then the pass is to be made again, directly. */
export function cancels(
  memory: Float64Array,
  statistics: number,
  parameters: number,
  centres: number,
  floor: number,
  d: number,
  k: number,
  scratch: number,
): boolean {
  findNear(memory, parameters, centres, d, k, false, scratch);
  const near = nearFlagsAt(scratch, d, k);
  const about = centres + heaviest(memory, parameters, k) * d;
  let diagonal = scatterAt(statistics, d, k);
  for (let j = 0; j < d; j++) {
    let total = 0;
    let moved = 0;
    for (let c = 0; c < k; c++) {
      const n = memory[momentsAt(statistics, d, c)];
      total += n;
      if (memory[near + c] === 0) continue;
      const h = memory[centres + c * d + j] - memory[about + j];
      moved += n * (h * h);
    }
    const left = memory[diagonal];
    if (moved > CANCELS * ((left > 0 ? left : 0) + total * memory[floor + j])) return true;
    diagonal += j + 2;
  }
  return false;
}
