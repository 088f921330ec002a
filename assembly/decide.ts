// What decides: when a run ends, which variances are too small to be believed, in which order components are shown.
// Any host that drives the kernel then runs the same EM.
//
// Twin: src/kernel/twin/decide.ts

import { factorise } from './cholesky';
import { blockCount, blockLength, covariancesAt, FULL, isTied, meansAt, shapeOf, SPHERICAL, tileSize } from './layout';
import { tileWidth } from './tile';

function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/**
 * Takes the next mean log-likelihood of a run and says whether the run has converged.
 *
 * By Aitken extrapolation (Böhning et al. 1994) what is still to come after l_t is |Δ_t·a/(1 − a)|, with
 * a = Δ_t/Δ_{t−1}. That must stay below `tol` twice in a row; a ratio of 1 or more is not convergence. A step below
 * 1e-14·|l| is no step, and ends the run. tol = 0 never ends it.
 *
 * @param state - 4 doubles, all 0 at the start of a run: values seen | last value | last step | times in a row
 */
export function converged(state: usize, value: f64, tol: f64): bool {
  const seen = load<f64>(state);
  const step = value - load<f64>(state, 8);
  const before = load<f64>(state, 16);
  let times = load<f64>(state, 24);
  store<f64>(state, seen + 1);
  store<f64>(state, value, 8);
  store<f64>(state, step, 16);
  if (seen < 1 || tol === 0) return false;
  if (abs(step) <= 1e-14 * abs(value)) return true;
  const ratio = step / before;
  times = seen >= 2 && ratio < 1 && abs((step * ratio) / (1 - ratio)) < tol ? times + 1 : 0;
  store<f64>(state, times, 24);
  return times >= 2;
}

/**
 * The floor of each variance from what the data show: a share of the pooled within-cluster variance; where that is 0,
 * 1e-12 of the total variance, of the square of the value itself, or 1e-12. When spherical, the mean over features.
 *
 * @param level - origin·2^e of each feature, its value in internal units where it is constant
 */
export function floors(
  pooled: usize, total: usize, level: usize, share: f64, d: i32, family: i32, floor: usize,
): void {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) {
    let value = share * load<f64>(at(pooled, j));
    if (!(value > 0) && share > 0) {
      const x = load<f64>(at(level, j));
      value = 1e-12 * load<f64>(at(total, j));
      if (!(value > 0)) value = 1e-12 * (x * x);
      if (!(value > 0)) value = 1e-12;
    }
    store<f64>(at(floor, j), value);
    sum += value;
  }
  if (shapeOf(family) !== SPHERICAL) return;
  for (let j = 0; j < d; j++) store<f64>(at(floor, j), sum / <f64>d);
}

/** Variances below these are collapsed: twice the floor, or 1e-10 of the pooled variance; −1 for constant features. */
export function thresholds(floor: usize, pooled: usize, total: usize, d: i32, out: usize): void {
  for (let j = 0; j < d; j++) {
    const f = load<f64>(at(floor, j));
    const least = f > 0 ? 2 * f : 1e-10 * load<f64>(at(pooled, j));
    store<f64>(at(out, j), load<f64>(at(total, j)) > 0 ? least : -1);
  }
}

/** Whether Σ − diag(threshold) is positive definite on the features that vary. */
function stands(covariance: usize, threshold: usize, d: i32, shape: i32, scratch: usize): bool {
  if (shape !== FULL) {
    for (let j = 0; j < d; j++) {
      const least = load<f64>(at(threshold, j));
      if (least >= 0 && !(load<f64>(at(covariance, shape === SPHERICAL ? 0 : j)) >= least)) return false;
    }
    return true;
  }
  let entry = covariance;
  let to = scratch;
  let kept = 0;
  for (let i = 0; i < d; i++) {
    const least = load<f64>(at(threshold, i));
    for (let j = 0; j <= i; j++, entry += 8) {
      if (least < 0 || load<f64>(at(threshold, j)) < 0) continue;
      store<f64>(to, load<f64>(entry) - (i === j ? least : 0));
      to += 8;
    }
    if (least >= 0) kept++;
  }
  return factorise(scratch, kept, to);
}

/**
 * The collapse test: the smallest eigenvalue of F^(−½)·Σ·F^(−½) is below 2 exactly if Σ − 2F is not positive definite.
 *
 * @param flags - an i32 a component: 1 if it has collapsed; tied, all or none
 * @returns the number of collapsed components
 */
export function collapsed(
  parameters: usize, threshold: usize, d: i32, k: i32, family: i32, flags: usize, scratch: usize,
): i32 {
  let count = 0;
  let flag = 0;
  for (let c = 0; c < k; c++) {
    if (c < blockCount(k, family)) {
      const block = at(covariancesAt(parameters, d, k), c * blockLength(d, family));
      flag = stands(block, threshold, d, shapeOf(family), scratch) ? 0 : 1;
    }
    // a component without weight keeps an old covariance, which says nothing
    const own = load<f64>(at(parameters, c)) > 0 ? flag : 0;
    store<i32>(flags + (<usize>c << 2), own);
    count += own;
  }
  return count;
}

/** Whether component a comes before b: by mean, lexicographically, then by weight, then by covariance. */
function precedes(parameters: usize, d: i32, k: i32, family: i32, a: i32, b: i32): bool {
  const means = meansAt(parameters, k);
  for (let j = 0; j < d; j++) {
    const x = load<f64>(at(means, a * d + j));
    const y = load<f64>(at(means, b * d + j));
    if (x !== y) return x < y;
  }
  const v = load<f64>(at(parameters, a));
  const w = load<f64>(at(parameters, b));
  if (v !== w || isTied(family)) return v < w;
  const length = blockLength(d, family);
  const covariances = covariancesAt(parameters, d, k);
  for (let i = 0; i < length; i++) {
    const x = load<f64>(at(covariances, a * length + i));
    const y = load<f64>(at(covariances, b * length + i));
    if (x !== y) return x < y;
  }
  return false;
}

function swap(a: usize, b: usize, length: i32): void {
  for (let i = 0; i < length; i++) {
    const value = load<f64>(at(a, i));
    store<f64>(at(a, i), load<f64>(at(b, i)));
    store<f64>(at(b, i), value);
  }
}

/**
 * Sorts components by mean, in place: weights, means and covariances. Factors and constants are to be prepared again.
 *
 * @returns whether anything moved
 */
export function sort(parameters: usize, d: i32, k: i32, family: i32): bool {
  const length = blockLength(d, family);
  let moved = false;
  for (let c = 0; c < k; c++) {
    let first = c;
    for (let b = c + 1; b < k; b++) if (precedes(parameters, d, k, family, b, first)) first = b;
    if (first === c) continue;
    moved = true;
    swap(at(parameters, c), at(parameters, first), 1);
    swap(at(meansAt(parameters, k), c * d), at(meansAt(parameters, k), first * d), d);
    if (isTied(family)) continue;
    const covariances = covariancesAt(parameters, d, k);
    swap(at(covariances, c * length), at(covariances, first * length), length);
  }
  return moved;
}

/**
 * Counts the distinct rows that each component is the likeliest for, up to `limit`, over the rows seen so far.
 *
 * @param labels - an i32 a row
 * @param counts - an i32 a component, carried from range to range
 * @param seen - K × limit × 2 of i32: where the distinct rows found begin (address/8), and the width of their tile
 * @returns the number of components that have reached the limit
 */
export function distinct(
  tiles: usize, rows: i32, d: i32, k: i32, labels: usize, limit: i32, counts: usize, seen: usize,
): i32 {
  const tile = tileSize(d);
  for (let i = 0; i < rows; i++) {
    const label = load<i32>(labels + (<usize>i << 2));
    const counter = counts + (<usize>label << 2);
    const count = load<i32>(counter);
    if (count >= limit) continue;
    const start = (i / tile) * tile;
    const width = tileWidth(rows - start, tile);
    const x = tiles + ((<usize>start * d + <usize>(i - start)) << 3);
    const known = seen + (<usize>(label * limit) << 3);
    if (isKnown(x, width, known, count, d)) continue;
    store<u32>(known + (<usize>count << 3), <u32>(x >>> 3));
    store<i32>(known + (<usize>count << 3), width, 4);
    store<i32>(counter, count + 1);
  }
  let full = 0;
  for (let c = 0; c < k; c++) if (load<i32>(counts + (<usize>c << 2)) >= limit) full++;
  return full;
}

function isKnown(x: usize, width: i32, known: usize, count: i32, d: i32): bool {
  for (let row = 0; row < count; row++, known += 8) {
    const other = <usize>load<u32>(known) << 3;
    const otherWidth = load<i32>(known, 4);
    let j = 0;
    while (j < d && load<f64>(at(x, j * width)) === load<f64>(at(other, j * otherWidth))) j++;
    if (j === d) return true;
  }
  return false;
}
