// The mixture of a scikit-learn GaussianMixture from a JSON of its fitted attributes, under their own names.
//
//   covariance_type   covariances_   precisions_cholesky_ = P, upper triangular, Σ⁻¹ = P·Pᵀ
//   full              K × d × d      K × d × d
//   tied              d × d          d × d
//   diag              K × d          K × d, 1/σ
//   spherical         K              K, 1/σ
//
// scikit-learn itself evaluates densities with P. Either of the two is enough, and both lead to its answers to 1e-12 up
// to a condition number of 1e4, and to that number times 1e-16 beyond. Where both are there, covariances are taken: an
// answer from P carries the rounding of one more factorisation.

import type { CovarianceType } from '../../family.js';
import { show } from '../../names.js';
import type { NumbersIn } from '../../options.js';
import { covarianceDims, flatten } from '../../parameters.js';
import { readParameters, sizesOf } from '../construct.js';
import type { ModelState } from '../state.js';
import { isAbsent, readObject } from './object.js';

/** The fitted attributes of a scikit-learn `GaussianMixture`; others may be there, and are not read. */
export interface ScikitLearnJSON {
  /** `'full'`, `'tied'`, `'diag'` or `'spherical'`. */
  readonly covariance_type: string;
  /** K non-negative weights that sum to 1. */
  readonly weights_: ArrayLike<number>;
  /** K × d, nested. */
  readonly means_: NumbersIn;
  /** K × d × d, d × d, K × d or K numbers, as `covariance_type` says. */
  readonly covariances_?: NumbersIn;
  /** The same shape, Cholesky factors of precisions; may be left out, or stand alone. */
  readonly precisions_cholesky_?: NumbersIn;
}

const WHAT = 'a GaussianMixture of scikit-learn';
const HOW = 'export { covariance_type, weights_, means_, covariances_ }';
const NAMES = { weights: 'weights_', means: 'means_', covariances: 'covariances_' };
const FAMILIES: readonly unknown[] = ['full', 'tied', 'diag', 'spherical'] satisfies CovarianceType[];

/** Families of d × d matrices. */
const SQUARE: readonly CovarianceType[] = ['full', 'tied'];

/** What covariances and factors of one mixture may differ by: float32 leaves 1e-7 times a condition number. */
const SAME = 1e-3;

/** @throws TypeError for a JSON that is none, RangeError for one whose numbers do not fit together */
export function readScikitLearn(source: unknown): ModelState {
  const json = readObject(source, WHAT, HOW);
  const { covariance_type, weights_, means_, covariances_, precisions_cholesky_ } = json;
  for (const name of ['covariance_type', 'weights_', 'means_']) {
    if (isAbsent(json[name])) throw new TypeError(`not the JSON of ${WHAT}: ${name} is missing; ${HOW}`);
  }
  if (!FAMILIES.includes(covariance_type)) {
    throw new RangeError(
      `covariance_type must be 'full', 'tied', 'diag' or 'spherical', got ${show(covariance_type)}; export that of ` +
        'the GaussianMixture',
    );
  }
  if (isAbsent(covariances_) && isAbsent(precisions_cholesky_)) {
    throw new TypeError(`not the JSON of ${WHAT}: covariances_ is missing, and so is precisions_cholesky_; ${HOW}`);
  }
  const covarianceType = covariance_type as CovarianceType;
  const given = { covarianceType, weights: weights_ as Float64Array, means: means_ as NumbersIn };
  if (isAbsent(precisions_cholesky_)) {
    return readParameters({ ...given, covariances: covariances_ as NumbersIn }, NAMES);
  }
  const { k, d } = sizesOf(given, NAMES);
  const evaluated = fromFactors(precisions_cholesky_, covarianceType, k, d);
  if (!isAbsent(covariances_)) {
    const shown = flatten(covariances_, covarianceDims(covarianceType, k, d), NAMES.covariances);
    requireSame(shown, evaluated, SQUARE.includes(covarianceType) ? d : 0);
    return readParameters({ ...given, covariances: shown }, NAMES);
  }
  return readParameters({ ...given, covariances: evaluated }, NAMES);
}

/** Covariances of the family's shape, flat, from Cholesky factors of precisions. */
function fromFactors(factors: unknown, covarianceType: CovarianceType, k: number, d: number): Float64Array {
  const name = 'precisions_cholesky_';
  const flat = flatten(factors, covarianceDims(covarianceType, k, d), name);
  if (!SQUARE.includes(covarianceType)) {
    return flat.map((root, at) => {
      if (root > 0) return 1 / (root * root);
      throw new RangeError(`${name} must be positive, got ${root} at index ${at}; export it after fit`);
    });
  }
  const out = new Float64Array(flat.length);
  for (let at = 0; at < flat.length; at += d * d) {
    const place = covarianceType === 'full' ? `${name}[${at / (d * d)}]` : name;
    out.set(squareOfInverse(flat.subarray(at, at + d * d), d, place), at);
  }
  return out;
}

/** Σ = (P·Pᵀ)⁻¹ = L·Lᵀ with L = (Pᵀ)⁻¹, by forward substitution. */
function squareOfInverse(P: Float64Array, d: number, place: string): Float64Array {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      if (P[i * d + j] === 0) continue;
      throw new RangeError(
        `${place} must be upper triangular, but entry [${i}][${j}] is ${P[i * d + j]}; precisions_ are something else`,
      );
    }
    if (!(P[i * d + i] > 0)) {
      throw new RangeError(`the diagonal of ${place} must be positive, got ${P[i * d + i]} at [${i}][${i}]`);
    }
  }
  const L = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let i = j; i < d; i++) {
      let rest = i === j ? 1 : 0;
      for (let l = j; l < i; l++) rest -= P[l * d + i] * L[l * d + j];
      L[i * d + j] = rest / P[i * d + i];
    }
  }
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l <= j; l++) sum += L[i * d + l] * L[j * d + l];
      out[i * d + j] = out[j * d + i] = sum;
    }
  }
  return out;
}

/**
 * Somebody who edits one of the two has a mixture that scikit-learn does not evaluate as it looks.
 *
 * @param d - of square matrices; 0 for variances alone
 */
function requireSame(shown: Float64Array, evaluated: Float64Array, d: number): void {
  const variance = (at: number, axis: number) => shown[d === 0 ? at : at - (at % (d * d)) + axis * (d + 1)];
  const differs = (x: number, at: number) => {
    const [row, column] = d === 0 ? [0, 0] : [Math.floor((at % (d * d)) / d), at % d];
    const scale = Math.sqrt(variance(at, row)) * Math.sqrt(variance(at, column));
    return !(Math.abs(x - evaluated[at]) <= SAME * scale);
  };
  const at = shown.findIndex(differs);
  if (at < 0) return;
  throw new RangeError(
    `covariances_ and precisions_cholesky_ belong to different mixtures: one has ${shown[at]} where the other comes to ` +
      `${evaluated[at]}; scikit-learn evaluates precisions_cholesky_: leave out the one that is not meant`,
  );
}
