// Starts → EM → the best model. The asynchronous and the synchronous call differ in how the kernel is loaded, in who
// drives the steps, and in whether other threads help; everything else is one piece of code.

import { type Data, type Rows, toRows } from './data.js';
import { type CovarianceSynonym, type CovarianceType, codeOf, type FamilyOf } from './family.js';
import { checkStart, placeStart } from './given.js';
import { type Arena, acquireArena, releaseArena } from './kernel/arena.js';
import type { Kernel } from './kernel/kernel.js';
import {
  type Bound,
  bindChoice,
  bindChoiceSync,
  type Choice,
  choose,
  chooseShared,
  chooseSync,
  type Execution,
  packingKernel,
  wantsWasm,
} from './kernel/load.js';
import { checkSize, fitLayout, type ProblemSize, type Share } from './kernel/memory.js';
import { Workspace } from './kernel/workspace.js';
import { type GaussianMixture, modelOf } from './model.js';
import { type CheckedOptions, checkOptions, type FitOptions } from './options.js';
import type { CompiledModule } from './platform.js';
import { parametersOf, trainingOf } from './result.js';
import { allRuns, type Job, type RunSettings, type Standing } from './runs.js';
import { runAsync, runSync } from './steps.js';
import { fitInThreads } from './threads/fit.js';
import { type Plan, planFit } from './threads/plan.js';
import { reportTo, throwIfAborted } from './watch.js';
import { areUneven, countPositive, usefulWeights } from './weights.js';

/**
 * Fits a Gaussian mixture by expectation-maximisation.
 *
 * The data is read before the call returns; it may be changed afterwards. With one thread the work happens on the
 * calling thread in pieces of at most about 16 ms, with more it happens elsewhere.
 *
 * @param data - n samples of d features, in any form of `Data`; finite
 * @returns the model of the best run; the same to the last bit for any number of threads
 * @throws TypeError for input or options of the wrong kind
 * @throws RangeError for values or shapes that are wrong, K > n, or a problem too large for memory
 * @throws SingularCovarianceError if a covariance cannot be factored, with `regCovar: 0` for instance
 * @throws the reason of `signal` once it is aborted
 * @throws Error if a thread ended unexpectedly, for lack of memory for instance
 */
export async function fit<const T extends CovarianceType | CovarianceSynonym = 'full'>(
  data: Data,
  options: FitOptions<T>,
): Promise<GaussianMixture<FamilyOf<T>>> {
  const checked = checkOptions(options);
  throwIfAborted(checked.signal);
  const { job, plan } = open(data, checked, packingKernel, true);
  const { arena } = job.workspace;
  let quiet = !arena.shared;
  try {
    const choice = await choose(checked);
    const own = plan.mode === 'shared' ? await chooseShared(choice) : choice;
    const { kernel, execution } = await bindChoice(own, arena, checked);
    job.workspace.use(kernel);
    const { standing, threads, reason } = await conduct(
      job,
      plan,
      execution.backend === 'wasm' ? own.module : undefined,
      checked,
    );
    quiet = true;
    const ran = because({ ...execution, threads }, reason);
    return result(job, checked, standing, choice, ran) as GaussianMixture<FamilyOf<T>>;
  } finally {
    // a thread that was ended in the middle of its work may still be writing
    if (quiet) releaseArena(arena);
  }
}

/** All runs, in threads if there are to be any; and what of that is to be told. */
async function conduct(job: Job, plan: Plan, module: CompiledModule | undefined, options: CheckedOptions) {
  const { threads } = plan;
  let { reason } = plan;
  if (threads > 1) {
    const threaded = await fitInThreads(job, plan, module, options);
    if (threaded.standing) return { standing: threaded.standing, threads, reason };
    reason = threaded.reason;
  }
  return { standing: await runAsync(allRuns(job), options.signal), threads: 1, reason };
}

/** One reason more, if there is one, why it is not what was asked for. */
function because(execution: Execution, reason: string | undefined): Execution {
  if (reason === undefined) return execution;
  const { fallbackReason } = execution;
  return { ...execution, fallbackReason: fallbackReason === undefined ? reason : `${fallbackReason}; ${reason}` };
}

/**
 * `fit` in one piece on the calling thread: the same model to the last bit.
 *
 * @throws as `fit`; `signal` is looked at when `onIteration` returns
 */
export function fitSync<const T extends CovarianceType | CovarianceSynonym = 'full'>(
  data: Data,
  options: FitOptions<T>,
): GaussianMixture<FamilyOf<T>> {
  const checked = checkOptions(options);
  throwIfAborted(checked.signal);
  const choice = chooseSync(checked);
  let bound: Bound | undefined;
  const { job } = open(
    data,
    checked,
    (arena) => {
      bound = bindChoiceSync(choice, arena, checked);
      return bound.kernel;
    },
    false,
  );
  const single = typeof checked.threads === 'number' && checked.threads > 1;
  const reason = single ? 'fitSync works on the calling thread: use fit for more' : undefined;
  try {
    const execution = because(bound!.execution, reason);
    return result(job, checked, runSync(allRuns(job)), choice, execution) as GaussianMixture<FamilyOf<T>>;
  } finally {
    releaseArena(job.workspace.arena);
  }
}

/**
 * Checks everything that can be checked before memory is taken, takes it, and packs the data.
 *
 * @param bindTo - the kernel to pack with
 * @param threaded - whether other threads may help
 */
function open(
  data: Data,
  options: CheckedOptions,
  bindTo: (arena: Arena) => Kernel,
  threaded: boolean,
): { job: Job; plan: Plan } {
  const rows = toRows(data);
  const { sampleWeight, nComponents: k, covarianceType, precision } = options;
  const weights = sampleWeight === undefined ? undefined : usefulWeights(sampleWeight, rows.n);
  const n = weights ? countPositive(weights) : rows.n;
  checkCounts(n, rows, options);
  const parts = checkStart(options, rows.d, rows.n, weights);
  const weighted = weights !== undefined && areUneven(weights);
  const settings = settingsOf(options);
  const { accelerated } = settings;
  const single = precision === 'f32';
  const size: ProblemSize = { n, d: rows.d, k, family: codeOf(covarianceType), weighted, accelerated, single };
  const plan = planFit(threaded ? options : { ...options, threads: 1 }, size, settings);
  const share: Share = { worker: 0, workers: plan.workers, holds: 'all' };
  const { bytes } = fitLayout(size, share);
  checkSize(bytes, `a fit of n = ${n} rows, d = ${rows.d} features and ${k} components`);
  const arena = acquireArena(bytes, wantsWasm(options), plan.mode === 'shared');
  try {
    const workspace = new Workspace(size, arena, bindTo(arena), share);
    workspace.pack(rows, weights);
    const given = placeStart(parts, workspace);
    return { job: { workspace, settings, given, report: reportTo(workspace, options) }, plan };
  } catch (error) {
    releaseArena(arena);
    throw error;
  }
}

function checkCounts(n: number, rows: Rows, { nComponents }: CheckedOptions): void {
  if (rows.n === 0) throw new RangeError('data has no rows: at least one sample a component is needed');
  if (nComponents <= n) return;
  const counted = n < rows.n ? `${n} rows of positive weight` : `${n} row${n === 1 ? '' : 's'}`;
  const hint = rows.d > rows.n && rows.n === 1 ? '; for a series of single values pass a flat array' : '';
  throw new RangeError(`nComponents = ${nComponents} is more than the n = ${counted} of the data${hint}`);
}

function settingsOf(options: CheckedOptions): RunSettings {
  const { tol, maxIter, regCovar, initParams, seed, nInit, meansInit, warmStart, responsibilitiesInit } = options;
  // the same start again would be the same run again
  const single = meansInit !== undefined || warmStart !== undefined || responsibilitiesInit !== undefined;
  const sorted = meansInit === undefined && warmStart === undefined;
  const accelerated = options.acceleration === 'squarem';
  return { tol, maxIter, regCovar, initParams, seed, runs: single ? 1 : nInit, sorted, accelerated };
}

/** The best run as a model. */
function result(
  { workspace, settings }: Job,
  options: CheckedOptions,
  { best, failed, failure }: Standing,
  choice: Choice,
  execution: Execution,
): GaussianMixture {
  if (!best) throw failure;
  requireFinite(best.run.logLikelihood);
  if (failed > 0) {
    best.warnings.push(`${failed} of ${settings.runs} runs ended in a singular covariance and were left out.`);
  }
  workspace.loadParameters(best.parameters);
  return modelOf({
    ...parametersOf(workspace, options.covarianceType),
    training: trainingOf(workspace, options, best, execution),
    choice,
  });
}

/** No result holds a NaN; if one came out all the same, that is said. */
function requireFinite(logLikelihood: number): void {
  if (Number.isFinite(logLikelihood)) return;
  throw new RangeError(
    'the log-likelihood is not a finite number: values or weights differ by too many orders of magnitude',
  );
}
