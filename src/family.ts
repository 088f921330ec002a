// The names of the covariance families: scikit-learn's, ours for the two that it lacks, and mclust's as synonyms.

import type { FamilyCode } from './kernel/kernel.js';
import { show } from './names.js';

const CODES = { full: 0, diag: 1, spherical: 2, tied: 3, 'tied-diag': 4, 'tied-spherical': 5 } as const;

const SYNONYMS = {
  VVV: 'full',
  EEE: 'tied',
  VVI: 'diag',
  VII: 'spherical',
  EEI: 'tied-diag',
  EII: 'tied-spherical',
  V: 'full',
  E: 'tied',
} as const;

/** A covariance family: `full`, `tied`, `diag`, `spherical` as in scikit-learn, and `tied-diag`, `tied-spherical`. */
export type CovarianceType = keyof typeof CODES;

/** mclust's names for the same families; `V` and `E` are for one feature. */
export type CovarianceSynonym = keyof typeof SYNONYMS;

/** The family that a name stands for. */
export type FamilyOf<T extends CovarianceType | CovarianceSynonym> = T extends CovarianceSynonym
  ? (typeof SYNONYMS)[T]
  : Extract<T, CovarianceType>;

/** The shape of covariances and precisions of each family, K components of d features, scikit-learn's. */
export interface CovarianceShapes {
  /** K × d × d */
  full: Float64Array[][];
  /** d × d */
  tied: Float64Array[];
  /** K × d */
  diag: Float64Array[];
  /** K */
  spherical: Float64Array;
  /** d */
  'tied-diag': Float64Array;
  'tied-spherical': number;
}

export const covarianceNames: readonly string[] = [...Object.keys(CODES), ...Object.keys(SYNONYMS)];

/** The family of a name or synonym; undefined if it is none. */
export function familyOf(name: string): CovarianceType | undefined {
  if (Object.hasOwn(CODES, name)) return name as CovarianceType;
  return Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name as CovarianceSynonym] : undefined;
}

/**
 * The family that a value names.
 *
 * @throws RangeError if it is none
 */
export function readFamily(name: unknown): CovarianceType {
  const type = typeof name === 'string' ? familyOf(name) : undefined;
  if (type) return type;
  throw new RangeError(`covarianceType must be one of ${covarianceNames.join(', ')}; got ${show(name)}`);
}

/** The number of a family: full 0, diag 1, spherical 2; 3 more if shared by all components. */
export function codeOf(type: CovarianceType): FamilyCode {
  return CODES[type];
}

/** The family of a number. */
export function typeOf(family: number): CovarianceType {
  return (Object.keys(CODES) as CovarianceType[]).find((name) => CODES[name] === family)!;
}
