// What threads say to each other: plain data that can be cloned.

import { SingularCovarianceError } from '../errors.js';
import type { ProblemSize, Share } from '../kernel/memory.js';
import type { Coordinates } from '../kernel/packing.js';
import type { SweepName } from '../kernel/sweeps.js';
import type { Mixture } from '../model/evaluator.js';
import type { CompiledModule, LinearMemory } from '../platform.js';
import type { RunSettings } from '../runs.js';
import type { Engine, Exercise, Sheet } from '../solve.js';
import type { GivenStart } from '../starts/given.js';

/** The kernel of a worker: a compiled module, or the twin. */
export interface KernelSource {
  readonly module: CompiledModule | undefined;
}

/** A problem, and the part that a worker has in it. */
export interface Problem {
  readonly size: ProblemSize;
  readonly share: Share;
  readonly coordinates: Coordinates;
}

/** Packed rows that a worker is to own, and what belongs to them. */
export interface PackedRows {
  readonly origin: Float64Array;
  readonly level: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly tiles: Float64Array;
}

/** What all batches of a sweep have in common. */
export interface SweepTerms {
  readonly name: SweepName;
  readonly argument: number;
  readonly parameters: Float64Array;
  readonly centres: Float64Array;
  readonly groups: Float64Array;
  readonly metric: Float64Array;
}

/** A batch of rows that do not stay. */
export interface BatchTask {
  readonly task: 'batch';
  /** With the first batch of a sweep; those that follow are of the same. */
  readonly terms: SweepTerms | undefined;
  /** Index of its first slice among all. */
  readonly slice: number;
  /** Rows; the memory may be larger. */
  readonly count: number;
  /** Row-major. */
  readonly rows: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** The sum of a batch, and its memory. */
export interface BatchAnswer {
  readonly sum: Float64Array;
  /** Distance of the row furthest from its centre | index of its slice | its row there. */
  readonly furthest: Float64Array;
  readonly rows: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** What a worker can be asked to do. */
export type Assignment =
  /** All runs, with the help of those that follow on the same memory. */
  | (KernelSource & {
      readonly task: 'lead';
      readonly problem: Problem;
      readonly memory: LinearMemory | ArrayBufferLike;
      readonly settings: RunSettings;
      readonly given: GivenStart;
      /** Whether the caller wants to hear of every pass, and is to be waited for. */
      readonly watched: boolean;
    })
  /** Shares of sweeps on shared memory, until the leader is done. */
  | (KernelSource & {
      readonly task: 'follow';
      readonly problem: Problem;
      readonly memory: LinearMemory | ArrayBufferLike;
    })
  /** Keeps rows, for what comes next. */
  | (KernelSource & { readonly task: 'keep'; readonly problem: Problem; readonly rows: PackedRows })
  /** The share of a sweep over the rows that are kept; answers with the partial sums. */
  | {
      readonly task: 'sweep';
      readonly name: SweepName;
      readonly argument: number;
      readonly parameters: Float64Array;
      readonly centres: Float64Array;
    }
  /** The sum of a batch, in the workspace that is kept. */
  | BatchTask
  /** A whole run on the rows that are kept. */
  | {
      readonly task: 'run';
      readonly index: number;
      readonly settings: RunSettings;
      readonly given: GivenStart;
    }
  /** Takes rows for fits to come, and the kernel for them. */
  | { readonly task: 'read'; readonly sheet: Sheet; readonly engine: Engine }
  /** A fit of those rows. */
  | { readonly task: 'solve'; readonly exercise: Exercise }
  /** Forgets the rows that are kept. */
  | { readonly task: 'forget' }
  /** Labels or log-densities of rows. */
  | (KernelSource & {
      readonly task: 'evaluate';
      readonly mixture: Mixture;
      /** n × d, row-major. */
      readonly rows: Float64Array;
      readonly what: 'labels' | 'logDensities';
    });

/** What a worker says, in this order: that it is there; then, to each assignment, progress and one answer. */
export type Message =
  | { readonly ready: true }
  | { readonly progress: unknown }
  | { readonly answer: unknown }
  | { readonly error: SentError };

/** An error on its way: classes do not travel. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly component?: number;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  return error instanceof SingularCovarianceError ? { name, message, component: error.component } : { name, message };
}

export function receiveError({ name, message, component }: SentError): Error {
  if (name === 'SingularCovarianceError') return new SingularCovarianceError(component ?? 0, message);
  if (name === 'RangeError') return new RangeError(message);
  if (name === 'TypeError') return new TypeError(message);
  return new Error(message);
}
