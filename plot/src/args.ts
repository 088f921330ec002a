// What the functions take, and the checks that they share: a wrong name, shape or number is refused in words.

import type { Data, GaussianMixture, SelectRow } from 'gmm-wasm';
import { type Rows, toRows } from 'gmm-wasm/kernel';

/** Colours for a light or a dark background. */
export type Theme = 'light' | 'dark';

export interface HistogramArgs {
  /** n samples of one feature, in any form that gmm-wasm takes. */
  readonly data: Data;
  /** A model of one feature. */
  readonly model: GaussianMixture;
  /** The feature and its unit, as in "waiting (min)". */
  readonly label?: string;
  /** How many bars; if left out, as many as the spread of the data and the narrowest component ask for. */
  readonly bins?: number;
  readonly theme?: Theme;
}

export interface ScatterArgs {
  /** n samples of d ≥ 2 features, in any form that gmm-wasm takes. */
  readonly data: Data;
  readonly model: GaussianMixture;
  /** Which two features, `[0, 1]` if left out. */
  readonly features?: readonly [number, number];
  /** Labels of these two, with units. */
  readonly labels?: readonly [string, string];
  readonly theme?: Theme;
  /** Above so many points an even share of them is drawn; 2000 if left out. */
  readonly maxPoints?: number;
}

export interface PairsArgs {
  /** n samples of 2 to 8 features, in any form that gmm-wasm takes. */
  readonly data: Data;
  readonly model: GaussianMixture;
  /** A label for each feature. */
  readonly labels?: readonly string[];
  readonly theme?: Theme;
  /** Above so many points an even share of them is drawn; if left out, 6000 in all panels together. */
  readonly maxPoints?: number;
}

/** What `select` can judge a model by. */
export type Criterion = 'bic' | 'aic' | 'icl';

export interface CriteriaArgs {
  /** The table that `select` returns. */
  readonly table: readonly SelectRow[];
  /** `'bic'` if left out; of a list, a panel for each. */
  readonly criterion?: Criterion | readonly Criterion[];
  readonly theme?: Theme;
}

export interface TraceArgs {
  /** A model's history: the mean log-likelihood at the start and after each iteration. */
  readonly history?: ArrayLike<number>;
  /** Or the model that has it. */
  readonly model?: GaussianMixture;
  readonly theme?: Theme;
}

export interface UncertaintyArgs {
  /** n samples, in any form that gmm-wasm takes. */
  readonly data: Data;
  readonly model: GaussianMixture;
  /** Of a model of d ≥ 2 features, which two; `[0, 1]` if left out. */
  readonly features?: readonly [number, number];
  /** Labels of these two, or of the one. */
  readonly labels?: readonly string[];
  readonly theme?: Theme;
  /** Above so many points an even share of them is drawn; 2000 if left out. */
  readonly maxPoints?: number;
}

/** n·d finite numbers, row-major. */
export interface Samples {
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
}

/** @throws TypeError unless it is an object whose keys are all known */
export function checkNames(what: string, args: unknown, known: readonly string[]): void {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw new TypeError(`${what} takes one object, { ${known.join(', ')} }`);
  }
  for (const key of Object.keys(args)) {
    if (!known.includes(key)) throw new TypeError(`${what} has no option '${key}'; it has ${known.join(', ')}`);
  }
}

/** @throws TypeError for what is no fitted mixture */
export function checkModel(what: string, model: unknown): void {
  const { weights, means, predict } = (model ?? {}) as Partial<GaussianMixture>;
  if (weights && means && typeof predict === 'function') return;
  throw new TypeError(`${what} needs a model of gmm-wasm: what fit or GaussianMixture.fromJSON returns`);
}

export function checkTheme(theme: Theme = 'light'): Theme {
  if (theme === 'light' || theme === 'dark') return theme;
  throw new RangeError(`option theme must be 'light' or 'dark', got ${JSON.stringify(theme)}`);
}

export function checkCount(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`option ${name} must be an integer of at least 1, got ${value}`);
}

/** The criteria asked for, each once. */
export function checkCriteria(criterion: CriteriaArgs['criterion'] = 'bic'): readonly Criterion[] {
  const list = Array.isArray(criterion) ? (criterion as readonly Criterion[]) : [criterion as Criterion];
  const bad = list.find((name) => !['bic', 'aic', 'icl'].includes(name));
  if (bad === undefined && list.length > 0) return [...new Set(list)];
  const got = JSON.stringify(bad ?? list);
  throw new RangeError(`option criterion must be 'bic', 'aic' or 'icl', or a list of them, got ${got}`);
}

/** Two features that the model has. */
export function checkFeatures(features: readonly number[] = [0, 1], d: number): readonly [number, number] {
  if (!Array.isArray(features) || features.length !== 2) {
    throw new TypeError(`option features must be two indices such as [0, 1]`);
  }
  const [i, j] = features;
  for (const feature of [i, j]) {
    if (Number.isInteger(feature) && feature >= 0 && feature < d) continue;
    throw new RangeError(`option features must hold indices from 0 to ${d - 1}, got ${feature}`);
  }
  if (i === j) throw new RangeError(`option features must hold two different indices, got ${i} twice`);
  return [i, j];
}

/** The labels given, or numbers for the features. */
export function checkLabels(labels: readonly string[] | undefined, features: readonly number[]): readonly string[] {
  if (labels === undefined) return features.map((feature) => (features.length === 1 ? 'x' : `feature ${feature}`));
  if (!Array.isArray(labels) || labels.some((label) => typeof label !== 'string')) {
    throw new TypeError('option labels must be an array of strings');
  }
  if (labels.length === features.length) return labels;
  throw new RangeError(`option labels must have length ${features.length}, got ${labels.length}`);
}

/** Reads the data that belongs to a model. */
export function readSamples(data: Data, model: GaussianMixture): Samples {
  const rows: Rows = toRows(data, { features: model.nFeatures });
  const { n, d } = rows;
  if (n === 0) throw new RangeError('data has no rows: nothing to plot');
  const x = new Float64Array(n * d);
  rows.read(x, 0, n);
  const bad = x.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return { n, d, x };
  throw new RangeError(`${rows.place(Math.floor(bad / d), bad % d)} is ${x[bad]}: every value must be a finite number`);
}

/** One feature of all samples. */
export function columnOf({ n, d, x }: Samples, feature: number): Float64Array {
  return Float64Array.from({ length: n }, (_, row) => x[row * d + feature]);
}

/**
 * At most `most` of n rows, spread evenly over them and the same every time: one from each of `most` equal stretches,
 * at a place in it that no period of the data keeps up with.
 */
export function thin(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, row) => row);
  const golden = (Math.sqrt(5) - 1) / 2;
  return Array.from({ length: most }, (_, at) => Math.floor(((at + ((at * golden) % 1)) * n) / most));
}
