// One pass over a range of rows: tile by tile densities → responsibilities → statistics.
//
// Kernel: assembly/pass.ts

import { beginBounds, blockBounds, NO_BOUNDS } from './bounds.js';
import { hopefulDensities } from './densities.js';
import {
  blockStride,
  blocksAt,
  compactedAt,
  DIAGONAL,
  differencesAt,
  FULL,
  momentsAt,
  paddingAt,
  scatterAt,
  shapeOf,
  statisticsLength,
  TIED,
  tileSize,
  weightedAt,
} from './layout.js';
import { likeliest, normalise, rank } from './responsibilities.js';
import { gather } from './statistics/blocks.js';
import { diagonal as diagonalStatistics } from './statistics/diagonal.js';
import { full as fullStatistics } from './statistics/full.js';
import { spherical as sphericalStatistics } from './statistics/spherical.js';
import { correct, findNear, tied as tiedStatistics } from './statistics/tied.js';
import { univariate as univariateStatistics } from './statistics/univariate.js';
import { tileWidth } from './tile.js';

/** Adds the statistics of one tile, from its responsibilities. */
function accumulate(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  k: number,
  family: number,
  parameters: number,
  centres: number,
  statistics: number,
  scratch: number,
): void {
  if (family === TIED && d > 1) {
    tiedStatistics(memory, tile, width, d, k, scratch, parameters, centres, statistics, scratch);
    return;
  }
  const shape = shapeOf(family);
  const stride = blockStride(d, family);
  const compacted = compactedAt(scratch, d, k);
  const blocks = blocksAt(scratch, d, k);
  const differences = differencesAt(scratch, d, k);
  const weighted = weightedAt(scratch, d, k);
  for (let c = 0; c < k; c++) {
    const moments = momentsAt(statistics, d, c);
    const centre = centres + c * d;
    const target = scatterAt(statistics, d, k) + c * stride;
    const r = scratch + c * width;
    if (d === 1) {
      univariateStatistics(memory, tile, width, r, memory[centre], moments, target);
      continue;
    }
    const count = gather(memory, r, width, compacted, blocks, moments);
    const sums = moments + 1;
    if (count === 0) continue;
    if (shape === FULL) {
      fullStatistics(memory, tile, width, d, compacted, blocks, count, centre, sums, target, differences, weighted);
    } else if (shape === DIAGONAL) {
      diagonalStatistics(memory, tile, width, d, compacted, blocks, count, centre, sums, target, 1);
    } else {
      sphericalStatistics(memory, tile, width, d, compacted, blocks, count, centre, sums, target);
    }
  }
}

/** The weights of the samples of a tile: the caller's, or 1 and 0 if there are none but the tile is padded, or 0. */
function tileWeights(
  memory: Float64Array,
  weights: number,
  start: number,
  left: number,
  width: number,
  padding: number,
): number {
  if (weights) return weights + start;
  if (width <= left) return 0;
  memory.fill(1, padding, padding + left);
  memory.fill(0, padding + left, padding + width);
  return padding;
}

function totalWeight(memory: Float64Array, weights: number, width: number): number {
  let total = 0;
  for (let i = 0; i < width; i++) total += memory[weights + i];
  return total;
}

/**
 * E-step and statistics of `rows` rows.
 *
 * @param tiles - packed rows, the first at the start of a tile
 * @param centres - K·d, the points that statistics are taken about; 0: only the log-likelihood and the weight
 * @param weights - a weight a row, 0 for rows of padding; or 0 if all weigh 1
 * @param direct - tied only: whether every component's scatter is taken about its own centre (see `cancels`)
 * @param statistics - overwritten (two doubles if there are no centres)
 * @param bounds - of the slice, an offset into `floats`, and `drift`: see bounds.ts; or 0
 */
export function pass(
  memory: Float64Array,
  tiles: number,
  rows: number,
  d: number,
  k: number,
  family: number,
  parameters: number,
  centres: number,
  weights: number,
  direct: boolean,
  integers: Int32Array,
  order: number,
  keys: number,
  statistics: number,
  scratch: number,
  floats: Float32Array,
  bounds: number,
  drift: number,
): void {
  const tile = tileSize(d);
  const pooled = centres !== 0 && family === TIED && d > 1;
  memory.fill(0, statistics, statistics + (centres ? statisticsLength(d, k, family) : 2));
  if (pooled) findNear(memory, parameters, centres, d, k, direct, scratch);
  const bounded = bounds !== 0 && beginBounds(integers, floats, bounds, rows, k, drift);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const at = tiles + start * d;
    const w = tileWeights(memory, weights, start, left, width, paddingAt(scratch, d, k));
    const ordered = order ? order + start : 0;
    const kept = bounded ? blockBounds(bounds, start, k) : 0;
    hopefulDensities(
      memory,
      at,
      width,
      d,
      k,
      family,
      parameters,
      integers,
      ordered,
      floats,
      kept,
      drift,
      scratch,
      scratch,
    );
    if (keys) rank(memory, scratch, width, k, integers, keys + start);
    memory[statistics] += normalise(memory, scratch, width, k, w, 0);
    memory[statistics + 1] += w ? totalWeight(memory, w, width) : width;
    if (centres) accumulate(memory, at, width, d, k, family, parameters, centres, statistics, scratch);
  }
  if (pooled) correct(memory, parameters, centres, d, k, statistics, scratch);
}

/**
 * Statistics of `rows` rows from given responsibilities, row-major rows × K; their log-likelihood is left at 0.
 *
 * @param labels - instead, the component of each row (an offset into `integers`), if `responsibilities` is 0
 */
export function passGiven(
  memory: Float64Array,
  tiles: number,
  rows: number,
  d: number,
  k: number,
  family: number,
  responsibilities: number,
  integers: Int32Array,
  labels: number,
  centres: number,
  weights: number,
  statistics: number,
  scratch: number,
): void {
  const tile = tileSize(d);
  const pooled = family === TIED && d > 1;
  memory.fill(0, statistics, statistics + statisticsLength(d, k, family));
  if (pooled) findNear(memory, 0, centres, d, k, true, scratch);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const w = tileWeights(memory, weights, start, left, width, paddingAt(scratch, d, k));
    memory.fill(0, scratch, scratch + k * width);
    for (let i = 0; i < Math.min(left, width); i++) {
      const weight = w ? memory[w + i] : 1;
      if (responsibilities) {
        const from = responsibilities + (start + i) * k;
        for (let c = 0; c < k; c++) memory[scratch + c * width + i] = memory[from + c] * weight;
      } else {
        memory[scratch + integers[labels + start + i] * width + i] = weight;
      }
    }
    memory[statistics + 1] += w ? totalWeight(memory, w, width) : width;
    accumulate(memory, tiles + start * d, width, d, k, family, 0, centres, statistics, scratch);
  }
}

/**
 * What the model says of each of `rows` rows; an offset of 0 leaves that output out.
 *
 * @param logDensities - ln p(x), a double a row, with room for the padding of the last block
 * @param labels - the likeliest component, an offset into `integers`, likewise
 * @param responsibilities - row-major rows × K
 */
export function evaluate(
  memory: Float64Array,
  tiles: number,
  rows: number,
  d: number,
  k: number,
  family: number,
  parameters: number,
  logDensities: number,
  integers: Int32Array,
  labels: number,
  responsibilities: number,
  scratch: number,
): void {
  const tile = tileSize(d);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const at = tiles + start * d;
    hopefulDensities(memory, at, width, d, k, family, parameters, integers, 0, NO_BOUNDS, 0, 0, scratch, scratch);
    if (labels) likeliest(memory, scratch, width, k, integers, labels + start);
    if (!logDensities && !responsibilities) continue;
    normalise(memory, scratch, width, k, 0, logDensities ? logDensities + start : paddingAt(scratch, d, k));
    if (!responsibilities) continue;
    for (let i = 0; i < Math.min(left, width); i++) {
      const to = responsibilities + (start + i) * k;
      for (let c = 0; c < k; c++) memory[to + c] = memory[scratch + c * width + i];
    }
  }
}

/** Adds `length` doubles of statistics to others. */
export function merge(memory: Float64Array, target: number, source: number, length: number): void {
  for (let i = 0; i < length; i++) memory[target + i] += memory[source + i];
}
