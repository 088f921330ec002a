// One pass over a range of rows: tile by tile densities → responsibilities → statistics, all while the tile is in the
// first-level cache. The n × K matrix does not exist. A range is a slice or part of one, and starts with a tile.
//
// Twin: src/kernel/twin/pass.ts

import { beginBounds, blockBounds } from './bounds';
import { hopefulDensities } from './densities';
import { readyExp } from './exp';
import { clear } from './lanes';
import {
  blockStride, compactedAt, DIAGONAL, differencesAt, FULL, halvesAt, momentsAt, paddingAt, scatterAt, shapeOf,
  statisticsLength, tableAt, TIED, tileSize,
} from './layout';
import { likeliest, rank, softmax } from './responsibilities';
import { bivariate as bivariateStatistics } from './statistics/bivariate';
import { gather } from './statistics/blocks';
import { diagonal as diagonalStatistics } from './statistics/diagonal';
import { full as fullStatistics } from './statistics/full';
import { spherical as sphericalStatistics } from './statistics/spherical';
import { correct, findNear, tied as tiedStatistics } from './statistics/tied';
import { univariate as univariateStatistics } from './statistics/univariate';
import { tileWidth } from './tile';
import { WHOLE } from './whole';

/** Adds the statistics of one tile, from its responsibilities. */
function accumulate(
  tile: usize, width: i32, d: i32, k: i32, family: i32, parameters: usize, centres: usize, statistics: usize,
  scratch: usize,
): void {
  if (family === TIED && d > 1) {
    tiedStatistics(tile, width, d, k, scratch, parameters, centres, statistics, scratch);
    return;
  }
  const shape = shapeOf(family);
  const stride = <usize>blockStride(d, family) << 3;
  const compacted = compactedAt(scratch, d, k);
  const halves = halvesAt(scratch, d, k);
  let target = scatterAt(statistics, d, k);
  let responsibilities = scratch;
  for (let c = 0; c < k; c++) {
    const moments = momentsAt(statistics, d, c);
    const centre = centres + (<usize>(c * d) << 3);
    if (d === 1) {
      univariateStatistics(tile, width, responsibilities, load<f64>(centre), moments, target);
    } else if (d === 2 && shape === FULL) {
      bivariateStatistics(tile, width, responsibilities, centre, moments, target);
    } else {
      const count = gather(responsibilities, width, compacted, halves, moments);
      const sums = moments + 8;
      if (count === 0) {
        // nothing of this tile belongs to the component
      } else if (shape === FULL) {
        fullStatistics(
          tile, width, d, compacted, halves, count, centre, sums, target, differencesAt(scratch, d, k),
        );
      } else if (shape === DIAGONAL) {
        diagonalStatistics(tile, width, d, compacted, halves, count, centre, sums, target, 8);
      } else {
        sphericalStatistics(tile, width, d, compacted, halves, count, centre, sums, target);
      }
    }
    responsibilities += <usize>width << 3;
    target += stride;
  }
}

/** The weights of the samples of a tile: the caller's, or 1 and 0 if there are none but the tile is padded, or 0. */
function tileWeights(weights: usize, start: i32, left: i32, width: i32, padding: usize): usize {
  if (weights) return weights + (<usize>start << 3);
  if (width <= left) return 0;
  for (let i = 0; i < width; i++) store<f64>(padding + (<usize>i << 3), i < left ? 1 : 0);
  return padding;
}

function totalWeight(weights: usize, width: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < width; i++) total += load<f64>(weights + (<usize>i << 3));
  return total;
}

function addHead(statistics: usize, logLikelihood: f64, weight: f64): void {
  store<f64>(statistics, load<f64>(statistics) + logLikelihood);
  store<f64>(statistics, load<f64>(statistics, 8) + weight, 8);
}

/**
 * E-step and statistics of `rows` rows.
 *
 * @param tiles - packed rows, the first at the start of a tile
 * @param centres - K·d, the points that statistics are taken about; 0: only the log-likelihood and the weight
 * @param weights - a weight a row, 0 for rows of padding; or 0 if all weigh 1
 * @param direct - tied only: whether every component's scatter is taken about its own centre (see `cancels`)
 * @param order - of the rows, an i32 a row, where it is kept (see order.ts); or 0
 * @param keys - where to write the key of each row, an i32 a row with room for padding, as `arrange` takes them; or 0
 * @param statistics - overwritten (two doubles if there are no centres)
 * @param bounds - of the slice, and `drift`: see bounds.ts; or 0
 */
export function pass(
  tiles: usize, rows: i32, d: i32, k: i32, family: i32, parameters: usize, centres: usize, weights: usize,
  direct: bool, order: usize, keys: usize, statistics: usize, scratch: usize, bounds: usize, drift: usize,
): void {
  const tile = tileSize(d);
  const pooled = centres !== 0 && family === TIED && d > 1;
  clear(statistics, centres ? statisticsLength(d, k, family) : 2);
  if (pooled) findNear(parameters, centres, d, k, direct, scratch);
  const table = tableAt(scratch, d, k);
  readyExp(table);
  const bounded = WHOLE && bounds !== 0 && beginBounds(bounds, rows, k, drift);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const at = tiles + (<usize>start * <usize>d << 3);
    const w = tileWeights(weights, start, left, width, paddingAt(scratch, d, k));
    hopefulDensities(
      at, width, d, k, family, parameters, order ? order + (<usize>start << 2) : 0,
      bounded ? blockBounds(bounds, start, k) : 0, drift, scratch, scratch,
    );
    if (keys) rank(scratch, width, k, keys + (<usize>start << 2));
    const logLikelihood = softmax(scratch, width, k, w, 0, table);
    addHead(statistics, logLikelihood, w ? totalWeight(w, width) : <f64>width);
    if (centres) accumulate(at, width, d, k, family, parameters, centres, statistics, scratch);
  }
  if (pooled) correct(parameters, centres, d, k, statistics, scratch);
}

/**
 * Statistics of `rows` rows from given responsibilities, row-major rows × K; their log-likelihood is left at 0.
 *
 * @param labels - instead, the component of each row (i32), if `responsibilities` is 0
 */
export function pass_given(
  tiles: usize, rows: i32, d: i32, k: i32, family: i32, responsibilities: usize, labels: usize, centres: usize,
  weights: usize, statistics: usize, scratch: usize,
): void {
  const tile = tileSize(d);
  const pooled = family === TIED && d > 1;
  clear(statistics, statisticsLength(d, k, family));
  if (pooled) findNear(0, centres, d, k, true, scratch);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const w = tileWeights(weights, start, left, width, paddingAt(scratch, d, k));
    clear(scratch, k * width);
    const filled = left < width ? left : width;
    for (let i = 0; i < filled; i++) {
      const weight = w ? load<f64>(w + (<usize>i << 3)) : 1;
      const to = scratch + (<usize>i << 3);
      if (responsibilities) {
        let from = responsibilities + (<usize>(start + i) * <usize>k << 3);
        for (let c = 0; c < k; c++, from += 8) store<f64>(to + (<usize>(c * width) << 3), load<f64>(from) * weight);
      } else {
        const label = load<i32>(labels + (<usize>(start + i) << 2));
        store<f64>(to + (<usize>(label * width) << 3), weight);
      }
    }
    addHead(statistics, 0, w ? totalWeight(w, width) : <f64>width);
    accumulate(tiles + (<usize>start * <usize>d << 3), width, d, k, family, 0, centres, statistics, scratch);
  }
}

/**
 * What the model says of each of `rows` rows; an address of 0 leaves that output out.
 *
 * @param logDensities - ln p(x), a double a row, with room for the padding of the last block
 * @param labels - the likeliest component, an i32 a row, likewise
 * @param responsibilities - row-major rows × K
 */
export function evaluate(
  tiles: usize, rows: i32, d: i32, k: i32, family: i32, parameters: usize, logDensities: usize, labels: usize,
  responsibilities: usize, scratch: usize,
): void {
  const tile = tileSize(d);
  const table = tableAt(scratch, d, k);
  readyExp(table);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    hopefulDensities(tiles + (<usize>start * <usize>d << 3), width, d, k, family, parameters, 0, 0, 0, scratch, scratch);
    if (labels) likeliest(scratch, width, k, labels + (<usize>start << 2));
    if (!logDensities && !responsibilities) continue;
    const out = logDensities ? logDensities + (<usize>start << 3) : paddingAt(scratch, d, k);
    softmax(scratch, width, k, 0, out, table);
    if (!responsibilities) continue;
    const filled = left < width ? left : width;
    for (let i = 0; i < filled; i++) {
      let to = responsibilities + (<usize>(start + i) * <usize>k << 3);
      let from = scratch + (<usize>i << 3);
      for (let c = 0; c < k; c++, to += 8, from += <usize>width << 3) store<f64>(to, load<f64>(from));
    }
  }
}

/** Adds `length` doubles of statistics to others. */
export function merge(target: usize, source: usize, length: i32): void {
  const end = target + (<usize>length << 3);
  for (; target < end; target += 8, source += 8) store<f64>(target, load<f64>(target) + load<f64>(source));
}
