// k-means on one range of tiles. Distances are Σ_j metric_j·(x_j − c_j)², the metric being 1/variance of the feature
// (0 where it is constant), so that features in different units count alike.
//
// Twin: src/kernel/twin/kmeans.ts

import { clear, fold, madd } from './lanes';
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
    for (let s = 0; s < width; s += 2) {
      const x = base + (<usize>s << 3);
      let best = f64x2.splat(Infinity);
      let index = f64x2.splat(0);
      for (let c = 0; c < k; c++) {
        const distance = distances(x, stride, d, centres + (<usize>(c * d) << 3), metric);
        const nearer = f64x2.lt(distance, best);
        best = v128.bitselect(distance, best, nearer);
        index = v128.bitselect(f64x2.splat(<f64>c), index, nearer);
      }
      v128.store64_lane(labels + (<usize>(start + s) << 2), i32x4.trunc_sat_f64x2_s_zero(index), 0);
      if (spread) v128.store(spread + (<usize>(start + s) << 3), best);
      addSample(x, stride, d, f64x2.extract_lane(best, 0), <i32>f64x2.extract_lane(index, 0), start + s, weights, centres, sums);
      if (s + 1 < left) {
        addSample(x + 8, stride, d, f64x2.extract_lane(best, 1), <i32>f64x2.extract_lane(index, 1), start + s + 1, weights, centres, sums);
      }
      if (s + 2 >= left) break;
    }
  }
}

function addSample(
  x: usize, stride: usize, d: i32, distance: f64, label: i32, row: i32, weights: usize, centres: usize, sums: usize,
): void {
  const weight = weights ? load<f64>(weights + (<usize>row << 3)) : 1;
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
