// One fit among many of the same rows, as plain data, wherever it is run: what `select` tries and `bootstrap` repeats.

import { drawWeights, type Replicate } from './bootstrap/resample.js';
import { type StridedData, toRows } from './data.js';
import { codeOf } from './family.js';
import { acquireArena, releaseArena } from './kernel/arena.js';
import { bindModule } from './kernel/bind.js';
import type { Execution } from './kernel/load.js';
import { prepareBlock } from './kernel/prepare.js';
import { Evaluator, evaluationBytes } from './model/evaluator.js';
import type { ModelState } from './model/state.js';
import type { CheckedOptions } from './options.js';
import type { CompiledModule } from './platform.js';
import { HERE, modelStateOf, openJob } from './problem.js';
import { allRuns } from './runs.js';
import type { Steps } from './steps.js';
import { usefulWeights } from './weights.js';

/** Rows that have been read: n × d, row-major. */
export type Sheet = StridedData & { readonly data: Float64Array; readonly shape: readonly [number, number] };

/** The kernel for all of them, and what that amounts to. */
export interface Engine {
  readonly module: CompiledModule | undefined;
  readonly execution: Execution;
}

/** One of them. */
export interface Exercise {
  /** Without functions and signals. */
  readonly options: CheckedOptions;
  /** Whose draw of the rows it is; the rows themselves if left out. */
  readonly replicate?: Replicate;
  /** Whether Σ w ln max_k r_k is wanted. */
  readonly certainty?: boolean;
}

export interface Solution {
  readonly state: ModelState;
  /** Σ_i w_i ln max_k r_ik, if it was wanted. */
  readonly certainty?: number;
}

/** @throws what a fit throws */
export function* solve(sheet: Sheet, exercise: Exercise, engine: Engine): Steps<Solution> {
  const options = drawn(sheet, exercise);
  const { module } = engine;
  const job = openJob(
    sheet,
    options,
    module !== undefined,
    (arena) => bindModule(module, arena),
    () => HERE,
  );
  let state: ModelState;
  try {
    state = modelStateOf(job, options, yield* allRuns(job), engine.execution);
  } finally {
    releaseArena(job.workspace.arena);
  }
  if (!exercise.certainty) return { state };
  return { state, certainty: yield* certaintyOf(sheet, options, state, module) };
}

function drawn({ shape: [n] }: Sheet, { options, replicate }: Exercise): CheckedOptions {
  if (!replicate) return options;
  return { ...options, sampleWeight: drawWeights(replicate, n, options.sampleWeight) };
}

function* certaintyOf(
  sheet: Sheet,
  { sampleWeight }: CheckedOptions,
  state: ModelState,
  module: CompiledModule | undefined,
): Steps<number> {
  const rows = toRows(sheet);
  const family = codeOf(state.covarianceType);
  const mixture = { ...state, family, parameters: prepareBlock(state, family) };
  const arena = acquireArena(evaluationBytes(mixture, rows.n), module !== undefined);
  try {
    const weights = sampleWeight === undefined ? undefined : usefulWeights(sampleWeight, rows.n);
    return yield* new Evaluator(mixture, rows, bindModule(module, arena)).certainty(weights);
  } finally {
    releaseArena(arena);
  }
}
