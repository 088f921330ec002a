// What the page and its worker say to each other.

import type { CovarianceType, Execution, InitParams, IterationInfo, SelectRow } from 'gmm-wasm';
import type { BuiltIn } from '../data/built-in.js';
import type { Overview } from '../data/overview.js';

export type Source =
  | { readonly kind: 'built-in'; readonly name: BuiltIn }
  | { readonly kind: 'generated'; readonly n: number }
  | { readonly kind: 'file'; readonly file: File };

/** What is known of the data before columns are chosen. */
export interface Loaded {
  readonly name: string;
  readonly n: number;
  readonly columns: readonly { readonly name: string; readonly gaps: number }[];
  readonly ignored: readonly string[];
  readonly notes: readonly string[];
}

/** What the controls say about a fit. */
export interface Settings {
  readonly nComponents: number;
  readonly covarianceType: CovarianceType;
  readonly initParams: InitParams;
  readonly seed: number;
}

export type Parameters = ReturnType<IterationInfo['parameters']>;

/** EM at one moment. */
export interface Frame {
  readonly iteration: number;
  /** Mean log-likelihood of a row, in nats. */
  readonly lowerBound: number;
  readonly covarianceType: CovarianceType;
  readonly parameters: Parameters;
  /** Responsibilities of the drawn rows, m·K; undefined where a covariance cannot be factored. */
  readonly shares?: Float32Array | undefined;
}

/** A call of `fit` that the present model comes from; all but the first go on from the one before. */
export interface Leg {
  readonly maxIter?: number;
  readonly tol?: number;
}

/** Where a run ended. */
export interface Outcome {
  readonly frames: readonly Frame[];
  readonly history: Float64Array;
  readonly legs: readonly Leg[];
  readonly settings: Settings;
  readonly logLikelihood: number;
  readonly bic: number;
  readonly aic: number;
  readonly nIter: number;
  readonly converged: boolean;
  readonly stopped: boolean;
  readonly collapsed: readonly number[];
  readonly spurious: readonly number[];
  readonly empty: readonly number[];
  readonly execution: Execution;
  readonly milliseconds: number;
}

export interface Swept {
  readonly completed: number;
  readonly total: number;
  readonly row: SelectRow;
}

/** One contestant's result. */
export interface Lap {
  readonly name: string;
  /** Iterations per second; NaN if it could not run. */
  readonly rate: number;
  readonly note: string;
}

export interface Api {
  load(source: Source): Promise<Loaded>;
  choose(columns: readonly number[]): Overview;
  run(settings: Settings, onFrame: (frame: Frame) => Promise<void>): Promise<Outcome>;
  resume(onFrame: (frame: Frame) => Promise<void>): Promise<Outcome>;
  begin(settings: Settings): Promise<Outcome>;
  step(): Promise<Outcome>;
  /** Ends what is under way: a run keeps what it has. */
  stop(): void;
  shares(frame: Frame): Float32Array | undefined;
  sweep(
    ks: readonly number[],
    families: readonly CovarianceType[],
    settings: Settings,
    onRow: (swept: Swept) => void,
  ): Promise<void>;
  race(settings: Settings, onLap: (lap: Lap) => void): Promise<void>;
  modelJson(): string;
  csv(): string;
}
