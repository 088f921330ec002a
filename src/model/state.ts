// What a model consists of. A leaf: the model, its JSON form and its construction from parameters all stand on it.

import type { CovarianceType } from '../family.js';
import type { Choice, Execution } from '../kernel/load.js';

/** How the fit went; missing on a model that was made from parameters. */
export interface Training {
  readonly nSamples: number;
  readonly totalWeight: number;
  readonly logLikelihood: number;
  readonly history: readonly number[];
  /** Only with a prior. */
  readonly objective?: readonly number[];
  readonly converged: boolean;
  readonly nIter: number;
  readonly collapsed: readonly number[];
  readonly spurious: readonly number[];
  readonly empty: readonly number[];
  readonly warnings: readonly string[];
  readonly execution: Execution;
}

/** Everything a model consists of; parameters in internal coordinates, covariances as packed blocks. */
export interface ModelState {
  readonly covarianceType: CovarianceType;
  readonly d: number;
  readonly k: number;
  readonly origin: Float64Array;
  readonly exponent: number;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
  readonly training?: Training;
  /** The kernel of the fit, which also answers questions; not saved. */
  readonly choice?: Choice;
}
