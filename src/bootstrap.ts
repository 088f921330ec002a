// How sure the parameters are: the model is fitted again to many samples drawn from the data, each time from where it
// is, and the spread of what comes out is told. (Efron 1979; for mixtures: O'Hagan, Murphy, Scrucca & Gormley 2019)

import { matched } from './bootstrap/matching.js';
import type { ReplicateType } from './bootstrap/resample.js';
import type { Data } from './data.js';
import type { CovarianceShapes, CovarianceType } from './family.js';
import { choose } from './kernel/load.js';
import type { GaussianMixture } from './model.js';
import { refuseNonObject, refuseUnknown, show } from './names.js';
import { checkOptions, type FitOptions, isModel, type NumbersIn } from './options.js';
import { splitRows, unpackBlocks } from './parameters.js';
import type { Signal } from './platform.js';
import { readSheet } from './sheet.js';
import type { Exercise } from './solve.js';
import { solveMany } from './threads/many.js';
import { throwIfAborted } from './watch.js';

/** What `bootstrap` takes. */
export interface BootstrapOptions
  extends Pick<
    FitOptions,
    'tol' | 'maxIter' | 'regCovar' | 'prior' | 'sampleWeight' | 'acceleration' | 'backend' | 'arithmetic' | 'wasm'
  > {
  /** How many samples are drawn, at least 2; 999 if left out. */
  readonly replicates?: number;
  /**
   * `'weighted-likelihood'` gives every row a random weight, so that no component loses all of its rows; it is the
   * default. `'nonparametric'` draws n rows with replacement.
   */
  readonly type?: ReplicateType;
  /** Of the intervals, between 0 and 1; 0.95 if left out. */
  readonly level?: number;
  /** An integer, 0 … 2³²−1; 0 if left out. */
  readonly seed?: number;
  /** How many threads may be used, 1 to 256; `'auto'`, the default, takes as many as the work is worth. */
  readonly threads?: number | 'auto';
  /** Ends the work with the signal's reason. */
  readonly signal?: Signal;
  /** Told after each replicate. */
  readonly onProgress?: (progress: { readonly completed: number; readonly total: number }) => void;
}

/** Numbers in the shapes of a model's parameters. */
export interface ParameterShapes<T extends CovarianceType> {
  /** K */
  readonly weights: Float64Array;
  /** K rows of d */
  readonly means: Float64Array[];
  readonly covariances: CovarianceShapes[T];
}

/** What `bootstrap` gives. */
export interface Bootstrap<T extends CovarianceType = CovarianceType> {
  /** The standard deviation of each parameter over the replicates. */
  readonly standardErrors: ParameterShapes<T>;
  /** The interval between the quantiles at (1 ∓ level)/2 of the replicates. */
  readonly intervals: { readonly lower: ParameterShapes<T>; readonly upper: ParameterShapes<T> };
  readonly level: number;
  /** Replicates that gave a model. */
  readonly replicates: number;
  /** Replicates that gave none; their reasons, each once. */
  readonly failed: number;
  readonly failures: readonly string[];
}

const KEYS = [
  ...['replicates', 'type', 'level', 'seed', 'threads', 'signal', 'onProgress'],
  ...['tol', 'maxIter', 'regCovar', 'prior', 'sampleWeight', 'acceleration', 'backend', 'arithmetic', 'wasm'],
];
const TYPES: readonly ReplicateType[] = ['weighted-likelihood', 'nonparametric'];

/**
 * Standard errors and percentile intervals of the parameters of a model, by fits of resampled data in threads.
 *
 * The same seed gives the same numbers for any number of threads. Components of a replicate are matched to those of the
 * model before anything is averaged, so that it does not matter in which order they come out.
 *
 * @param data - the rows the model was fitted to; read before the call returns
 * @param model - a model of them; every replicate starts from it
 * @throws TypeError, RangeError for data or options that are wrong
 * @throws the reason of `signal` once it is aborted, and what `onProgress` throws
 * @throws Error if fewer than two replicates gave a model
 */
export async function bootstrap<T extends CovarianceType>(
  data: Data,
  model: GaussianMixture<T>,
  options: BootstrapOptions = {},
): Promise<Bootstrap<T>> {
  refuseNonObject(options, '{ replicates: 999, seed: 1 }');
  refuseUnknown(options, KEYS);
  if (!isModel(model)) {
    throw new TypeError(`bootstrap takes the data and a model of it, got ${show(model)} for a model`);
  }
  const { replicates = 999, type = 'weighted-likelihood', level = 0.95, onProgress, ...rest } = options;
  checkOwn(replicates, type, level, onProgress);
  const { k, d, covarianceType } = model.internal();
  const { seed, signal, threads = 'auto', wasm, ...shared } = checkOptions({ ...rest, nComponents: k, covarianceType });
  throwIfAborted(signal);
  const sheet = readSheet(data);
  if (sheet.shape[1] !== d) throw new RangeError(`the model has ${d} features, the data has ${sheet.shape[1]}`);
  const sampleWeight = shared.sampleWeight && Float64Array.from(shared.sampleWeight);
  const start = {
    weightsInit: model.weights,
    meansInit: model.means,
    covariancesInit: model.covariances as NumbersIn,
  };
  const exercises: Exercise[] = Array.from({ length: replicates }, (_, index) => ({
    options: { ...shared, ...start, ...(sampleWeight && { sampleWeight }), seed },
    replicate: { type, seed, index },
  }));
  const engine = await choose({ ...shared, ...(wasm && { wasm }), ...(signal && { signal }) });
  const draws: (Float64Array | undefined)[] = new Array(replicates);
  const failures = new Set<string>();
  let completed = 0;
  await solveMany(sheet, exercises, { threads, signal, engine }, (index, end) => {
    if (end instanceof Error) failures.add(end.message);
    else draws[index] = matched(model.internal(), end.state);
    completed++;
    onProgress?.({ completed, total: replicates });
  });
  const given = draws.filter((draw) => draw !== undefined);
  if (given.length < 2)
    throw new Error(`only ${given.length} of ${replicates} replicates gave a model: ${[...failures]}`);
  const { deviations, lower, upper } = spread(given, level);
  return {
    standardErrors: shaped(deviations, model, false),
    intervals: { lower: shaped(lower, model, true), upper: shaped(upper, model, true) },
    level,
    replicates: given.length,
    failed: replicates - given.length,
    failures: [...failures],
  };
}

function checkOwn(replicates: unknown, type: unknown, level: unknown, onProgress: unknown): void {
  if (!(Number.isInteger(replicates) && (replicates as number) >= 2)) {
    throw new RangeError(`option replicates must be an integer of at least 2, got ${show(replicates)}`);
  }
  if (!TYPES.includes(type as ReplicateType)) {
    throw new RangeError(`option type must be one of ${TYPES.join(', ')}; got ${show(type)}`);
  }
  if (!(typeof level === 'number' && level > 0 && level < 1)) {
    throw new RangeError(`option level must be a number between 0 and 1, got ${show(level)}`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`option onProgress must be a function, got ${show(onProgress)}`);
  }
}

/** Standard deviation and quantiles of each number over the draws. */
function spread(draws: readonly Float64Array[], level: number) {
  const [{ length }] = draws;
  const deviations = new Float64Array(length);
  const lower = new Float64Array(length);
  const upper = new Float64Array(length);
  const column = new Float64Array(draws.length);
  for (let at = 0; at < length; at++) {
    for (let i = 0; i < draws.length; i++) column[i] = draws[i][at];
    const mean = column.reduce((sum, x) => sum + x, 0) / draws.length;
    const squares = column.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
    deviations[at] = Math.sqrt(squares / (draws.length - 1));
    column.sort();
    lower[at] = quantileOf(column, (1 - level) / 2);
    upper[at] = quantileOf(column, (1 + level) / 2);
  }
  return { deviations, lower, upper };
}

/** Between the two nearest of sorted numbers, linearly (Hyndman & Fan 1996, type 7). */
function quantileOf(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** @param located - whether means are places, and the origin is to be added */
function shaped<T extends CovarianceType>(
  numbers: Float64Array,
  model: GaussianMixture<T>,
  located: boolean,
): ParameterShapes<T> {
  const { k, d, origin } = model.internal();
  const means = numbers.slice(k, k + k * d).map((mean, at) => (located ? mean + origin[at % d] : mean));
  return {
    weights: numbers.slice(0, k),
    means: splitRows(means, d),
    covariances: unpackBlocks(numbers.subarray(k + k * d), model.covarianceType, k, d, 0),
  };
}
