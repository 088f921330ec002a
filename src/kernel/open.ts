// A problem of one's own in one call: what has to happen between data and the first pass.

import { type Data, type Rows, toRows } from '../data.js';
import { type CovarianceSynonym, type CovarianceType, codeOf, readFamily } from '../family.js';
import { refuseNonObject, refuseUnknown, show } from '../names.js';
import { runAsync, runSync } from '../steps.js';
import { areUneven, countPositive, usefulWeights } from '../weights.js';
import { type Arena, acquireArena, releaseArena } from './arena.js';
import {
  type Bound,
  bindChoice,
  bindChoiceSync,
  choose,
  chooseSync,
  type Execution,
  type KernelOptions,
  wantsWasm,
} from './load.js';
import { checkSize, fitLayout, type ProblemSize } from './memory.js';
import { Workspace } from './workspace.js';

/** What a workspace is opened for. */
export interface OpenOptions extends KernelOptions {
  /** K, at least 1. */
  readonly nComponents: number;
  /** `'full'` if left out. */
  readonly covarianceType?: CovarianceType | CovarianceSynonym;
  /** A non-negative weight for each row; rows of weight 0 are left out. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** A workspace whose rows are packed and measured, and what its kernel is. */
export interface Opened {
  /** Its floor of variances is 0, its parameters are not set. `releaseArena(workspace.arena)` when done. */
  readonly workspace: Workspace;
  readonly execution: Execution;
}

const KEYS = ['nComponents', 'covarianceType', 'sampleWeight', 'backend', 'arithmetic', 'wasm'];

interface Plan {
  readonly rows: Rows;
  readonly weights: Float64Array | undefined;
  readonly size: ProblemSize;
}

function planFor(data: Data, options: OpenOptions): Plan {
  refuseNonObject(options, '{ nComponents: 3 }');
  refuseUnknown(options, KEYS);
  const { nComponents: k, covarianceType: name = 'full', sampleWeight } = options;
  if (!(Number.isSafeInteger(k) && k >= 1)) {
    throw new RangeError(`nComponents must be a whole number of at least 1, got ${show(k)}`);
  }
  const covarianceType = readFamily(name);
  const rows = toRows(data);
  const weights = sampleWeight === undefined ? undefined : usefulWeights(sampleWeight, rows.n);
  const n = weights ? countPositive(weights) : rows.n;
  if (n === 0) throw new RangeError('data has no rows: at least one is needed');
  const weighted = weights !== undefined && areUneven(weights);
  return { rows, weights, size: { n, d: rows.d, k, family: codeOf(covarianceType), weighted } };
}

function arenaFor({ size }: Plan, options: OpenOptions): Arena {
  const { bytes } = fitLayout(size);
  checkSize(bytes, `a workspace of n = ${size.n} rows, d = ${size.d} features and ${size.k} components`);
  return acquireArena(bytes, wantsWasm(options));
}

function packed({ rows, weights, size }: Plan, arena: Arena, { kernel, execution }: Bound): Opened {
  const workspace = new Workspace(size, arena, kernel);
  workspace.pack(rows, weights);
  return { workspace, execution };
}

/**
 * Reads n rows of d features into a workspace for K components, on the best kernel there is.
 *
 * @throws TypeError, RangeError for data or options that do not fit; Error if a backend was demanded that cannot run
 */
export function openSync(data: Data, options: OpenOptions): Opened {
  const plan = planFor(data, options);
  const choice = chooseSync(options);
  const arena = arenaFor(plan, options);
  try {
    const opened = packed(plan, arena, bindChoiceSync(choice, arena, options));
    runSync(opened.workspace.measure());
    return opened;
  } catch (error) {
    releaseArena(arena);
    throw error;
  }
}

/** `openSync` that compiles without keeping the thread, and measures in pieces of at most about 16 ms. */
export async function open(data: Data, options: OpenOptions): Promise<Opened> {
  const plan = planFor(data, options);
  const choice = await choose(options);
  const arena = arenaFor(plan, options);
  try {
    const opened = packed(plan, arena, await bindChoice(choice, arena, options));
    await runAsync(opened.workspace.measure());
    return opened;
  } catch (error) {
    releaseArena(arena);
    throw error;
  }
}
