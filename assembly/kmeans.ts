// k-means on one range of tiles. Distances are Σ_j metric_j·(x_j − c_j)², the metric being 1/variance of the feature
// (0 where it is constant), so that features in different units count alike.
//
// Twin: src/kernel/twin/kmeans.ts

import { BLOCK, clear, fold, madd } from './lanes';
import { momentsAt, tileSize } from './layout';
import { tileWidth } from './tile';

/** Squared distances of two vectors of samples to one point. */
function distances(x: usize, stride: usize, d: i32, centre: usize, metric: usize): v128 {
  let sum = f64x2.splat(0);
  for (let j = 0; j < d; j++) {
    const at = <usize>j << 3;
    const y = f64x2.sub(v128.load(x), v128.load64_splat(centre + at));
    sum = madd(f64x2.mul(y, y), v128.load64_splat(metric + at), sum);
    x += stride;
  }
  return sum;
}

/**
 * out_i = min(nearest_i, distance of row i to `centre`); 0 for rows of padding.
 *
 * @param weights - a weight a row, or 0
 * @param nearest - the least distances so far, or 0
 * @param out - may be `nearest`
 * @returns Σ w·out, the potential
 */
export function kmeans_distances(
  tiles: usize, rows: i32, d: i32, centre: usize, metric: usize, weights: usize, nearest: usize, out: usize,
): f64 {
  const tile = tileSize(d);
  let potential = f64x2.splat(0);
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const stride = <usize>width << 3;
    const base = tiles + (<usize>start * <usize>d << 3);
    for (let s = 0; s < width; s += 2) {
      const at = <usize>(start + s) << 3;
      let least = distances(base + (<usize>s << 3), stride, d, centre, metric);
      if (nearest) least = f64x2.pmin(least, v128.load(nearest + at));
      if (s >= left) least = f64x2.splat(0);
      else if (s + 1 >= left) least = f64x2.replace_lane(least, 1, 0);
      v128.store(out + at, least);
      potential = f64x2.add(potential, weights ? f64x2.mul(least, v128.load(weights + at)) : least);
    }
  }
  return fold(potential);
}

/**
 * Gives each row to its nearest centre (the lowest index on a tie) and sums the groups.
 *
 * @param labels - an i32 a row, with room for the padding of the last block
 * @param spread - where to write the distance of each row to its centre, likewise; or 0
 * @param sums - overwritten: inertia | weight | K × (N_k | Σ w (x − c_k), d)
 */
export function kmeans_assign(
  tiles: usize, rows: i32, d: i32, k: i32, centres: usize, metric: usize, weights: usize, labels: usize,
  spread: usize, sums: usize,
): void {
  const tile = tileSize(d);
  clear(sums, 2 + k * (1 + d));
  for (let start = 0; start < rows; start += tile) {
    const left = rows - start;
    const width = tileWidth(left, tile);
    const base = tiles + (<usize>start * <usize>d << 3);
    const stride = <usize>width << 3;
    for (let s = 0; s < width; s += BLOCK) {
      const x = base + (<usize>s << 3);
      let best0 = f64x2.splat(Infinity), best1 = best0, best2 = best0, best3 = best0;
      let index0 = f64x2.splat(0), index1 = index0, index2 = index0, index3 = index0;
      let centre = centres;
      for (let c = 0; c < k; c++) {
        let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
        let p = x;
        for (let j: usize = 0; j < <usize>d << 3; j += 8) {
          const at = v128.load64_splat(centre + j), m = v128.load64_splat(metric + j);
          const y0 = f64x2.sub(v128.load(p), at), y1 = f64x2.sub(v128.load(p, 16), at);
          const y2 = f64x2.sub(v128.load(p, 32), at), y3 = f64x2.sub(v128.load(p, 48), at);
          s0 = madd(f64x2.mul(y0, y0), m, s0);
          s1 = madd(f64x2.mul(y1, y1), m, s1);
          s2 = madd(f64x2.mul(y2, y2), m, s2);
          s3 = madd(f64x2.mul(y3, y3), m, s3);
          p += stride;
        }
        const here = f64x2.splat(<f64>c);
        index0 = v128.bitselect(here, index0, f64x2.lt(s0, best0));
        index1 = v128.bitselect(here, index1, f64x2.lt(s1, best1));
        index2 = v128.bitselect(here, index2, f64x2.lt(s2, best2));
        index3 = v128.bitselect(here, index3, f64x2.lt(s3, best3));
        best0 = f64x2.pmin(best0, s0);
        best1 = f64x2.pmin(best1, s1);
        best2 = f64x2.pmin(best2, s2);
        best3 = f64x2.pmin(best3, s3);
        centre += <usize>d << 3;
      }
      const row = start + s;
      const labelled = labels + (<usize>row << 2);
      v128.store64_lane(labelled, i32x4.trunc_sat_f64x2_s_zero(index0), 0);
      v128.store64_lane(labelled, i32x4.trunc_sat_f64x2_s_zero(index1), 0, 8);
      v128.store64_lane(labelled, i32x4.trunc_sat_f64x2_s_zero(index2), 0, 16);
      v128.store64_lane(labelled, i32x4.trunc_sat_f64x2_s_zero(index3), 0, 24);
      if (spread) {
        const to = spread + (<usize>row << 3);
        v128.store(to, best0);
        v128.store(to, best1, 16);
        v128.store(to, best2, 32);
        v128.store(to, best3, 48);
      }
      const own = weights ? weights + (<usize>row << 3) : 0;
      addPair(x, stride, d, best0, labelled, left - s, own, centres, sums);
      addPair(x + 16, stride, d, best1, labelled + 8, left - s - 2, own ? own + 16 : 0, centres, sums);
      addPair(x + 32, stride, d, best2, labelled + 16, left - s - 4, own ? own + 32 : 0, centres, sums);
      addPair(x + 48, stride, d, best3, labelled + 24, left - s - 6, own ? own + 48 : 0, centres, sums);
    }
  }
}

/** Adds two samples to their groups, or as many as are left. */
function addPair(
  x: usize, stride: usize, d: i32, distances: v128, labels: usize, left: i32, weights: usize, centres: usize,
  sums: usize,
): void {
  if (left > 0) addSample(x, stride, d, f64x2.extract_lane(distances, 0), load<i32>(labels), weights, centres, sums);
  if (left > 1) {
    const second = weights ? weights + 8 : 0;
    addSample(x + 8, stride, d, f64x2.extract_lane(distances, 1), load<i32>(labels, 4), second, centres, sums);
  }
}

function addSample(
  x: usize, stride: usize, d: i32, distance: f64, label: i32, weights: usize, centres: usize, sums: usize,
): void {
  const weight = weights ? load<f64>(weights) : 1;
  store<f64>(sums, load<f64>(sums) + weight * distance);
  store<f64>(sums, load<f64>(sums, 8) + weight, 8);
  const moments = momentsAt(sums, d, label);
  store<f64>(moments, load<f64>(moments) + weight);
  for (let j = 0; j < d; j++) {
    const to = moments + (<usize>(j + 1) << 3);
    const y = load<f64>(x) - load<f64>(centres + (<usize>(label * d + j) << 3));
    store<f64>(to, load<f64>(to) + weight * y);
    x += stride;
  }
}
