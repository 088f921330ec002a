// A mixture of one feature as a distribution on the line.

import { codeOf } from '../../family.js';
import { blockStride } from '../../kernel/memory.js';
import { splitPower, timesPower } from '../../scale.js';
import type { ModelState } from '../state.js';
import type { Level } from './level.js';
import { normalLevel, rootOfBell } from './normal.js';

/** √2π */
const ROOT_TAU = 2.5066282746310007;

/** A mixture of one feature; components of weight 0 are left out. */
export interface Univariate {
  readonly origin: number;
  /** 2^exponent as a product: z = (x − origin)·2^exponent is internal. */
  readonly scales: readonly [number, number];
  /** They sum to 1 but for rounding. */
  readonly weights: readonly number[];
  /** Internal. */
  readonly means: readonly number[];
  /** Internal standard deviations. */
  readonly deviations: readonly number[];
  /** w/(σ√2π) in the caller's units: the density that a component adds at its mean. */
  readonly peaks: readonly number[];
}

/**
 * @param what - the question, for the message
 * @throws RangeError for a model of more than one feature
 */
export function univariateOf(state: ModelState, what: string): Univariate {
  const { d, exponent, origin, weights, means, covariances } = state;
  if (d !== 1) {
    throw new RangeError(
      `${what} is for models of one feature, and this one has d = ${d}: ask model.marginal([j]).${what} about feature ` +
        'j, or scoreSamples(data) for log-densities of rows',
    );
  }
  const kept = Array.from(weights.keys()).filter((c) => weights[c] > 0);
  const total = kept.reduce((sum, c) => sum + weights[c], 0);
  const stride = blockStride(1, codeOf(state.covarianceType));
  const deviations = kept.map((c) => Math.sqrt(covariances[c * stride]));
  return {
    origin: origin[0],
    scales: splitPower(exponent),
    weights: kept.map((c) => weights[c] / total),
    means: kept.map((c) => means[c]),
    deviations,
    peaks: kept.map((c, i) => timesPower(weights[c] / (deviations[i] * ROOT_TAU), exponent)),
  };
}

/** How many standard deviations x lies above the mean of a component. */
function standardised(u: Univariate, x: number, component: number): number {
  return ((x - u.origin) * u.scales[0] * u.scales[1] - u.means[component]) / u.deviations[component];
}

/** p(x) = Σ w/(σ√2π)·e^(−((x − μ)/σ)²/2) */
export function densityAt(u: Univariate, x: number): number {
  let sum = 0;
  for (let c = 0; c < u.weights.length; c++) {
    const root = rootOfBell(standardised(u, x, c));
    if (root > 0) sum += root * (u.peaks[c] * root);
  }
  return sum;
}

/** F(x) = Σ w·Φ((x − μ)/σ), each tail summed for itself. */
export function levelAt(u: Univariate, x: number): Level {
  let lower = 0;
  let middle = 0;
  let upper = 0;
  for (let c = 0; c < u.weights.length; c++) {
    const weight = u.weights[c];
    const { base, offset } = normalLevel(standardised(u, x, c));
    lower += weight * (base + offset);
    middle += weight * (base - 0.5 + offset);
    upper += weight * (1 - base - offset);
  }
  if (lower < 0.25) return { base: 0, offset: lower };
  return upper < 0.25 ? { base: 1, offset: -upper } : { base: 0.5, offset: middle };
}

/** F(x) as one double. */
export function distributionAt(u: Univariate, x: number): number {
  const { base, offset } = levelAt(u, x);
  return base + offset;
}
