// The SQUAREM step (Varadhan & Roland 2008, scheme S3): from three points of EM, θ0, θ1 = M(θ0) and θ2 = M(θ1), to one
// further along, with r = θ1 − θ0, v = θ2 − θ1 − r and the step length s = ‖r‖/‖v‖, 1 ≤ s ≤ limit:
//
//   θ' = θ0 + 2s·r + s²·v = θ2 + 2(s − 1)·r + (s² − 1)·v
//
// It is taken on coordinates without constraints: ln w, μ, and of Σ = L·Lᵀ the factor L with the logs of its diagonal
// (diagonal and spherical: ln σ²). So weights are positive and covariances positive definite wherever it leads.
//
// The norm is that of the information of complete data at θ2, in which the units of no feature count and EM's map is
// symmetric; with w, W = L⁻¹ of θ2, D the change of L and A = W·D (A_ii is the change of ln L_ii):
//
//   ‖Δ‖² = Σ_k w·(Δ ln w)² + w·‖W·Δμ‖² + w·(2·Σ_i A_ii² + Σ_{i>j} A_ij²)
//
// Diagonal: w·½·Σ (Δ ln σ²)²; spherical: d times that; tied: the last term once, with the sum of the w.
//
// points   3 × (weights K | means K·d | covariances G·C): θ0 | θ1 | θ2
//
// Twin: src/kernel/twin/squarem.ts

import { factorise } from './cholesky';
import { collapsed } from './decide';
import { exp } from './exp';
import { blockCount, blockLength, covariancesAt, factorsAt, FULL, isTied, meansAt, pointLength, shapeOf, SPHERICAL } from './layout';
import { log } from './log';
import { prepare } from './maximise';

function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/** Whether a component takes no part. */
function isKept(flags: usize, component: i32): bool {
  return load<i32>(flags + (<usize>component << 2)) !== 0;
}

/** A covariance block to coordinates, in place; whether that can be. */
function unfold(block: usize, d: i32, shape: i32, column: usize): bool {
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) store<f64>(at(block, j), log(load<f64>(at(block, j))));
    return true;
  }
  if (!factorise(block, d, column)) return false;
  for (let i = 0, diagonal = 0; i < d; i++, diagonal += i + 1) {
    store<f64>(at(block, diagonal), log(load<f64>(at(block, diagonal))));
  }
  return true;
}

/** Coordinates to a covariance block, in place: from the last entry back, each needs only what stands before it. */
function fold(block: usize, d: i32, shape: i32): void {
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) store<f64>(at(block, j), exp(load<f64>(at(block, j))));
    return;
  }
  for (let i = 0, diagonal = 0; i < d; i++, diagonal += i + 1) {
    store<f64>(at(block, diagonal), exp(load<f64>(at(block, diagonal))));
  }
  for (let i = d - 1; i >= 0; i--) {
    const row = at(block, (i * (i + 1)) >> 1);
    for (let j = i; j >= 0; j--) {
      const other = at(block, (j * (j + 1)) >> 1);
      let sum: f64 = 0;
      for (let l = 0; l <= j; l++) sum += load<f64>(at(row, l)) * load<f64>(at(other, l));
      store<f64>(at(row, j), sum);
    }
  }
}

/** x0, x1 → r, v, given x2. */
function differ(x0: usize, x1: usize, x2: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const middle = load<f64>(at(x1, i));
    const r = middle - load<f64>(at(x0, i));
    store<f64>(at(x0, i), r);
    store<f64>(at(x1, i), load<f64>(at(x2, i)) - middle - r);
  }
}

/** x2 → x2 + 2(s − 1)·r + (s² − 1)·v */
function advance(x2: usize, r: usize, v: usize, s: f64, count: i32): void {
  const a = 2 * (s - 1);
  const b = s * s - 1;
  for (let i = 0; i < count; i++) {
    store<f64>(at(x2, i), load<f64>(at(x2, i)) + (a * load<f64>(at(r, i)) + b * load<f64>(at(v, i))));
  }
}

/** ‖W·Δμ‖² */
function meanNorm(delta: usize, factor: usize, d: i32, shape: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < d; i++) {
    let y: f64 = 0;
    if (shape === FULL) {
      const row = at(factor, (i * (i + 1)) >> 1);
      for (let j = 0; j <= i; j++) y += load<f64>(at(row, j)) * load<f64>(at(delta, j));
    } else {
      y = load<f64>(at(factor, shape === SPHERICAL ? 0 : i)) * load<f64>(at(delta, i));
    }
    sum += y * y;
  }
  return sum;
}

/** 2·Σ A_ii² + Σ_{i>j} A_ij², from the change of a block's coordinates. */
function blockNorm(delta: usize, factor: usize, d: i32, shape: i32): f64 {
  let sum: f64 = 0;
  if (shape !== FULL) {
    const axes = shape === SPHERICAL ? 1 : d;
    for (let j = 0; j < axes; j++) {
      const y = load<f64>(at(delta, j));
      sum += y * y;
    }
    return shape === SPHERICAL ? 0.5 * <f64>d * sum : 0.5 * sum;
  }
  for (let j = 0; j < d; j++) {
    const diagonal = ((j * (j + 1)) >> 1) + j;
    const logs = load<f64>(at(delta, diagonal));
    const change = logs / load<f64>(at(factor, diagonal));
    sum += 2 * (logs * logs);
    for (let i = j + 1; i < d; i++) {
      const row = at(factor, (i * (i + 1)) >> 1);
      let y = load<f64>(at(row, j)) * change;
      for (let l = j + 1; l <= i; l++) y += load<f64>(at(row, l)) * load<f64>(at(delta, ((l * (l + 1)) >> 1) + j));
      sum += y * y;
    }
  }
  return sum;
}

/** Flags what takes no part: components without weight at one of the points, or collapsed at θ2; how many take part. */
function choose(points: usize, stride: i32, k: i32, flags: usize): i32 {
  let live = 0;
  for (let c = 0; c < k; c++) {
    const weighs = load<f64>(at(points, c)) > 0 && load<f64>(at(points, stride + c)) > 0;
    const takes = weighs && load<f64>(at(points, 2 * stride + c)) > 0 && !isKept(flags, c);
    store<i32>(flags + (<usize>c << 2), takes ? 0 : 1);
    if (takes) live++;
  }
  return live;
}

/** Σ w of what takes part. */
function shareOf(point: usize, k: i32, flags: usize): f64 {
  let share: f64 = 0;
  for (let c = 0; c < k; c++) if (!isKept(flags, c)) share += load<f64>(at(point, c));
  return share;
}

/**
 * θ0, θ1 → r, v of what takes part, in coordinates; weights and covariances of θ2 in `parameters` become coordinates too.
 *
 * @returns whether all covariances have factors
 */
function differences(points: usize, parameters: usize, d: i32, k: i32, family: i32, flags: usize, column: usize): bool {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  const stride = pointLength(d, k, family);
  const point1 = at(points, stride);
  const point2 = at(point1, stride);
  for (let c = 0; c < k; c++) {
    if (isKept(flags, c)) continue;
    store<f64>(at(points, c), log(load<f64>(at(points, c))));
    store<f64>(at(point1, c), log(load<f64>(at(point1, c))));
    store<f64>(at(parameters, c), log(load<f64>(at(parameters, c))));
    differ(at(points, c), at(point1, c), at(parameters, c), 1);
    const mean = k + c * d;
    differ(at(points, mean), at(point1, mean), at(point2, mean), d);
  }
  for (let b = 0; b < blockCount(k, family); b++) {
    if (!isTied(family) && isKept(flags, b)) continue;
    const block = k * (1 + d) + b * length;
    const own = at(covariancesAt(parameters, d, k), b * length);
    if (!unfold(at(points, block), d, shape, column)) return false;
    if (!unfold(at(point1, block), d, shape, column)) return false;
    if (!unfold(own, d, shape, column)) return false;
    differ(at(points, block), at(point1, block), own, length);
  }
  return true;
}

/** ‖Δ‖² of a difference that lies as a point does. */
function norm(delta: usize, point2: usize, factors: usize, d: i32, k: i32, family: i32, flags: usize): f64 {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  let sum: f64 = 0;
  for (let c = 0; c < k; c++) {
    if (isKept(flags, c)) continue;
    const factor = at(factors, isTied(family) ? 0 : c * length);
    const change = load<f64>(at(delta, c));
    sum += load<f64>(at(point2, c)) * (change * change + meanNorm(at(delta, k + c * d), factor, d, shape));
  }
  for (let b = 0; b < blockCount(k, family); b++) {
    if (!isTied(family) && isKept(flags, b)) continue;
    const w = isTied(family) ? shareOf(point2, k, flags) : load<f64>(at(point2, b));
    sum += w * blockNorm(at(delta, k * (1 + d) + b * length), at(factors, b * length), d, shape);
  }
  return sum;
}

/** Goes from θ2 to θ', and from coordinates back to weights, means and covariances; whether weights are positive. */
function move(points: usize, parameters: usize, s: f64, d: i32, k: i32, family: i32, flags: usize): bool {
  const length = blockLength(d, family);
  const stride = pointLength(d, k, family);
  const point1 = at(points, stride);
  let most: f64 = -Infinity;
  for (let c = 0; c < k; c++) {
    if (isKept(flags, c)) continue;
    advance(at(parameters, c), at(points, c), at(point1, c), s, 1);
    const mean = k + c * d;
    advance(at(meansAt(parameters, k), c * d), at(points, mean), at(point1, mean), s, d);
    const logWeight = load<f64>(at(parameters, c));
    if (logWeight > most) most = logWeight;
  }
  for (let c = 0; c < k; c++) {
    if (!isKept(flags, c)) store<f64>(at(parameters, c), exp(load<f64>(at(parameters, c)) - most));
  }
  // together they weigh what they weighed
  const share = shareOf(at(point1, stride), k, flags);
  const sum = shareOf(parameters, k, flags);
  for (let c = 0; c < k; c++) {
    if (isKept(flags, c)) continue;
    const weight = share * (load<f64>(at(parameters, c)) / sum);
    store<f64>(at(parameters, c), weight);
    // also if it is not a number
    if (!(weight > 0)) return false;
  }
  for (let b = 0; b < blockCount(k, family); b++) {
    if (!isTied(family) && isKept(flags, b)) continue;
    const block = k * (1 + d) + b * length;
    const own = at(covariancesAt(parameters, d, k), b * length);
    advance(own, at(points, block), at(point1, block), s, length);
    fold(own, d, shapeOf(family));
  }
  return true;
}

/**
 * One step.
 *
 * @param points - θ0 and θ1 are lost, θ2 is left as it is
 * @param parameters - θ2, prepared; becomes θ', prepared
 * @param threshold - variances below which a component has collapsed; where θ2 is there, it stays there, and so does a
 *   component without weight: they take no part
 * @param limit - the longest step
 * @param flags - an i32 a component, overwritten
 * @returns the step length; 1 if there is nothing to extrapolate, and θ2 is still there; 0 if the step leads where no
 *   mixture is, or one with a component more that has collapsed, and `parameters` means nothing
 */
export function extrapolate(
  points: usize, parameters: usize, threshold: usize, limit: f64, d: i32, k: i32, family: i32, flags: usize,
  scratch: usize,
): f64 {
  const stride = pointLength(d, k, family);
  const point1 = at(points, stride);
  const point2 = at(point1, stride);
  const factors = factorsAt(parameters, d, k, family);
  const before = collapsed(parameters, threshold, d, k, family, flags, scratch);
  if (choose(points, stride, k, flags) === 0) return 1;
  if (!differences(points, parameters, d, k, family, flags, scratch)) return 0;
  const rr = norm(points, point2, factors, d, k, family, flags);
  const vv = norm(point1, point2, factors, d, k, family, flags);
  let s = sqrt(rr / vv);
  if (s > limit) s = limit;
  // also if it is not a number
  if (!(s > 1)) {
    restore(point2, parameters, k, stride);
    return 1;
  }
  if (!move(points, parameters, s, d, k, family, flags)) return 0;
  if (prepare(parameters, d, k, family, scratch) >= 0) return 0;
  return collapsed(parameters, threshold, d, k, family, flags, scratch) > before ? 0 : s;
}

/** A point to the weights, means and covariances of a block of parameters. */
function restore(point: usize, parameters: usize, k: i32, length: i32): void {
  memory.copy(parameters, point, <usize>k << 3);
  memory.copy(meansAt(parameters, k), at(point, k), <usize>(length - k) << 3);
}
