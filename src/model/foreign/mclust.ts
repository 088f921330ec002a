// The mixture of an Mclust object of R from a JSON of its `parameters`, under their own names, arrays in R's order of
// dimensions:
//
//   pro                  K
//   mean                 d × K; K if d = 1
//   variance$modelName   the family; also d and G, the number of components
//   variance$sigma       d × d × K, whatever the family, if d > 1
//   variance$sigmasq     1 or K, if d = 1
//
// R has no scalars, so writers of JSON make them arrays of length 1.

import { type CovarianceType, familyOf } from '../../family.js';
import { show } from '../../names.js';
import { flatten, splitRows } from '../../parameters.js';
import { readParameters } from '../construct.js';
import type { ModelState } from '../state.js';
import { isAbsent, readObject } from './object.js';

/** Numbers nested as R's arrays are. */
export type RNumbers = number | readonly RNumbers[];

/** `parameters` of an Mclust object, as JSON; what else is there is not read. */
export interface MclustParameters {
  /** K weights that sum to 1; may be missing if K = 1. */
  readonly pro?: RNumbers;
  /** d × K, nested: `mean[j][k]`; for d = 1 K numbers. */
  readonly mean: RNumbers;
  readonly variance: {
    /** One of mclust's model names, such as `VVV`. */
    readonly modelName: string | readonly string[];
    readonly d: RNumbers;
    /** K */
    readonly G: RNumbers;
    /** d × d × K, nested: `sigma[i][j][k]`; not for d = 1. */
    readonly sigma?: RNumbers;
    /** For d = 1: 1 or K variances. */
    readonly sigmasq?: RNumbers;
  };
}

/** An Mclust object as JSON, or only its `parameters`. */
export type MclustJSON = MclustParameters | { readonly parameters: MclustParameters };

const WHAT = 'an Mclust object of R';
const HOW = 'export fit$parameters';
const NAMES = { weights: 'pro', means: 'mean', covariances: 'variance$sigma' };

/** For one component; the others are synonyms, or the family that holds them. */
const ONE: Readonly<Record<string, CovarianceType>> = { X: 'full', XXX: 'full', XXI: 'diag', XII: 'spherical' };

/** Those that share some of volume, shape and orientation; diagonal if the orientation is that of the axes. */
const BETWEEN = ['EVI', 'VEI', 'EVE', 'VEE', 'VVE', 'EEV', 'VEV', 'EVV'];

function familyNamed(name: unknown): CovarianceType {
  if (typeof name === 'string') {
    if (Object.hasOwn(ONE, name)) return ONE[name];
    if (BETWEEN.includes(name)) return name.endsWith('I') ? 'diag' : 'full';
    // synonyms are in capitals, and names of our own are not
    const family = name === name.toUpperCase() ? familyOf(name) : undefined;
    if (family) return family;
  }
  throw new RangeError(`variance$modelName must be one of mclust's, such as "VVV", got ${show(name)}`);
}

/** @throws TypeError for a JSON that is none, RangeError for one whose numbers do not fit together */
export function readMclust(source: unknown): ModelState {
  const json = readObject(source, WHAT, HOW);
  const parameters = readObject(json.parameters ?? json, WHAT, HOW);
  for (const name of ['mean', 'variance']) {
    if (isAbsent(parameters[name])) throw new TypeError(`not the JSON of ${WHAT}: ${name} is missing; ${HOW}`);
  }
  const variance = readObject(parameters.variance, `variance of ${WHAT}`, HOW);
  const covarianceType = familyNamed(single(variance.modelName));
  const d = countOf(variance.d, 'variance$d');
  const k = countOf(variance.G, 'variance$G');
  return readParameters(
    {
      covarianceType,
      weights: weightsOf(parameters.pro, k),
      means: splitRows(componentsFirst(nested(parameters.mean, d === 1 ? [k] : [d, k], 'mean'), k), d),
      covariances: covariancesOf(variance, covarianceType, k, d),
    },
    NAMES,
  );
}

/** R's scalar: itself, or the only element. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function countOf(value: unknown, name: string): number {
  const count = single(value);
  if (Number.isSafeInteger(count) && (count as number) >= 1) return count as number;
  throw new RangeError(`${name} must be a whole number of at least 1, got ${show(count)}; ${HOW}`);
}

function weightsOf(pro: unknown, k: number): Float64Array {
  if (isAbsent(pro) && k === 1) return Float64Array.of(1);
  if (Array.isArray(pro) && pro.length === k + 1) {
    throw new RangeError(
      `pro has ${k + 1} entries for G = ${k} components: the last is a noise component, which no model here has; fit ` +
        'without initialization = list(noise = …)',
    );
  }
  return flatten(typeof pro === 'number' ? [pro] : pro, [k], 'pro');
}

/** Numbers of such dimensions. Flat ones are refused where their order could be doubted. */
function nested(value: unknown, dims: readonly number[], name: string): Float64Array {
  const list = typeof value === 'number' ? [value] : value;
  if (isAbsent(list)) throw new TypeError(`not the JSON of ${WHAT}: ${name} is missing; ${HOW}`);
  const doubtful = dims.filter((size) => size > 1).length > 1;
  if (doubtful && Array.isArray(list) && !Array.isArray(list[0])) {
    throw new RangeError(`${name} must be of shape ${dims.join(' × ')}, nested, got ${show(list)}; ${HOW}`);
  }
  return flatten(list, dims, name);
}

/** … × K becomes K × …. */
function componentsFirst(values: Float64Array, k: number): Float64Array {
  const each = values.length / k;
  return values.map((_, at) => values[(at % each) * k + Math.floor(at / each)]);
}

/** Covariances of the family's shape, flat. */
function covariancesOf(
  variance: Record<string, unknown>,
  covarianceType: CovarianceType,
  k: number,
  d: number,
): Float64Array | number {
  if (d === 1) return nested(variance.sigmasq, [covarianceType === 'tied' ? 1 : k], 'variance$sigmasq');
  const full = componentsFirst(nested(variance.sigma, [d, d, k], 'variance$sigma'), k);
  const diagonals = full.filter((_, at) => (at % (d * d)) % (d + 1) === 0);
  requireShape(full, covarianceType, d);
  const shapes: Record<CovarianceType, () => Float64Array | number> = {
    full: () => full,
    tied: () => full.slice(0, d * d),
    diag: () => diagonals,
    spherical: () => diagonals.filter((_, at) => at % d === 0),
    'tied-diag': () => diagonals.slice(0, d),
    'tied-spherical': () => diagonals[0],
  };
  return shapes[covarianceType]();
}

/** What numbers of one family may differ by, as a share of the variances: files have six digits at least. */
const SAME = 1e-5;

/** @throws RangeError for K matrices that are not of the family: equal, diagonal, or multiples of the identity */
function requireShape(full: Float64Array, covarianceType: CovarianceType, d: number): void {
  const tied = covarianceType.startsWith('tied');
  const spherical = covarianceType.endsWith('spherical');
  const diagonal = spherical || covarianceType.endsWith('diag');
  for (let at = 0; at < full.length; at++) {
    const [c, i, j] = [Math.floor(at / (d * d)), Math.floor(at / d) % d, at % d];
    const own = c * d * d;
    const expected = diagonal && i !== j ? 0 : full[(tied ? 0 : own) + (spherical ? 0 : i * d) + (spherical ? 0 : j)];
    const scale = Math.max(Math.abs(full[own + i * (d + 1)]), Math.abs(full[own + j * (d + 1)]));
    if (Math.abs(full[at] - expected) <= SAME * scale) continue;
    throw new RangeError(
      `variance$sigma is not what variance$modelName says: entry [${i}][${j}] of component ${c} is ${full[at]}, ` +
        `expected ${expected}; ${HOW}`,
    );
  }
}
