// The conjugate prior of Fraley & Raftery (2007): μ_k | Σ_k ~ N(m, Σ_k/κ) and Σ_k ~ inverse Wishart (ν, Λ), inverse
// gamma on each axis where it is diagonal or spherical. The mode of the posterior, for a component of N rows with mean y
// and scatter W about it:
//
//   μ = (N·y + κ·m)/(N + κ)        Σ = (W + N·κ/(N + κ)·(y − m)(y − m)ᵀ + Λ)/(N + e)
//
// scatter and Λ pooled when tied, W averaged over features when spherical. The degrees of freedom hide in e:
//
//   block   κ | e | m, d | Λ, one covariance block
//
// Twin: src/kernel/twin/prior.ts

import { blockCount, blockLength, blockStride, factorsAt, FULL, meansAt, shapeOf, SPHERICAL } from './layout';
import { log } from './log';

function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/** e, which is added to the weight of a covariance. */
export function addedWeight(prior: usize): f64 {
  return load<f64>(at(prior, 1));
}

/** Moves a mean of weight N towards m, and adds what that leaves to the scatter; `delta` is d doubles of scratch. */
export function pullMean(prior: usize, mean: usize, n: f64, block: usize, d: i32, shape: i32, delta: usize): void {
  const shrinkage = load<f64>(prior);
  const share = shrinkage > 0 ? shrinkage / (n + shrinkage) : 0;
  const weight = n * share;
  for (let j = 0; j < d; j++) {
    const difference = load<f64>(at(mean, j)) - load<f64>(at(prior, 2 + j));
    store<f64>(at(delta, j), difference);
    store<f64>(at(mean, j), load<f64>(at(mean, j)) - share * difference + 0.0);
  }
  let entry = block;
  for (let i = 0; i < d; i++) {
    const weighted = weight * load<f64>(at(delta, i));
    for (let j = shape === FULL ? 0 : i; j <= i; j++) {
      store<f64>(entry, load<f64>(entry) + weighted * load<f64>(at(delta, j)));
      if (shape !== SPHERICAL) entry += 8;
    }
  }
}

/** Adds Λ to a block of scatter. */
export function addScale(prior: usize, block: usize, length: i32, d: i32): void {
  for (let i = 0; i < length; i++) {
    store<f64>(at(block, i), load<f64>(at(block, i)) + load<f64>(at(prior, 2 + d + i)));
  }
}

/** ‖U·x‖² of a packed lower triangle. */
function squaredNorm(triangle: usize, x: usize, d: i32): f64 {
  let sum: f64 = 0;
  let entry = triangle;
  for (let i = 0; i < d; i++) {
    let product: f64 = 0;
    for (let j = 0; j <= i; j++) {
      product += load<f64>(entry) * load<f64>(at(x, j));
      entry += 8;
    }
    sum += product * product;
  }
  return sum;
}

/** u·Λ·uᵀ for every row u of a packed lower triangle U, summed: the trace of Λ·Σ⁻¹. */
function trace(triangle: usize, scale: usize, d: i32): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < d; r++) {
    const row = at(triangle, (r * (r + 1)) >> 1);
    let entry = scale;
    for (let i = 0; i <= r; i++) {
      const u = load<f64>(at(row, i));
      for (let j = 0; j < i; j++) {
        sum += 2 * u * load<f64>(entry) * load<f64>(at(row, j));
        entry += 8;
      }
      sum += u * load<f64>(entry) * u;
      entry += 8;
    }
  }
  return sum;
}

/** e·ln|Σ| + tr(Λ·Σ⁻¹) of one block; on one axis alone when spherical. */
function blockTerm(prior: usize, factor: usize, d: i32, shape: i32): f64 {
  const scale = at(prior, 2 + d);
  const axes = shape === SPHERICAL ? 1 : d;
  let logs: f64 = 0;
  let spread: f64 = 0;
  for (let j = 0; j < axes; j++) {
    const inverse = load<f64>(at(factor, shape === FULL ? ((j * (j + 1)) >> 1) + j : j));
    logs += log(inverse);
    if (shape !== FULL) spread += load<f64>(at(scale, j)) * (inverse * inverse);
  }
  if (shape === FULL) spread = trace(factor, scale, d);
  return spread - 2 * addedWeight(prior) * logs;
}

/** (μ − m)ᵀ Σ⁻¹ (μ − m) of one component; `delta` is d doubles of scratch. */
function distance(prior: usize, mean: usize, factor: usize, d: i32, shape: i32, delta: usize): f64 {
  for (let j = 0; j < d; j++) {
    store<f64>(at(delta, j), load<f64>(at(mean, j)) - load<f64>(at(prior, 2 + j)));
  }
  if (shape === FULL) return squaredNorm(factor, delta, d);
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) {
    const scaled = load<f64>(at(delta, j)) * load<f64>(at(factor, shape === SPHERICAL ? 0 : j));
    sum += scaled * scaled;
  }
  return sum;
}

/** The logarithm of the prior at prepared parameters, up to a constant. */
export function log_prior(prior: usize, parameters: usize, d: i32, k: i32, family: i32, scratch: usize): f64 {
  const shape = shapeOf(family);
  const length = blockLength(d, family);
  const factors = factorsAt(parameters, d, k, family);
  const means = meansAt(parameters, k);
  let sum: f64 = 0;
  for (let b = 0; b < blockCount(k, family); b++) sum += blockTerm(prior, at(factors, b * length), d, shape);
  let distances: f64 = 0;
  for (let c = 0; c < k; c++) {
    const factor = at(factors, c * blockStride(d, family));
    distances += distance(prior, at(means, c * d), factor, d, shape, scratch);
  }
  return -0.5 * (sum + load<f64>(prior) * distances);
}
