// The prior of a fit in a workspace: what was asked for, or follows from the data, as the block that the kernel reads.

import { timesPower } from '../scale.js';
import type { Steps } from '../steps.js';
import {
  blockCount,
  blockLength,
  DIAGONAL,
  FULL,
  isTied,
  LARGEST,
  LEAST,
  type ProblemSize,
  priorLength,
  SPHERICAL,
  scatterAt,
  shapeOf,
  TIED,
} from './memory.js';
import { expOf, factorOf, logOf } from './prepare.js';
import type { Workspace } from './workspace.js';

/** What a prior consists of, checked and in the caller's units. */
export interface Prior {
  /** κ: the mean of a component counts as known from so many samples. */
  readonly shrinkage: number;
  /** ν */
  readonly dof: number;
  /** d numbers; the mean of the data if left out. */
  readonly mean?: Float64Array;
  /** One covariance block; a share of the variance of the data if left out. */
  readonly scale?: Float64Array;
}

/** What the prior adds to the weight that a covariance is divided by: the exponents of its two densities. */
function addedWeight({ shrinkage, dof }: Prior, { d, k, family }: ProblemSize): number {
  const shape = shapeOf(family);
  const ofMean = shrinkage > 0 ? (isTied(family) ? k : 1) * (shape === SPHERICAL ? d : 1) : 0;
  return dof + (shape === FULL ? d + 1 : 2) + ofMean;
}

/** What the logarithm of the prior is more in the caller's units than in internal ones. */
export function priorShift(prior: Prior, { size, exponent, weightExponent }: Workspace): number {
  const axes = shapeOf(size.family) === SPHERICAL ? 1 : size.d;
  const factors = axes * blockCount(size.k, size.family);
  return timesPower(addedWeight(prior, size), -weightExponent) * factors * exponent * Math.LN2;
}

/** Puts the prior into the workspace, whose data has been measured. */
export function* placePrior(workspace: Workspace, prior: Prior): Steps<void> {
  const { size, at, exponent, weightExponent } = workspace;
  const { d, family } = size;
  const origin = workspace.view(at.origin, d);
  const mean = prior.mean?.map((x, j) => timesPower(x - origin[j], exponent)) ?? workspace.grandMean;
  const scale = prior.scale?.map((x) => timesPower(x, 2 * exponent)) ?? (yield* scaleOfData(workspace));
  requireNear(mean, scale);
  const block = workspace.view(at.prior, priorLength(d, family));
  block[0] = timesPower(prior.shrinkage, -weightExponent);
  block[1] = timesPower(addedWeight(prior, size), -weightExponent);
  block.set(mean, 2);
  block.set(
    scale.map((x) => timesPower(x, -weightExponent)),
    2 + d,
  );
  if (!block.every(Number.isFinite)) {
    throw new RangeError('sampleWeight is too small beside the prior: multiply all weights by a large number');
  }
  workspace.hasPrior = true;
}

/** @throws RangeError for what cannot be computed with beside these data */
function requireNear(mean: Float64Array, scale: Float64Array): void {
  if (!mean.every((x) => Math.abs(x) <= LARGEST)) {
    throw new RangeError('option prior.mean is too far from the data to compute with');
  }
  const holds = (x: number) => x === 0 || (Math.abs(x) > LEAST && Math.abs(x) <= LARGEST * LARGEST);
  if (!scale.every(holds)) throw new RangeError('option prior.scale is too far from the variances of the data');
}

/** Hands it to a subsample, beside which it is to weigh as much as beside all rows. */
export function copyPrior(from: Workspace, to: Workspace): void {
  to.hasPrior = from.hasPrior;
  if (!from.hasPrior || from === to) return;
  const { d, family } = from.size;
  const length = priorLength(d, family);
  const share = to.totalWeight / from.totalWeight;
  const block = to.view(to.at.prior, length);
  block.set(from.view(from.at.prior, length));
  for (let i = 0; i < length; i++) if (i < 2 || i >= 2 + d) block[i] *= share;
}

/** The covariance of the data, unbiased, divided by K^(2/d): so that K of them fill the same volume. */
function* scaleOfData(workspace: Workspace): Steps<Float64Array> {
  const { n, d, k, family } = workspace.size;
  const weight = timesPower(workspace.totalWeight, workspace.weightExponent);
  // whole weights count copies; with others, as many samples as there are rows
  const freedom = Math.max(weight - 1, weight * (1 - 1 / n));
  const share = (freedom > 0 ? weight / freedom : 1) * expOf((-2 / d) * logOf(k));
  const variances = workspace.view(workspace.at.total, d);
  if (shapeOf(family) === DIAGONAL) return variances.map((variance) => variance * share);
  if (shapeOf(family) === SPHERICAL) {
    return Float64Array.of((variances.reduce((sum, variance) => sum + variance, 0) / d) * share);
  }
  const covariance = yield* covarianceOfData(workspace);
  // few rows, and features that depend on each other, leave a matrix without an inverse
  if (isSingular(covariance, d)) clearOffDiagonal(covariance, d);
  return covariance.map((x) => x * share);
}

/** The packed covariance of all rows, by a pass in which all belong to the first of equal centres. */
function* covarianceOfData(workspace: Workspace): Steps<Float64Array> {
  const { d, k } = workspace.size;
  const { centres, groups } = workspace.at;
  for (const address of [centres, groups]) {
    for (let c = 0; c < k; c++) workspace.view(address + 8 * c * d, d).set(workspace.grandMean);
  }
  const sums = yield* workspace.passNearest(groups);
  const scatter = workspace.view(8 * scatterAt(sums / 8, d, k), blockLength(d, TIED));
  return scatter.map((x) => x / workspace.totalWeight);
}

/** Share of a variance that is rounding where nothing of it is left beside the features before. */
const NOTHING_LEFT = 1e-12;

function isSingular(triangle: Float64Array, d: number): boolean {
  const factor = factorOf(triangle, d);
  if (!factor) return true;
  for (let i = 0, at = 0; i < d; at += ++i + 1) {
    if (factor[at] * factor[at] <= NOTHING_LEFT * triangle[at]) return true;
  }
  return false;
}

function clearOffDiagonal(triangle: Float64Array, d: number): void {
  for (let i = 0, at = 0; i < d; at += ++i) triangle.fill(0, at, at + i);
}
