// One Gaussian on the line, as the npm package gaussian has it.

import { densityAt, distributionAt, quantileAt, type Univariate } from '../../model/line/index.js';

/** √2π */
const ROOT_TAU = 2.5066282746310007;

export class Gaussian {
  readonly mean: number;
  readonly variance: number;
  readonly standardDeviation: number;

  /** @throws RangeError for a variance that is not positive */
  constructor(mean: number, variance: number) {
    if (!(variance > 0)) throw new RangeError(`Variance must be > 0 (but was ${variance})`);
    this.mean = mean;
    this.variance = variance;
    this.standardDeviation = Math.sqrt(variance);
  }

  get #line(): Univariate {
    const { mean, standardDeviation } = this;
    const peaks = [1 / (standardDeviation * ROOT_TAU)];
    return { origin: mean, scales: [1, 1], weights: [1], means: [0], deviations: [standardDeviation], peaks };
  }

  /** The density at x. */
  pdf(x: number): number {
    return densityAt(this.#line, x);
  }

  /** The probability of a value up to x. */
  cdf(x: number): number {
    return distributionAt(this.#line, x);
  }

  /** The quantile: the x at which `cdf` is p. */
  ppf(p: number): number {
    return quantileAt(this.#line, p);
  }
}
