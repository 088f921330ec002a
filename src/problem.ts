// From data and options to a problem that is packed and ready to run, and from the best run to a model. Says nothing of
// threads: a fit, and each of many fits elsewhere, begin and end here.

import { type Data, toRows } from './data.js';
import { codeOf } from './family.js';
import { type Arena, acquireArena, releaseArena } from './kernel/arena.js';
import type { Kernel } from './kernel/kernel.js';
import type { Execution } from './kernel/load.js';
import { ALONE, checkSize, fitLayout, type ProblemSize, type Share, trialRows } from './kernel/memory.js';
import type { Frame } from './kernel/packing.js';
import { Workspace } from './kernel/workspace.js';
import type { ModelState } from './model/state.js';
import type { CheckedOptions } from './options.js';
import { checkPrior } from './prior.js';
import { parametersOf, trainingOf } from './result.js';
import type { Job, RunSettings, Standing } from './runs.js';
import { checkStart, placeStart } from './starts/given.js';
import { reportTo } from './watch.js';
import { areUneven, countPositive, usefulWeights } from './weights.js';

/** Where a problem is to live. */
export interface Site {
  readonly share: Share;
  /** Takes memory of so many bytes. */
  acquire(bytes: number, wasm: boolean): Arena;
  /** Gives it back. */
  release(arena: Arena): void;
}

/** All of it in memory of this thread's own. */
export const HERE: Site = { share: ALONE, acquire: acquireArena, release: releaseArena };

/**
 * Checks everything that can be checked before memory is taken, takes it, and packs the data.
 *
 * @param wasm - whether the memory is to be one that WebAssembly can use
 * @param bindTo - the kernel to pack with
 * @param siteFor - decides where, once the sizes are known
 * @param frame - of other rows, if these are a sample of them; else their own
 */
export function openJob(
  data: Data,
  options: CheckedOptions,
  wasm: boolean,
  bindTo: (arena: Arena) => Kernel,
  siteFor: (size: ProblemSize, settings: RunSettings) => Site,
  frame?: Frame,
): Job {
  const rows = toRows(data);
  const { sampleWeight, nComponents: k, covarianceType, precision } = options;
  const weights = sampleWeight === undefined ? undefined : usefulWeights(sampleWeight, rows.n);
  const n = weights ? countPositive(weights) : rows.n;
  checkCounts(n, rows.n, rows.d, options.nComponents);
  const parts = checkStart(options, rows.d, rows.n, weights);
  const weighted = weights !== undefined && areUneven(weights);
  const prior = checkPrior(options.prior, covarianceType, rows.d);
  const settings = { ...settingsOf(options), ...(prior && { prior }) };
  const { accelerated } = settings;
  const single = precision === 'f32';
  const searched = settings.initParams === 'small-em' && Object.keys(parts).length === 0;
  const trial = searched ? trialRows(n, rows.d, k) : 0;
  const family = codeOf(covarianceType);
  const size: ProblemSize = { n, d: rows.d, k, family, weighted, accelerated, single, trial };
  const { share, acquire, release } = siteFor(size, settings);
  const { bytes } = fitLayout(size, share);
  checkSize(bytes, `a fit of n = ${n} rows, d = ${rows.d} features and ${k} components`);
  const arena = acquire(bytes, wasm);
  try {
    const workspace = new Workspace(size, arena, bindTo(arena), share);
    workspace.pack(rows, weights, frame);
    const given = placeStart(parts, workspace);
    return { workspace, settings, given, report: reportTo(workspace, options) };
  } catch (error) {
    release(arena);
    throw error;
  }
}

/**
 * @param n - of the `rows` rows those of positive weight
 * @throws RangeError for too few
 */
export function checkCounts(n: number, rows: number, d: number, nComponents: number): void {
  if (rows === 0) throw new RangeError('data has no rows: at least one sample a component is needed');
  if (nComponents <= n) return;
  const counted = n < rows ? `${n} rows of positive weight` : `${n} row${n === 1 ? '' : 's'}`;
  const wide =
    rows === 1
      ? '; for a series of single values pass a flat array'
      : `; if these are ${d} columns pass { columns: data }`;
  const hint = d > rows ? wide : '';
  throw new RangeError(`nComponents = ${nComponents} is more than the n = ${counted} of the data${hint}`);
}

export function settingsOf(options: CheckedOptions): RunSettings {
  const { tol, maxIter, regCovar, initParams, seed, nInit, meansInit, warmStart, responsibilitiesInit } = options;
  // the same start again would be the same run again
  const single = meansInit !== undefined || warmStart !== undefined || responsibilitiesInit !== undefined;
  const sorted = meansInit === undefined && warmStart === undefined;
  const accelerated = options.acceleration === 'squarem';
  return { tol, maxIter, regCovar, initParams, seed, runs: single ? 1 : nInit, sorted, accelerated };
}

/** The best run as what a model consists of. */
export function modelStateOf(
  { workspace, settings }: Job,
  options: CheckedOptions,
  { best, failed, failure }: Standing,
  execution: Execution,
): ModelState {
  if (!best) throw failure;
  requireFinite(best.run.objective);
  if (failed > 0) {
    best.warnings.push(`${failed} of ${settings.runs} runs ended in a singular covariance and were left out.`);
  }
  workspace.loadParameters(best.parameters);
  const { covarianceType, maxIter, acceleration } = options;
  const told = { covarianceType, maxIter, acceleration, prior: settings.prior };
  const training = trainingOf(workspace, told, best, execution);
  return { ...parametersOf(workspace, covarianceType), floor: best.floor, training };
}

/** No result holds a NaN; if one came out all the same, that is said. */
function requireFinite(logLikelihood: number): void {
  if (Number.isFinite(logLikelihood)) return;
  throw new RangeError(
    'the log-likelihood is not a finite number: values or weights differ by too many orders of magnitude',
  );
}
