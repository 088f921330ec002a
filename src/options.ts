// Options: their types, defaults and checks. Unknown names are refused, and so are options that this version lacks.

import {
  type CovarianceShapes,
  type CovarianceSynonym,
  type CovarianceType,
  covarianceNames,
  familyOf,
} from './family.js';
import type { KernelOptions } from './kernel/load.js';
import type { GaussianMixture } from './model.js';
import { kindOf, nearestName, refuseNonObject, refuseUnknown, show } from './names.js';
import type { Signal } from './platform.js';

/** How the first parameters are found when none are given. */
export type InitParams = 'small-em' | 'kmeans' | 'k-means++' | 'random' | 'random_from_data';

/** What makes EM faster. */
export type Acceleration = 'none' | 'squarem';

/** A point of the run, as `onIteration` sees it. */
export interface IterationInfo {
  /** Which of `nInit` runs, from 0. */
  readonly run: number;
  /**
   * M-steps so far; 0 is the start. With acceleration also points that were refused, which are not shown. A run whose end
   * is not healthy begins again at 0, from its next best start.
   */
  readonly iteration: number;
  /** Passes over the data so far in this run. */
  readonly passes: number;
  /** Mean log-likelihood of a sample, in nats, at the present parameters. */
  readonly lowerBound: number;
  /** With a prior: what EM maximises, by the sample, as the model's `objective`; without one the same as `lowerBound`. */
  readonly objective: number;
  /** A copy of the present weights, means and covariances, in the order of that moment. */
  parameters(): {
    weights: Float64Array;
    means: Float64Array[];
    covariances: CovarianceShapes[CovarianceType];
  };
}

/** Nested or flat numbers of the family's shape. */
export type NumbersIn =
  | number
  | ArrayLike<number>
  | ArrayLike<ArrayLike<number>>
  | ArrayLike<ArrayLike<ArrayLike<number>>>;

/** The conjugate prior of Fraley & Raftery (2007): μ_k | Σ_k ~ N(mean, Σ_k/shrinkage), Σ_k ~ inverse Wishart(dof, scale). */
export interface PriorOptions {
  /** κ ≥ 0: the mean of a component counts as known from so many samples; 0.01. With 0 means are free. */
  readonly shrinkage?: number;
  /** ν, degrees of freedom: more than d − 1 for full covariances, more than 0 otherwise; d + 2. */
  readonly dof?: number;
  /** d numbers; the mean of the data. */
  readonly mean?: NumbersIn;
  /**
   * Λ, in squared units of the data: d × d for full and tied covariances, d variances for diagonal ones, one for
   * spherical ones; a number stands for equal variances. Left out: the (unbiased) covariance of the data, or what of it
   * the family has, divided by K^(2/d).
   */
  readonly scale?: NumbersIn;
}

/** What `fit` can be told. */
export interface FitOptions<T extends CovarianceType | CovarianceSynonym = CovarianceType | CovarianceSynonym>
  extends KernelOptions {
  /** The number of components K, from 1 to the number of samples. */
  readonly nComponents: number;
  /** The covariance family; `'full'` if left out. */
  readonly covarianceType?: T;
  /** Stops when the estimated remaining gain of the mean log-likelihood is below this; 0 never stops early. 1e-7. */
  readonly tol?: number;
  /** Added to each variance: a number, or a share of the pooled within-cluster variance. `{ relative: 1e-6 }`. */
  readonly regCovar?: number | { readonly relative: number };
  /** M-steps at most (with acceleration, passes after the first), 2000; 0 evaluates the start. */
  readonly maxIter?: number;
  /** Runs from different starts, of which the best is kept; 1. */
  readonly nInit?: number;
  /** How starts are found; `'small-em'`, which tries several, if left out. The others take one. */
  readonly initParams?: InitParams;
  /** K non-negative weights that sum to 1. */
  readonly weightsInit?: ArrayLike<number>;
  /** K means: nested, or flat of length K·d. */
  readonly meansInit?: NumbersIn;
  /** Covariances of the family's shape. */
  readonly covariancesInit?: NumbersIn;
  /** Precisions (inverse covariances) of the family's shape. */
  readonly precisionsInit?: NumbersIn;
  /** n × K responsibilities, whose rows sum to 1; the fit begins with an M-step. */
  readonly responsibilitiesInit?: NumbersIn;
  /** A model to go on from: same K, d and family. */
  readonly warmStart?: GaussianMixture;
  /** An integer, 0 … 2³²−1; 0 if left out, so that results repeat. */
  readonly seed?: number;
  /** A non-negative weight for each sample; an integer weight counts as so many copies. */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * `'squarem'` extrapolates from plain steps once they are small (Varadhan & Roland 2008): fewer passes, and now and
   * then another optimum; `'none'` if left out.
   */
  readonly acceleration?: Acceleration;
  /**
   * Fits the mode of the posterior instead of the maximum of the likelihood: `true` for mclust's default prior (for
   * diagonal families with the variance of each feature, where mclust has their mean), or what of it is to be otherwise.
   * Components do not collapse then. Log-likelihoods stay what they are; what grows is the model's `objective`, up to what
   * `regCovar` adds.
   */
  readonly prior?: boolean | PriorOptions;
  /** How many threads `fit` may use, 1 to 256; `'auto'`, the default, takes as many as the work is worth. */
  readonly threads?: number | 'auto';
  /**
   * `'f32'` keeps the rows in single precision: half the memory, and a fit of the data rounded to 24 bits about its
   * origin, in the same time. `'f64'` if left out.
   *
   * All arithmetic stays in double precision. In single precision an iteration would be 1.5 to 1.65 times as fast (`full`
   * from 8 features on; `diag` of 8 to 64: 1.2 to 1.35), but `converged` would no longer mean it. The log-likelihood would
   * fall between some steps, by some 1e-8 to 1e-7 in the mean, and the stop rule would take that noise for the end: of
   * slow fits of 8 overlapping components 2e-7 to 6e-6 in the mean were still to come, where `tol` is 1e-7 and doubles
   * leave 9e-8. At a condition of 1e6 most fits would not settle at all, for want of digits in the scatter.
   */
  readonly precision?: 'f64' | 'f32';
  /** Called after every pass at a point that is accepted, and must answer at once; returning false ends the fit and keeps what is there. */
  readonly onIteration?: (info: IterationInfo) => unknown;
  /** Ends the fit with the signal's reason. */
  readonly signal?: Signal;
}

/** Options after checking, with defaults filled in. */
export interface CheckedOptions extends FitOptions {
  readonly nComponents: number;
  readonly covarianceType: CovarianceType;
  readonly tol: number;
  readonly regCovar: number | { readonly relative: number };
  readonly maxIter: number;
  readonly nInit: number;
  readonly initParams: InitParams;
  readonly seed: number;
  readonly acceleration: Acceleration;
  readonly backend: 'auto' | 'wasm' | 'js';
  readonly arithmetic: 'strict' | 'relaxed';
}

const INIT_PARAMS: readonly InitParams[] = ['small-em', 'kmeans', 'k-means++', 'random', 'random_from_data'];
const ACCELERATIONS: readonly Acceleration[] = ['none', 'squarem'];

/** Nobody has more; and each costs memory. */
const MOST_THREADS = 256;

type Check = (value: unknown, name: string) => void;

/** Every option with its check. */
const CHECKS: Readonly<Record<string, Check>> = {
  nComponents: (value, name) =>
    integer(value, name, 1, 2_147_483_647, Array.isArray(value) ? '; select tries several' : ''),
  covarianceType: (value, name) => oneOf(value, name, covarianceNames),
  tol: (value, name) => number(value, name, 0),
  regCovar: floor,
  maxIter: (value, name) => integer(value, name, 0, 2_147_483_647),
  nInit: (value, name) => integer(value, name, 1, 2_147_483_647),
  initParams: (value, name) => oneOf(value, name, INIT_PARAMS),
  weightsInit: arrayLike,
  meansInit: numbers,
  covariancesInit: numbers,
  precisionsInit: numbers,
  responsibilitiesInit: numbers,
  warmStart: model,
  seed: (value, name) => integer(value, name, 0, 4_294_967_295, '; for instance Date.now() >>> 0'),
  sampleWeight: arrayLike,
  acceleration: (value, name) => oneOf(value, name, ACCELERATIONS),
  prior,
  threads: checkThreads,
  backend: (value, name) => oneOf(value, name, ['auto', 'wasm', 'js']),
  arithmetic: (value, name) => oneOf(value, name, ['strict', 'relaxed']),
  precision: (value, name) => oneOf(value, name, ['f64', 'f32']),
  wasm: binary,
  onIteration: (value, name) => kind(typeof value === 'function', value, name, 'a function'),
  signal: (value, name) => kind(isSignal(value), value, name, 'an AbortSignal'),
};

function kind(holds: boolean, value: unknown, name: string, expected: string, hint = ''): void {
  if (!holds) throw new TypeError(`option ${name} must be ${expected}, got ${show(value)}${hint}`);
}

function numeric(value: unknown, name: string, expected: string, hint = ''): void {
  const convert = typeof value === 'string' && Number(value) >= 0 ? '; convert it with Number(value)' : hint;
  kind(typeof value === 'number', value, name, expected, convert);
}

function number(value: unknown, name: string, least: number): void {
  numeric(value, name, 'a number');
  if (!((value as number) >= least && (value as number) < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`option ${name} must be a finite number of at least ${least}, got ${show(value)}`);
  }
}

function integer(value: unknown, name: string, least: number, most: number, hint = ''): void {
  numeric(value, name, 'an integer', hint);
  if (!(Number.isInteger(value) && (value as number) >= least && (value as number) <= most)) {
    throw new RangeError(`option ${name} must be an integer from ${least} to ${most}, got ${show(value)}${hint}`);
  }
}

function oneOf(value: unknown, name: string, names: readonly string[]): void {
  kind(typeof value === 'string', value, name, 'a string');
  if (names.includes(value as string)) return;
  const near = nearestName(value as string, names);
  const hint = near ? `; did you mean '${near}'?` : '';
  throw new RangeError(`option ${name} must be one of ${names.join(', ')}; got ${show(value)}${hint}`);
}

/** The check of `threads`, wherever it is an option. */
export function checkThreads(value: unknown, name: string): void {
  if (value === 'auto') return;
  if (typeof value !== 'number') throw new TypeError(`option ${name} must be a number or 'auto', got ${show(value)}`);
  integer(value, name, 1, MOST_THREADS);
}

function floor(value: unknown, name: string): void {
  if (typeof value === 'number') {
    number(value, name, 0);
    return;
  }
  kind(typeof value === 'object' && value !== null, value, name, 'a number or { relative: number }');
  for (const key of Object.keys(value as object)) {
    if (key !== 'relative') throw new TypeError(`option ${name} has an unknown key '${key}'; use { relative: number }`);
  }
  number((value as { relative: unknown }).relative, `${name}.relative`, 0);
}

function prior(value: unknown, name: string): void {
  if (typeof value === 'boolean') return;
  const holds = typeof value === 'object' && value !== null && !Array.isArray(value);
  kind(holds, value, name, 'true or { shrinkage, dof, mean, scale }');
  refuseUnknown(value as object, ['shrinkage', 'dof', 'mean', 'scale'], `key of option ${name}`);
  const { shrinkage, dof, mean, scale } = value as PriorOptions;
  for (const [key, given] of Object.entries({ shrinkage, dof })) {
    if (given !== undefined) number(given, `${name}.${key}`, 0);
  }
  for (const [key, given] of Object.entries({ mean, scale })) {
    if (given !== undefined) numbers(given, `${name}.${key}`);
  }
}

function arrayLike(value: unknown, name: string): void {
  const length = (value as ArrayLike<number> | null)?.length;
  kind(typeof value === 'object' && typeof length === 'number', value, name, 'an array of numbers');
}

function numbers(value: unknown, name: string): void {
  if (typeof value === 'number') return;
  arrayLike(value, name);
}

/** A module, bytes or a URL, of any realm. */
function binary(value: unknown, name: string): void {
  const tag = kindOf(value);
  if (ArrayBuffer.isView(value)) return;
  if (['WebAssembly.Module', 'ArrayBuffer', 'SharedArrayBuffer', 'URL'].includes(tag)) return;
  const hints: Readonly<Record<string, string>> = { Promise: '; await it', String: '; make a URL of an address' };
  const expected = 'a WebAssembly.Module, its bytes, or a URL';
  throw new TypeError(`option ${name} must be ${expected}, got ${show(value)}${hints[tag] ?? ''}`);
}

/** A model, of whichever entry of the package. */
export function isModel(value: unknown): value is GaussianMixture {
  const model = value as { covarianceType?: unknown; internal?: unknown } | null;
  return typeof model === 'object' && typeof model?.internal === 'function' && 'covarianceType' in model;
}

function model(value: unknown, name: string): void {
  kind(isModel(value), value, name, 'a GaussianMixture (from a JSON: GaussianMixture.fromJSON)');
}

export function isSignal(value: unknown): value is Signal {
  const signal = value as Signal | null;
  return typeof signal === 'object' && typeof signal?.aborted === 'boolean' && 'addEventListener' in signal;
}

/**
 * Checks options and fills in defaults. Options that are undefined count as left out.
 *
 * @throws TypeError for an unknown option or one of the wrong kind, RangeError for a wrong value
 */
export function checkOptions(options: FitOptions): CheckedOptions {
  refuseNonObject(options, '{ nComponents: 3 }');
  refuseUnknown(options, Object.keys(CHECKS));
  if (!Object.hasOwn(options, 'nComponents') || options.nComponents === undefined) {
    throw new TypeError('option nComponents is required: the number of components, for example { nComponents: 3 }');
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) CHECKS[name](value, name);
  const checked = {
    tol: 1e-7,
    regCovar: { relative: 1e-6 },
    maxIter: 2000,
    nInit: 1,
    initParams: 'small-em',
    seed: 0,
    acceleration: 'none',
    backend: 'auto',
    arithmetic: 'strict',
    ...Object.fromEntries(given),
    covarianceType: familyOf(options.covarianceType ?? 'full'),
  } as CheckedOptions;
  checkStart(checked);
  return checked;
}

/** Checks those options that another call shares with `fit`; undefined ones count as left out. */
export function checkShared(options: object, names: readonly string[]): void {
  for (const name of names) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) CHECKS[name](value, name);
  }
}

/** Which starts go together. */
function checkStart(options: CheckedOptions): void {
  const { weightsInit, meansInit, covariancesInit, precisionsInit, responsibilitiesInit, warmStart, nInit } = options;
  if (covariancesInit !== undefined && precisionsInit !== undefined) {
    throw new TypeError('options covariancesInit and precisionsInit say the same thing: give one of them');
  }
  const parts = { weightsInit, meansInit, covariancesInit, precisionsInit };
  const named = Object.entries(parts).filter(([, value]) => value !== undefined);
  const whole = { warmStart, responsibilitiesInit };
  for (const [name, value] of Object.entries(whole)) {
    if (value === undefined) continue;
    const other = [
      ...named.map(([key]) => key),
      ...Object.keys(whole).filter((key) => key !== name && whole[key as keyof typeof whole] !== undefined),
    ];
    if (other.length > 0)
      throw new TypeError(`option ${name} is a whole start: it does not go with ${other.join(', ')}`);
  }
  const complete = weightsInit !== undefined && meansInit !== undefined && named.length === 3;
  const single =
    warmStart !== undefined ? 'warmStart' : responsibilitiesInit !== undefined ? 'responsibilitiesInit' : undefined;
  if (nInit > 1 && (single !== undefined || complete)) {
    const start = single ?? 'a complete start';
    throw new RangeError(`with ${start} every run would be the same: nInit must be 1, got ${nInit}`);
  }
}
