// Lower bounds of the quadratic forms q = ‖W(x − μ)‖², W = L⁻¹, carried from one pass to the next, so that a component that
// was out of reach of a block of samples, and cannot have come near since, is not computed at all (as Elkan 2003 does for
// k-means). With W′ and μ′ after an M-step and X = (W′ − W)·W⁻¹,
//
//   √q′ ≥ shrink·(√q − shift)        shift = ‖W(μ′ − μ)‖        shrink = 1 − ‖X‖
//
// for diagonal and spherical covariances shrink is the least of all σ_j/σ′_j. As 2√q ≤ q/s + s for any s, also
//
//   q′ ≥ slope·q − offset        slope = shrink²·(1 − shift/s)        offset = shrink²·shift·(s − shift)
//
// which takes no root; s is where it matters, near the distance that gives weight 0. Rounding is allowed for: what is left
// out has weight 0 also as it would have been computed, so no bit of a result depends on the bounds.
//
//   bounds   of a slice   generation i32, 4 free | for each block K × 8 f32
//   drift    generation i32, 4 free | K × (slope, offset) since the generation before | its parameters
//
// A slice whose generation is not the one before has bounds of other parameters, or none (0), and begins anew. `arrange` says
// of which slices bounds are kept.
//
// Twin: src/kernel/twin/bounds.ts

import { STEP } from './exp';
import { axpy, clear } from './lanes';
import { blockLength, blockStride, covariancesAt, factorsAt, FULL, meansAt, parametersLength, shapeOf } from './layout';

/** Bytes of the bounds of one component in one block. */
export const BOUND_BYTES: usize = 32;
/** In place of a generation: bounds are not kept, as they would leave hardly anything out. */
export const NOT_KEPT: i32 = -1;
/** That of bounds that are to begin. */
export const NEW: i32 = 0;
/** What rounding may do to a form as it is kept in single precision, relative to it. */
const SINGLE: f64 = 1e-6;
/** The largest form that is kept: 2^126. */
const MOST: f64 = 8.507059173023462e37;
/** What rounding may do to a sum of d terms, generously, relative to it. */
const ROUNDING: f64 = 4e-15;
/** What it may do to a log-density, relative to what it is made of. */
const SLACK: f64 = 1e-9;
/** 128 ln 2, and a little more: a form that much larger than the best one, all else being equal, means weight 0. */
const REACH: f64 = 88.7229;

function isSame(a: usize, b: usize, count: i32): bool {
  for (const end = a + (<usize>count << 3); a < end; a += 8, b += 8) if (load<u64>(a) !== load<u64>(b)) return false;
  return true;
}

/**
 * What rounding may do to ‖W(x − μ)‖, relative to it: a multiple of the componentwise condition ‖|W|·|L|‖, which is at most
 * Σ_j √(Σ_jj·(Σ⁻¹)_jj).
 *
 * @param column - scratch of d
 */
function conditionOf(factor: usize, covariance: usize, d: i32, column: usize): f64 {
  clear(column, d);
  let w = factor;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++, w += 8) {
      const at = column + (<usize>j << 3);
      store<f64>(at, load<f64>(at) + load<f64>(w) * load<f64>(w));
    }
  }
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) {
    sum += sqrt(load<f64>(column + (<usize>j << 3)) * load<f64>(covariance));
    covariance += <usize>(j + 2) << 3;
  }
  return sum;
}

/** ‖X‖² (Frobenius), row by row from X·W = W′ − W. `row` is scratch of d. */
function changeOf(before: usize, after: usize, d: i32, row: usize): f64 {
  let norm: f64 = 0;
  let start: usize = 0;
  for (let i = 0; i < d; i++) {
    const bytes = <usize>(i + 1) << 3;
    for (let at: usize = 0; at < bytes; at += 8) {
      store<f64>(row + at, load<f64>(after + start + at) - load<f64>(before + start + at));
    }
    let w = before + start;
    for (let j = i; j >= 0; j--) {
      const at = <usize>j << 3;
      const x = load<f64>(row + at) / load<f64>(w + at);
      norm += x * x;
      axpy(row, w, -x, j);
      w -= at;
    }
    start += bytes;
  }
  return norm;
}

/** ‖W(to − from)‖² of a packed triangle W. */
function squaredDistance(from: usize, to: usize, factor: usize, d: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < d; i++) {
    let z: f64 = 0;
    for (let at: usize = 0; at <= <usize>i << 3; at += 8, factor += 8) {
      z += load<f64>(factor) * (load<f64>(to + at) - load<f64>(from + at));
    }
    sum += z * z;
  }
  return sum;
}

/**
 * Takes note of the parameters of the pass to come, if they are others than those of the pass before.
 *
 * @param record - see above
 */
export function drift(parameters: usize, d: i32, k: i32, family: i32, record: usize, scratch: usize): void {
  const before = record + 8 + (<usize>k << 4);
  const length = parametersLength(d, k, family);
  if (isSame(parameters, before, length)) return;
  // from anything in the new parameters to the same in the old ones
  const back = before - parameters;
  const stride = <usize>blockStride(d, family) << 3;
  const step: usize = blockLength(d, family) === 1 ? 0 : 8;
  let mean = meansAt(parameters, k);
  let factor = factorsAt(parameters, d, k, family);
  let covariance = covariancesAt(parameters, d, k);
  const s = sqrt(REACH + <f64>d);
  for (let c = 0; c < k; c++) {
    let shift: f64 = 0;
    let shrink: f64 = 1;
    let error = ROUNDING * <f64>d;
    if (shapeOf(family) === FULL) {
      error *= conditionOf(factor, covariance, d, scratch) + conditionOf(factor + back, covariance + back, d, scratch);
      shrink -= sqrt(changeOf(factor + back, factor, d, scratch));
      shift = squaredDistance(mean + back, mean, factor + back, d);
    } else {
      let w = factor;
      const end = mean + (<usize>d << 3);
      for (let m = mean; m < end; m += 8, w += step) {
        const inverse = load<f64>(w + back);
        shrink = min(shrink, load<f64>(w) / inverse);
        const z = inverse * (load<f64>(m) - load<f64>(m + back));
        shift += z * z;
      }
    }
    shrink -= error;
    shift = sqrt(shift) * (1 + error);
    // a NaN fails this too
    const known = shrink > 0 && shift < 0.5 * s;
    const square = shrink * shrink;
    const to = driftOf(record, c);
    store<f64>(to, known ? square * (1 - shift / s) * (1 - SINGLE) : 0);
    store<f64>(to, known ? square * shift * (s - shift) : 0, 8);
    mean += <usize>d << 3;
    factor += stride;
    covariance += stride;
  }
  memory.copy(before, parameters, <usize>length << 3);
  // from 2 on, whatever was there, so that 0 is never the one before
  store<i32>(record, max(load<i32>(record) + 1, 2));
}

/** What has happened to a component since the generation before. */
export function driftOf(drift: usize, component: usize): usize {
  return drift + 8 + (component << 4);
}

/** The bounds of the block that row `row` of a slice begins. */
export function blockBounds(bounds: usize, row: i32, k: i32): usize {
  return bounds + 8 + <usize>((row >> 3) * k) * BOUND_BYTES;
}

/** Begins a pass over a slice of so many rows; whether bounds are kept of it. */
export function beginBounds(bounds: usize, rows: i32, k: i32, drift: usize): bool {
  const before = load<i32>(bounds);
  if (before === NOT_KEPT) return false;
  const generation = load<i32>(drift);
  if (before + 1 !== generation) memory.fill(bounds + 8, 0, <usize>(((rows + 7) >> 3) * k) * BOUND_BYTES);
  store<i32>(bounds, generation);
  return true;
}

/** Keeps the forms of a block, or what they have come to. */
// @ts-ignore: decorator
@inline
export function keepBounds(bounds: usize, q0: v128, q1: v128, q2: v128, q3: v128): void {
  const most = f64x2.splat(MOST);
  v128.store64_lane(bounds, f32x4.demote_f64x2_zero(f64x2.pmin(q0, most)), 0);
  v128.store64_lane(bounds, f32x4.demote_f64x2_zero(f64x2.pmin(q1, most)), 0, 8);
  v128.store64_lane(bounds, f32x4.demote_f64x2_zero(f64x2.pmin(q2, most)), 0, 16);
  v128.store64_lane(bounds, f32x4.demote_f64x2_zero(f64x2.pmin(q3, most)), 0, 24);
}

/** `reachOf` of a block. */
export function storeReach(best: usize, reach: usize): void {
  v128.store(reach, reachOf(v128.load(best)));
  v128.store(reach, reachOf(v128.load(best, 16)), 16);
  v128.store(reach, reachOf(v128.load(best, 32)), 32);
  v128.store(reach, reachOf(v128.load(best, 48)), 48);
}

/** The form from which on a component of constant 0 has weight 0, where another gives so many steps of log-density. */
// @ts-ignore: decorator
@inline
function reachOf(steps: v128): v128 {
  const l = f64x2.mul(steps, f64x2.splat(STEP));
  return f64x2.add(f64x2.splat(REACH), f64x2.sub(f64x2.mul(f64x2.splat(SLACK), f64x2.abs(l)), f64x2.add(l, l)));
}

/**
 * Whether a component has weight 0 in all samples of a block; then their bounds are carried on.
 *
 * @param drift - of the component
 * @param steps - its constant
 * @param reach - of each sample: see `reachOf`
 */
// @ts-ignore: decorator
@inline
export function isOutOfReach(bounds: usize, drift: usize, steps: f64, reach: usize): bool {
  const constant = steps * STEP;
  const slope = v128.load64_splat(drift), offset = v128.load64_splat(drift, 8);
  const c = f64x2.splat(2 * constant + SLACK * abs(constant));
  const q0 = f64x2.sub(f64x2.mul(slope, f64x2.promote_low_f32x4(v128.load64_zero(bounds))), offset);
  const q1 = f64x2.sub(f64x2.mul(slope, f64x2.promote_low_f32x4(v128.load64_zero(bounds, 8))), offset);
  const q2 = f64x2.sub(f64x2.mul(slope, f64x2.promote_low_f32x4(v128.load64_zero(bounds, 16))), offset);
  const q3 = f64x2.sub(f64x2.mul(slope, f64x2.promote_low_f32x4(v128.load64_zero(bounds, 24))), offset);
  const out0 = f64x2.gt(q0, f64x2.add(v128.load(reach), c)), out1 = f64x2.gt(q1, f64x2.add(v128.load(reach, 16), c));
  const out2 = f64x2.gt(q2, f64x2.add(v128.load(reach, 32), c)), out3 = f64x2.gt(q3, f64x2.add(v128.load(reach, 48), c));
  if (!i64x2.all_true(v128.and(v128.and(out0, out1), v128.and(out2, out3)))) return false;
  keepBounds(bounds, q0, q1, q2, q3);
  return true;
}
