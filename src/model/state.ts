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

/** How far a model has been carried on by chunks; missing where it never was. */
export interface Online {
  /** Rows of positive weight: those of the fit, if there was one, and of all chunks. */
  readonly nSamplesSeen: number;
  /** What the start counted for, and the weight of all chunks. */
  readonly weightSeen: number;
  /** Mean log-likelihood of the last chunk in nats, at the parameters before it: a forecast, not a fit. */
  readonly chunkScore: number;
  /** γ of the last step: the share of the last chunk in the statistics, 0 to 1. */
  readonly step: number;
}

/** The same, and what was found wrong after the last chunk. */
export interface OnlineState extends Online {
  readonly collapsed: readonly number[];
  readonly empty: readonly number[];
  readonly warnings: readonly string[];
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
  /** What was added to each variance, d numbers; missing where that is not known. */
  readonly floor?: Float64Array;
  readonly training?: Training;
  readonly online?: OnlineState;
  /** The kernel of the fit, which also answers questions; not saved. */
  readonly choice?: Choice;
}
