/**
 * The API of the npm package gaussian-mixture 0.9.1 on the kernel of gmm-wasm: change the import, and nothing else.
 * What is different, because it was wrong there:
 *
 * - Memberships count the weights of the mixture, in `membership`, `memberships` and every step of `optimize`: they are
 *   w_k·N(x | k) over the sum. The original leaves the weights out, so that its steps are not those of EM, and it ends
 *   beside the optimum wherever components overlap. With equal weights both agree.
 * - `optimize` stops when the log-likelihood of the data changes by no more than the tolerance, for arrays as for
 *   histograms. With arrays the original looks at another sum, so the number of steps may differ.
 * - Densities are added as logs: points far from all components have memberships and a log-likelihood (NaN and −Infinity
 *   in the original), and no start ends in NaN. A component that no observation belongs to keeps its mean and variance
 *   at weight 0, but for the priors.
 * - `initialize(data)` and `new Histogram()` work as documented; there the first does not exist and the second throws.
 * - Draws are seeded: `sample` and `initialize` go through one series of random numbers for each object, which begins at
 *   `options.seed` (0 if left out). `sample` takes components in proportion to weights that do not sum to 1.
 * - Typed arrays are accepted. What cannot be computed with is refused: no data, numbers that are not finite, counts and
 *   weights below 0, variances not above 0.
 * - The weights of a histogram are shares of the sum of its counts, whatever its `total` has been set to.
 *
 * As there, 1e-7 is added to each sum of squares, and arrays that were given are changed in place, but for the weights.
 *
 * @packageDocumentation
 */

import { toRows } from '../data.js';
import { SingularCovarianceError } from '../errors.js';
import { logOf } from '../kernel/prepare.js';
import { refuseNonObject, show } from '../names.js';
import { flatten } from '../parameters.js';
import { Random } from '../random.js';
import { Gaussian } from './gaussian-mixture/gaussian.js';
import { type Bins, Histogram, type HistogramData } from './gaussian-mixture/histogram.js';
import { type Observations, observationsOf } from './gaussian-mixture/observations.js';
import { plusPlus } from './gaussian-mixture/seeding.js';
import { barycenter, type Priors, temper } from './gaussian-mixture/temper.js';
import { normaliseLogs } from './posterior.js';
import { checkShares } from './shares.js';
import { StepwiseEM } from './stepwise.js';

export type { Bins, Gaussian, HistogramData, Priors };

const MAX_ITERATIONS = 200;
const EPSILON = 1e-7;

/** Priors, and how to begin. */
export interface GMMOptions extends Priors {
  /** Whether `optimize` begins with `initialize`. */
  initialize?: boolean;
  /** Where the random numbers begin: an integer, 0 … 2³²−1; 0 if left out. */
  seed?: number;
}

/** A mixture as a plain object. */
export interface GMMModel {
  nComponents: number;
  weights: number[];
  means: number[];
  vars: number[];
}

/** Something that has a mean and a variance. */
export interface MeanAndVariance {
  readonly mean: number;
  readonly variance: number;
}

/** A mixture of K Gaussians on the line. */
class GMM {
  static Histogram: typeof Histogram = Histogram;

  /** K */
  nComponents: number;
  weights: number[];
  means: number[];
  vars: number[];
  options: GMMOptions;

  #random: Random | undefined;

  /**
   * @param nComponents - K
   * @param weights - K shares; 1/K each if left out
   * @param means - K means; 0, 1, … if left out
   * @param vars - K variances; 1 each if left out
   * @throws Error if they are not K
   */
  constructor(nComponents: number, weights?: number[], means?: number[], vars?: number[], options: GMMOptions = {}) {
    if (!(Number.isInteger(nComponents) && nComponents > 0)) {
      throw new RangeError(`nComponents must be a positive integer, got ${show(nComponents)}`);
    }
    refuseNonObject(options, '{ variancePrior: 1, variancePriorRelevance: 0.5 }');
    this.nComponents = nComponents;
    this.weights = weights ?? new Array(nComponents).fill(1 / nComponents);
    this.means = means ?? Array.from({ length: nComponents }, (_, k) => k);
    this.vars = vars ?? new Array(nComponents).fill(1);
    if ([this.weights, this.means, this.vars].some(({ length }) => length !== nComponents)) {
      throw new RangeError('weights, means and vars must have nComponents elements.');
    }
    this.options = options;
  }

  /** The mixture of a plain object. */
  static fromModel(model: GMMModel, options?: GMMOptions): GMM {
    return mixtureOf(model, options);
  }

  /** @internal */
  static _barycenter(values: ArrayLike<number>, weights: ArrayLike<number>): number {
    return barycenter(values, weights);
  }

  /** The mixture as a plain object, which shares its arrays. */
  model(): GMMModel {
    const { nComponents, weights, means, vars } = this;
    return { nComponents, weights, means, vars };
  }

  /** @internal */
  _gaussians(): Gaussian[] {
    this.#check();
    return Array.from(this.means, (mean, k) => new Gaussian(mean, this.vars[k]));
  }

  /** @throws RangeError for parameters that somebody has set to what cannot be computed with */
  #check(): void {
    const { nComponents: k } = this;
    checkShares(this.weights, k);
    flatten(this.means, [k], 'means');
    const bad = flatten(this.vars, [k], 'vars').findIndex((variance) => !(variance > 0));
    if (bad >= 0) throw new RangeError(`vars[${bad}] must be > 0, got ${this.vars[bad]}`);
  }

  get #draws(): Random {
    if (this.#random) return this.#random;
    const { seed = 0 } = this.options;
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= 4_294_967_295)) {
      throw new RangeError(`option seed must be an integer from 0 to 4294967295, got ${show(seed)}`);
    }
    this.#random = new Random(seed, 0, logOf);
    return this.#random;
  }

  /** Draws from the mixture; another call goes on where the last one ended. */
  sample(nSamples: number): number[] {
    const random = this.#draws;
    const gaussians = this._gaussians();
    const total = this.weights.reduce((sum, weight) => sum + weight, 0);
    const draw = () => {
      const { mean, standardDeviation } = gaussians[this.#component(random.uniform() * total)];
      return mean + standardDeviation * random.normal();
    };
    return Array.from({ length: nSamples }, draw);
  }

  /** The component in whose part of the total weight u falls; never one of weight 0. */
  #component(u: number): number {
    let left = u;
    let last = 0;
    for (let k = 0; k < this.nComponents; k++) {
      if (this.weights[k] === 0) continue;
      last = k;
      left -= this.weights[k];
      if (left < 0) return k;
    }
    return last;
  }

  /**
   * The probability of each component, given x.
   *
   * @param gaussians - in place of those of the mixture: objects with a mean and a variance
   */
  membership(x: number, gaussians: readonly MeanAndVariance[] = this._gaussians()): number[] {
    return this.#memberships(gaussians)(x);
  }

  /** `membership` of each number: n rows of K. */
  memberships(data: ArrayLike<number>, gaussians: readonly MeanAndVariance[] = this._gaussians()): number[][] {
    return Array.from(data, this.#memberships(gaussians));
  }

  /** `membership` of the middle of each bin, by key. @internal */
  _membershipsHistogram(
    histogram: Histogram,
    gaussians: readonly MeanAndVariance[] = this._gaussians(),
  ): Record<string, number[]> {
    const membership = this.#memberships(gaussians);
    const keys = Object.keys(histogram.counts);
    return Object.fromEntries(keys.map((key) => [key, membership(histogram.value(key))]));
  }

  #memberships(gaussians: readonly MeanAndVariance[]): (x: number) => number[] {
    const constants = gaussians.map(({ variance }, k) => logOf(this.weights[k]) - 0.5 * logOf(variance));
    const precisions = gaussians.map(({ variance }) => 1 / variance);
    return (x) => {
      if (!Number.isFinite(x)) throw new RangeError(`data must be finite numbers, got ${show(x)}`);
      const logs = gaussians.map(({ mean }, k) => constants[k] - 0.5 * (x - mean) * (x - mean) * precisions[k]);
      return normaliseLogs(logs);
    };
  }

  /** The log-likelihood of an array of numbers, or of a histogram, in nats. */
  logLikelihood(data: ArrayLike<number> | Histogram): number {
    const observations = observationsOf(data);
    if (observations.total === 0) return 0;
    return this.#onKernel(observations, (em) => em.logLikelihood());
  }

  /**
   * Expectation-maximisation on an array of numbers, or a histogram: changes weights, means and variances.
   *
   * @param maxIterations - steps at most, 200 if left out
   * @param logLikelihoodTol - the change of the log-likelihood at which it ends, 1e-7 if left out
   * @returns how many steps were taken
   */
  optimize(
    data: ArrayLike<number> | Histogram,
    maxIterations: number = MAX_ITERATIONS,
    logLikelihoodTol: number = EPSILON,
  ): number {
    const observations = observationsOf(data);
    if (this.options.initialize) this.#initialize(observations);
    if (!(maxIterations > 0)) return 0;
    if (observations.total === 0) throw new RangeError('there is no data: at least one observation is needed');
    return this.#onKernel(observations, (em) => {
      const steps = this.#steps(em, maxIterations, logLikelihoodTol);
      this.#take(em);
      return steps;
    });
  }

  #steps(em: StepwiseEM, maxIterations: number, tolerance: number): number {
    em.expect();
    let before = Number.NEGATIVE_INFINITY;
    for (let steps = 1; ; steps++) {
      // a variance of 0 gets its floor at once
      em.maximise();
      const singular = temper(em, this.options);
      if (singular >= 0) {
        throw new SingularCovarianceError(
          singular,
          `the variance of component ${singular} is too small to compute with`,
        );
      }
      if (steps >= maxIterations) return steps;
      const logLikelihood = em.expect();
      if (!(Math.abs(before - logLikelihood) > tolerance)) return steps;
      before = logLikelihood;
    }
  }

  /** Does something with the mixture and the observations in the kernel's memory. */
  #onKernel<T>({ values, counts }: Observations, work: (em: StepwiseEM) => T): T {
    this.#check();
    const em = new StepwiseEM(toRows(values, { features: 1 }), this.nComponents, counts);
    try {
      const { weights, means, vars } = this;
      const singular = em.load({ weights, means, covariances: vars });
      if (singular >= 0) {
        throw new SingularCovarianceError(singular, `vars[${singular}] is too small beside the data to compute with`);
      }
      return work(em);
    } finally {
      em.release();
    }
  }

  #take(em: StepwiseEM): void {
    const { weights, means, covariances } = em.parameters();
    this.weights = Array.from(weights);
    for (let k = 0; k < this.nComponents; k++) {
      this.means[k] = means[k][0];
      this.vars[k] = covariances[k][0][0];
    }
  }

  /** One step of expectation-maximisation. @internal */
  _updateModel(data: ArrayLike<number> | Histogram): void {
    this.#onKernel(observationsOf(data), (em) => {
      this.#steps(em, 1, 0);
      this.#take(em);
    });
  }

  /**
   * Sets the means to observations far from each other (k-means++), and changes nothing else.
   *
   * @returns the means, sorted
   * @throws RangeError for fewer observations than components
   */
  initialize(data: ArrayLike<number> | Histogram): number[] {
    return this.#initialize(observationsOf(data));
  }

  // the names by which the original does the same for one form of data

  /** @internal */
  _initialize(data: ArrayLike<number>): number[] {
    return this.initialize(data);
  }

  /** @internal */
  _initializeHistogram(histogram: Histogram): number[] {
    return this.initialize(histogram);
  }

  /** @internal */
  _optimize(data: ArrayLike<number>, maxIterations?: number, logLikelihoodTol?: number): number {
    return this.optimize(data, maxIterations, logLikelihoodTol);
  }

  /** @internal */
  _optimizeHistogram(histogram: Histogram, maxIterations?: number, logLikelihoodTol?: number): number {
    return this.optimize(histogram, maxIterations, logLikelihoodTol);
  }

  #initialize(observations: Observations): number[] {
    if (observations.total < this.nComponents) {
      throw new RangeError('Data must have more points than the number of components in the model.');
    }
    flatten(observations.values, [observations.values.length], 'data');
    this.means = plusPlus(observations, this.nComponents, this.#draws);
    return this.means;
  }
}

// outside the class, so that a bundler has no reason to rename it
function mixtureOf({ nComponents, weights, means, vars }: GMMModel, options?: GMMOptions): GMM {
  return new GMM(nComponents, weights, means, vars, options);
}

export default GMM;
// what `require` gives is GMM
export { GMM, GMM as 'module.exports', Histogram };
