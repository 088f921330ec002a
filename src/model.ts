// What a fit returns, and what can be asked of it. A model keeps its parameters in the internal coordinates of the fit,
// so that `score` of the training data is the log-likelihood to the bit, and shows rounded copies in the caller's units.

import { type Data, type Rows, toRows } from './data.js';
import { type CovarianceShapes, type CovarianceSynonym, type CovarianceType, codeOf, type FamilyOf } from './family.js';
import { chooseSync, type Execution } from './kernel/load.js';
import { logOf, prepareBlock } from './kernel/prepare.js';
import { type GivenParameters, readParameters } from './model/construct.js';
import { each } from './model/each.js';
import { evaluateAsync, evaluateSync } from './model/evaluate.js';
import type { Evaluator, Mixture } from './model/evaluator.js';
import { conditionState, marginalState } from './model/features/index.js';
import { type MclustJSON, readMclust } from './model/foreign/mclust.js';
import { readScikitLearn, type ScikitLearnJSON } from './model/foreign/scikit-learn.js';
import { type GaussianMixtureJSON, modelToJSON, readJSON } from './model/json.js';
import { densityAt, distributionAt, quantileAt, univariateOf } from './model/line/index.js';
import { meanOf } from './model/mean.js';
import { mixtureOf } from './model/mixture.js';
import { drawSamples, type Samples } from './model/sample.js';
import type { ModelState, Online } from './model/state.js';
import { refuseNonObject, refuseUnknown, show } from './names.js';
import type { PartialFitOptions } from './online/options.js';
import { proceed } from './online/proceed.js';
import { checkThreads, isSignal } from './options.js';
import { splitRows, unpackBlocks } from './parameters.js';
import type { Signal } from './platform.js';
import { allTimesPower, timesPower } from './scale.js';
import type { Steps } from './steps.js';
import { usefulWeights } from './weights.js';

const ON_THE_LINE = { name: 'x', expected: 'a number, not NaN', accepts: (x: number) => !Number.isNaN(x) };
const PROBABILITY = { name: 'p', expected: 'from 0 to 1', accepts: (p: number) => p >= 0 && p <= 1 };

/** Weights of samples, for `score` and `bic`. */
export interface ScoreOptions {
  /** A non-negative weight for each sample. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** Options of the asynchronous calls. */
export interface AsyncOptions {
  /** How many threads may be used, 1 to 256; `'auto'`, the default, takes as many as the work is worth. */
  readonly threads?: number | 'auto';
  /** Ends the work with the signal's reason. */
  readonly signal?: Signal;
}

/**
 * A mixture of K Gaussians in d dimensions: p(x) = Σ_k w_k N(x | μ_k, Σ_k).
 *
 * All arrays are copies: editing them does not change the model. In `gmm-wasm/core` what is asked about rows needs
 * WebAssembly, and is an error where it cannot run; what is asked about parameters is answered everywhere.
 */
export class GaussianMixture<T extends CovarianceType = CovarianceType> {
  readonly covarianceType: T;
  /** K */
  readonly nComponents: number;
  /** d */
  readonly nFeatures: number;
  /** K weights that sum to 1. */
  readonly weights: Float64Array;
  /** K means of d numbers: `means[k][j]`. */
  readonly means: Float64Array[];
  /** Covariances in scikit-learn's shape: K × d × d, d × d, K × d, K, d, or a number. */
  readonly covariances: CovarianceShapes[T];

  /** Total log-likelihood of the training data at these parameters, in nats; NaN without training and after `partialFit`. */
  readonly logLikelihood: number;
  /** Its mean over samples (over the sum of weights). */
  readonly lowerBound: number;
  /** Mean log-likelihood at the start and after each M-step; with acceleration, at the points that were accepted. */
  readonly history: Float64Array;
  /**
   * With a prior: at the same points the mean log-likelihood and, divided by the sum of weights, the logarithm of the prior
   * up to a constant, whose sum EM maximises. Empty without a prior.
   */
  readonly objective: Float64Array;
  /** Whether the stop rule held. */
  readonly converged: boolean;
  /** M-steps done; with acceleration, passes after the first. */
  readonly nIter: number;
  /** Components whose covariance is held only by the floor. */
  readonly collapsed: readonly number[];
  /** Components that are the likeliest for fewer than d + 2 distinct rows; in tied families, for none. */
  readonly spurious: readonly number[];
  /** Components of weight 0. */
  readonly empty: readonly number[];
  /** Sentences about what is wrong with the fit; empty if nothing is. */
  readonly warnings: readonly string[];

  readonly #state: ModelState;
  #known: Mixture | undefined;

  /** Models come from `fit`, `fitSync` and the static `from…` functions. */
  private constructor(state: ModelState) {
    if (!(state?.origin instanceof Float64Array)) {
      throw new TypeError(
        'GaussianMixture has no public constructor: use fit(data, options), GaussianMixture.fromParameters or fromJSON',
      );
    }
    const { covarianceType, d, k, origin, exponent, weights, means, covariances, training, online } = state;
    this.#state = state;
    this.covarianceType = covarianceType as T;
    this.nComponents = k;
    this.nFeatures = d;
    this.weights = weights.slice();
    const shown = allTimesPower(means, -exponent).map((mean, at) => mean + origin[at % d]);
    this.means = splitRows(shown, d);
    this.covariances = unpackBlocks(covariances, this.covarianceType, k, d, -2 * exponent);
    this.logLikelihood = training?.logLikelihood ?? Number.NaN;
    this.lowerBound = training ? training.history[training.history.length - 1] : Number.NaN;
    this.history = Float64Array.from(training?.history ?? []);
    this.objective = Float64Array.from(training?.objective ?? []);
    this.converged = training?.converged ?? false;
    this.nIter = training?.nIter ?? 0;
    const found = training ?? online;
    this.collapsed = [...(found?.collapsed ?? [])];
    this.spurious = [...(training?.spurious ?? [])];
    this.empty = [...(found?.empty ?? [])];
    this.warnings = [...(found?.warnings ?? [])];
    Object.freeze(this);
  }

  /**
   * What the fit ran on; of a model that was not fitted, what answers its questions.
   *
   * @throws Error in `gmm-wasm/core`, of a model that was not fitted, where WebAssembly cannot run
   */
  get execution(): Execution {
    const { training, choice } = this.#state;
    return { ...(training?.execution ?? (choice ?? chooseSync({})).execution) };
  }

  /** The state, live. @internal */
  internal(): ModelState {
    return this.#state;
  }

  /** What the kernel evaluates; factors are computed at the first question. */
  #mixture(): Mixture {
    this.#known ??= mixtureOf(this.#state);
    return this.#known;
  }

  #ask<R>(data: Data, task: (evaluator: Evaluator) => Steps<R>): R {
    return evaluateSync(this.#mixture(), this.#state.choice, toRows(data, { features: this.nFeatures }), task);
  }

  async #askAsync<Out extends Int32Array | Float64Array>(
    data: Data,
    options: AsyncOptions,
    out: (n: number) => Out,
    task: (evaluator: Evaluator) => Steps<Out>,
  ): Promise<Out> {
    refuseNonObject(options, '{ signal }');
    refuseUnknown(options, ['threads', 'signal']);
    const { threads = 'auto', signal } = options;
    checkThreads(threads, 'threads');
    if (signal !== undefined && !isSignal(signal)) {
      throw new TypeError(`option signal must be an AbortSignal, got ${show(signal)}`);
    }
    const rows = toRows(data, { features: this.nFeatures });
    return evaluateAsync(this.#mixture(), this.#state.choice, rows, { threads, signal, out, task });
  }

  /** What a log-density in the caller's units has more than one in internal units. */
  get #shift(): number {
    return this.nFeatures * this.#state.exponent * Math.LN2;
  }

  /** Precisions Σ⁻¹, in the shape of `covariances`. */
  get precisions(): CovarianceShapes[T] {
    const { d, k, exponent, covarianceType } = this.#state;
    const inverses = prepareBlock(this.#state, codeOf(covarianceType), true);
    return unpackBlocks(inverses, this.covarianceType, k, d, 2 * exponent);
  }

  /**
   * The likeliest component of each row; the lowest index on a tie.
   *
   * @returns n labels
   * @throws TypeError, RangeError for data that does not fit
   */
  predict(data: Data): Int32Array {
    return this.#ask(data, (evaluator) => evaluator.labels());
  }

  /** `predict` in other threads, or on this one in pieces of at most about 16 ms; the data may not change meanwhile. */
  predictAsync(data: Data, options: AsyncOptions = {}): Promise<Int32Array> {
    const out = (n: number) => new Int32Array(n);
    return this.#askAsync(data, options, out, (evaluator) => evaluator.labels());
  }

  /**
   * Responsibilities r_ik = w_k N(x_i | μ_k, Σ_k)/p(x_i); exactly 0 below 2^−64 of the largest.
   *
   * @returns n·K numbers, row-major
   */
  predictProba(data: Data): Float64Array {
    return this.#ask(data, (evaluator) => evaluator.responsibilities());
  }

  /**
   * How unsure the label of each row is: 1 − max_k r_ik, from 0 to 1 − 1/K, taken as the sum of the other
   * responsibilities, so that small ones keep their digits; exactly 0 where all others are. (mclust's uncertainty)
   *
   * @returns n numbers; unlike `predictProba` this takes no memory of n·K
   * @throws TypeError, RangeError for data that does not fit
   */
  uncertainty(data: Data): Float64Array {
    return this.#ask(data, (evaluator) => evaluator.uncertainty());
  }

  /** ln p(x) of each row, in nats. */
  scoreSamples(data: Data): Float64Array {
    const shift = this.#shift;
    return this.#ask(data, (evaluator) => evaluator.logDensities()).map((value) => value + shift);
  }

  /** `scoreSamples` as `predictAsync` does it. */
  async scoreSamplesAsync(data: Data, options: AsyncOptions = {}): Promise<Float64Array> {
    const shift = this.#shift;
    const out = (n: number) => new Float64Array(n);
    return (await this.#askAsync(data, options, out, (evaluator) => evaluator.logDensities())).map((v) => v + shift);
  }

  /** Rows to be judged by, and their weights; undefined if every weight is 1. */
  #judged(data: Data, options: ScoreOptions): { rows: Rows; weights: Float64Array | undefined } {
    refuseNonObject(options, '{ sampleWeight }');
    refuseUnknown(options, ['sampleWeight']);
    const rows = toRows(data, { features: this.nFeatures });
    const weights = options.sampleWeight === undefined ? undefined : usefulWeights(options.sampleWeight, rows.n);
    if (rows.n === 0) throw new RangeError('the mean over no samples is not defined: data has no rows');
    return { rows, weights };
  }

  /** Total log-likelihood and total weight of rows, both times 2^−exponent. */
  #total(data: Data, options: ScoreOptions): { logLikelihood: number; weight: number; exponent: number } {
    const { rows, weights } = this.#judged(data, options);
    const total = evaluateSync(this.#mixture(), this.#state.choice, rows, (evaluator) => evaluator.total(weights));
    return { ...total, logLikelihood: total.logLikelihood + total.weight * this.#shift };
  }

  /** The mean of ln p(x) over rows (weighted by `sampleWeight`), in nats. On the training data: `lowerBound`. */
  score(data: Data, options: ScoreOptions = {}): number {
    const { logLikelihood, weight } = this.#total(data, options);
    return logLikelihood / weight;
  }

  /** Free parameters: (K − 1) + K·d + those of the covariances. */
  get nParameters(): number {
    const { d, k, covariances } = this.#state;
    return k - 1 + k * d + covariances.length;
  }

  /** Log-likelihood and weight of the given rows, or of the training data. */
  #basis(data: Data | undefined, options: ScoreOptions): { logLikelihood: number; weight: number } {
    if (data !== undefined) {
      const { logLikelihood, weight, exponent } = this.#total(data, options);
      return { logLikelihood: timesPower(logLikelihood, exponent), weight: timesPower(weight, exponent) };
    }
    const { training, online } = this.#state;
    if (training) return { logLikelihood: training.logLikelihood, weight: training.totalWeight };
    const how = online ? 'was carried on by partialFit, which keeps no data' : 'has not been fitted';
    throw new TypeError(`this model ${how}: pass the data to judge it by`);
  }

  /** −2L + p·ln n of the training data or of other data; n is the sum of weights. Lower is better. (Schwarz 1978) */
  bic(data?: Data, options: ScoreOptions = {}): number {
    const { logLikelihood, weight } = this.#basis(data, options);
    return -2 * logLikelihood + this.nParameters * logOf(weight);
  }

  /** −2L + 2p. Lower is better. (Akaike 1974) */
  aic(data?: Data, options: ScoreOptions = {}): number {
    return -2 * this.#basis(data, options).logLikelihood + 2 * this.nParameters;
  }

  /** bic − 2 Σ_i w_i ln max_k r_ik of the given rows. Lower is better. (Biernacki, Celeux & Govaert 2000) */
  icl(data: Data, options: ScoreOptions = {}): number {
    const { rows, weights } = this.#judged(data, options);
    const entropy = evaluateSync(this.#mixture(), this.#state.choice, rows, (evaluator) =>
      evaluator.certainty(weights),
    );
    return this.bic(data, options) - 2 * entropy;
  }

  /**
   * Draws from the mixture; the same seed gives the same bits everywhere.
   *
   * @param n - how many rows
   * @param options.seed - an integer, 0 … 2³²−1; 0 if left out
   * @returns n·d numbers, row-major, and the component of each row
   */
  sample(n: number, options: { readonly seed?: number } = {}): Samples {
    refuseNonObject(options, '{ seed: 1 }');
    refuseUnknown(options, ['seed']);
    return drawSamples(this.#mixture(), n, options.seed ?? 0);
  }

  /** The mean of the whole mixture, Σ_k w_k μ_k: d numbers. Of `condition(…)` it is the regression. */
  get mean(): Float64Array {
    return meanOf(this.#state);
  }

  /**
   * The density p(x) = Σ_k w_k N(x | μ_k, σ_k²) of a model of one feature; 0 far away, where `scoreSamples` still tells
   * more.
   *
   * @param x - a number, or an array of n; infinite ones are allowed
   * @returns a number, or n
   * @throws TypeError for what is no number; RangeError for NaN, and for a model of more than one feature
   */
  pdf(x: number): number;
  pdf(x: ArrayLike<number>): Float64Array;
  pdf(x: number | ArrayLike<number>): number | Float64Array {
    const line = univariateOf(this.#state, 'pdf(x)');
    return each(x, { ...ON_THE_LINE, answer: (value) => densityAt(line, value) });
  }

  /**
   * The distribution function P(X ≤ x) = Σ_k w_k Φ((x − μ_k)/σ_k) of a model of one feature, from 0 to 1. Small values
   * keep their digits down to 1e-308. (Φ: Cody 1969, 1993)
   *
   * @param x - a number, or an array of n; infinite ones are allowed
   * @returns a number, or n
   * @throws TypeError for what is no number; RangeError for NaN, and for a model of more than one feature
   */
  cdf(x: number): number;
  cdf(x: ArrayLike<number>): Float64Array;
  cdf(x: number | ArrayLike<number>): number | Float64Array {
    const line = univariateOf(this.#state, 'cdf(x)');
    return each(x, { ...ON_THE_LINE, answer: (value) => distributionAt(line, value) });
  }

  /**
   * The quantile of a model of one feature: the least x at which cdf, before it is rounded, reaches p. A larger p never
   * has a smaller quantile.
   *
   * @param p - a number from 0 to 1, or an array of n
   * @returns a number, or n; −Infinity for 0 and Infinity for 1
   * @throws TypeError for what is no number; RangeError outside [0, 1], and for a model of more than one feature
   */
  quantile(p: number): number;
  quantile(p: ArrayLike<number>): Float64Array;
  quantile(p: number | ArrayLike<number>): number | Float64Array {
    const line = univariateOf(this.#state, 'quantile(p)');
    return each(p, { ...PROBABILITY, answer: (value) => quantileAt(line, value) });
  }

  /**
   * The mixture of some of the features, the others left open: same family, weights and order of components. The model
   * has no training of its own (`logLikelihood` is NaN, `bic` wants data).
   *
   * @param features - distinct indices, 0 … d − 1, at least one; the new model has them in this order
   * @throws TypeError, RangeError for anything else; SingularCovarianceError for a covariance that is nearly singular
   */
  marginal(features: ArrayLike<number>): GaussianMixture<T> {
    return this.#derived(marginalState(this.#state, features));
  }

  /**
   * The mixture of the other features, in their order, given that some have these values: p(x_B | x_A). Same family and
   * order of components; weights say how likely each one is now. Its `mean` is Gaussian mixture regression, its
   * `sample`, or its `quantile` where one feature is left, say how far to trust that. (Ghahramani & Jordan 1994; Sung
   * 2004)
   *
   * @param features - distinct indices, 0 … d − 1, at least one and not all
   * @param values - their values, in the same order, finite
   * @throws TypeError, RangeError for anything else; SingularCovarianceError for a covariance that is nearly singular
   */
  condition(features: ArrayLike<number>, values: ArrayLike<number>): GaussianMixture<T> {
    return this.#derived(conditionState(this.#state, features, values));
  }

  /** The model of a state that was made from this one's; whether it can be computed with shows here. */
  #derived(state: ModelState): GaussianMixture<T> {
    return evaluable(state) as GaussianMixture<T>;
  }

  /** How far `partialFit` has come, and how well the last chunk was foreseen; undefined if it was never called. */
  get online(): Online | undefined {
    const { online } = this.#state;
    if (!online) return undefined;
    const { nSamplesSeen, weightSeen, chunkScore, step } = online;
    return { nSamplesSeen, weightSeen, chunkScore, step };
  }

  /**
   * The model after one chunk of new data, by a step of online EM (Cappé & Moulines 2009): for live data, data larger
   * than memory, and data that drifts. This model stays what it is, and can go on another way.
   *
   *   s ← (1 − γ)·s + γ·s̄(chunk; θ),   θ = M-step of s
   *
   * where s are the running statistics by unit of weight and s̄ those of the chunk at the present parameters. With m the
   * weight of the chunk (its rows, without `sampleWeight`), N the weight seen before, and b = K·(d + 1):
   *
   *   `stepExponent` α   γ = m/(N + m)·t^(1 − α),   t = max(1, (N + m)/max(m, b))
   *   `forgetting` λ     γ = (1 − λ^m)/(1 − λ^(N + m))
   *
   * The first is t^(−α) with t the number of chunks of this size so far; chunks of less than b rows are parts of a step.
   * At α = 1 it is m/(N + m): all rows weigh alike, in whichever chunks they come. By the second every row weighs λ times
   * as much as the next (within a chunk all weigh the same), and a mean that moves by v a row is followed λ/(1 − λ)·v
   * behind.
   *
   * A fit has seen its rows; what a model of parameters counts for is `startWeight`. Rows are to come in no particular
   * order: a chunk of one cluster alone moves all weight there. Components keep their order. A `prior` of the fit is not
   * held on to. The origin stays where the fit put it: rows are known to its digits, so that of data that has moved from
   * 10⁹ to 0 nine digits fewer are left.
   *
   * Not in `gmm-wasm/core`: there it is an error.
   *
   * @param chunk - rows of d features, in any form of `Data`; one is enough; finite. Without rows, or with none of positive
   *   weight, the result is this model
   * @returns `online` tells of the step; there is no training data, so `logLikelihood` is NaN and `bic` wants data;
   *   `collapsed` and `empty` are up to date, `spurious` is not known
   * @throws TypeError, RangeError for data or options that do not fit, with the place; SingularCovarianceError if a
   *   covariance cannot be factored, with `regCovar: 0` for instance
   */
  partialFit(chunk: Data, options: PartialFitOptions = {}): GaussianMixture<T> {
    const state = proceed(this.#state, chunk, options);
    return state === this.#state ? this : (modelOf(state) as GaussianMixture<T>);
  }

  /** Everything, to the bit, as plain JSON. */
  toJSON(): GaussianMixtureJSON {
    return modelToJSON(this.#state);
  }

  /**
   * The model of a JSON that `toJSON` made (parsed, or as a string).
   *
   * @throws TypeError for a JSON from elsewhere, RangeError for one whose numbers do not fit together
   */
  static fromJSON(json: GaussianMixtureJSON | string): GaussianMixture {
    return evaluable(readJSON(json));
  }

  /**
   * A model of given parameters, in the shapes of `weights`, `means` and `covariances`.
   *
   * @throws TypeError, RangeError, SingularCovarianceError for parameters that are none
   */
  static fromParameters<const T extends CovarianceType | CovarianceSynonym = 'full'>(
    parameters: GivenParameters<T>,
  ): GaussianMixture<FamilyOf<T>> {
    return evaluable(readParameters(parameters)) as GaussianMixture<FamilyOf<T>>;
  }

  /**
   * The mixture of a fitted `GaussianMixture` of scikit-learn. Its `predictProba` and `scoreSamples` are scikit-learn's
   * but for rounding; components keep their order. The model knows nothing of the fit (`logLikelihood` is NaN, `bic`
   * wants data). Not in `gmm-wasm/core`: there it is an error, and `fromParameters` takes the same numbers.
   *
   * @param json - `{ covariance_type, weights_, means_, covariances_ }` in scikit-learn's shapes, parsed or as a string;
   *   `precisions_cholesky_` beside covariances_, or in their place
   * @throws TypeError for a JSON from elsewhere, RangeError for one whose numbers do not fit together,
   *   SingularCovarianceError for a covariance that is not positive definite
   */
  static fromScikitLearn(json: ScikitLearnJSON | string): GaussianMixture {
    return evaluable(readScikitLearn(json), 'covariances_');
  }

  /**
   * The mixture of an `Mclust` object of R. Its `predictProba` is mclust's z but for rounding; components keep their
   * order. Models between mclust's main ones (VEV, EVE, …) are read as `'full'`, EVI and VEI as `'diag'`: densities are
   * the same, `nParameters` counts those of the wider family. The model knows nothing of the fit.
   *
   * @param json - the object's `parameters`, or the object with them, parsed or as a string; arrays nested in R's order
   *   of dimensions (`mean` d × K, `sigma` d × d × K)
   * @throws TypeError for a JSON from elsewhere, RangeError for one whose numbers do not fit together, and for a noise
   *   component; SingularCovarianceError for a covariance that is not positive definite
   */
  static fromMclust(json: MclustJSON | string): GaussianMixture {
    return evaluable(readMclust(json), 'variance$sigma');
  }
}

/** The model of a state. Outside the class, so that a bundler has no reason to rename it. */
export function modelOf(state: ModelState): GaussianMixture {
  const Model = GaussianMixture as unknown as new (state: ModelState) => GaussianMixture;
  return new Model(state);
}

/** The model of a state from elsewhere, once it is known that it can be computed with. */
function evaluable(state: ModelState, name?: string): GaussianMixture {
  prepareBlock(state, codeOf(state.covarianceType), false, name);
  return modelOf(state);
}
