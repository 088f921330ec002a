// Starts → EM → the best model. The asynchronous and the synchronous call differ in how the kernel is loaded and in who
// drives the steps; everything else is one piece of code.

import { type Data, type Rows, toRows } from './data.js';
import { em, type Run, type Steering } from './em.js';
import { SingularCovarianceError } from './errors.js';
import { type CovarianceSynonym, type CovarianceType, codeOf, type FamilyOf } from './family.js';
import { checkStart, type GivenStart, placeStart } from './given.js';
import { examine, type Health, healthWarnings, isHealthy } from './health.js';
import { type Arena, acquireArena, releaseArena } from './kernel/arena.js';
import type { Floor } from './kernel/floor.js';
import type { Kernel } from './kernel/kernel.js';
import {
  type Bound,
  bindChoice,
  bindChoiceSync,
  type Choice,
  choose,
  chooseSync,
  type Execution,
  packingKernel,
  wantsWasm,
} from './kernel/load.js';
import { checkSize, fitLayout } from './kernel/memory.js';
import { Workspace } from './kernel/workspace.js';
import { type GaussianMixture, modelOf } from './model.js';
import { type CheckedOptions, checkOptions, type FitOptions } from './options.js';
import { splitRows, unpackBlocks } from './parameters.js';
import type { Signal } from './platform.js';
import { timesPower } from './scale.js';
import { start } from './starts.js';
import type { ModelState, Training } from './state.js';
import { runAsync, runSync, type Steps } from './steps.js';
import { areUneven, countPositive, usefulWeights } from './weights.js';

/** A problem that is checked, packed and ready to run. */
interface Job {
  readonly workspace: Workspace;
  readonly options: CheckedOptions;
  readonly given: GivenStart;
}

/** The best run so far. */
interface Best {
  readonly run: Run;
  readonly health: Health;
  readonly parameters: Float64Array;
  readonly warnings: string[];
}

/**
 * Fits a Gaussian mixture by expectation-maximisation.
 *
 * The data is read before the call returns; it may be changed afterwards. The work happens on the calling thread in
 * pieces of at most about 16 ms.
 *
 * @param data - n samples of d features, in any form of `Data`; finite
 * @returns the model of the best run
 * @throws TypeError for input or options of the wrong kind
 * @throws RangeError for values or shapes that are wrong, K > n, or a problem too large for memory
 * @throws SingularCovarianceError if a covariance cannot be factored, with `regCovar: 0` for instance
 * @throws the reason of `signal` once it is aborted
 */
export async function fit<const T extends CovarianceType | CovarianceSynonym = 'full'>(
  data: Data,
  options: FitOptions<T>,
): Promise<GaussianMixture<FamilyOf<T>>> {
  const checked = checkOptions(options);
  throwIfAborted(checked.signal);
  const job = open(data, checked, packingKernel);
  const { workspace } = job;
  try {
    const choice = await choose(checked);
    const { kernel, execution } = await bindChoice(choice, workspace.arena, checked);
    workspace.use(kernel);
    return (await runAsync(work(job, choice, execution), checked.signal)) as GaussianMixture<FamilyOf<T>>;
  } finally {
    releaseArena(workspace.arena);
  }
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
  const job = open(data, checked, (arena) => {
    bound = bindChoiceSync(choice, arena, checked);
    return bound.kernel;
  });
  try {
    return runSync(work(job, choice, bound!.execution)) as GaussianMixture<FamilyOf<T>>;
  } finally {
    releaseArena(job.workspace.arena);
  }
}

/**
 * Checks everything that can be checked before memory is taken, takes it, and packs the data.
 *
 * @param bindTo - the kernel to pack with
 */
function open(data: Data, options: CheckedOptions, bindTo: (arena: Arena) => Kernel): Job {
  const rows = toRows(data);
  const { sampleWeight, nComponents: k, covarianceType } = options;
  const weights = sampleWeight === undefined ? undefined : usefulWeights(sampleWeight, rows.n);
  const n = weights ? countPositive(weights) : rows.n;
  checkCounts(n, rows, options);
  const parts = checkStart(options, rows.d, rows.n, weights);
  const weighted = weights !== undefined && areUneven(weights);
  const accelerated = options.acceleration === 'squarem';
  const size = { n, d: rows.d, k, family: codeOf(covarianceType), weighted, accelerated };
  const { bytes } = fitLayout(size);
  checkSize(bytes, `a fit of n = ${n} rows, d = ${rows.d} features and ${k} components`);
  const arena = acquireArena(bytes, wantsWasm(options));
  try {
    const workspace = new Workspace(size, arena, bindTo(arena));
    workspace.pack(rows, weights);
    return { workspace, options, given: placeStart(parts, workspace) };
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

/** All runs; the best of them as a model. */
function* work({ workspace, options, given }: Job, choice: Choice, execution: Execution): Steps<GaussianMixture> {
  const floor: Floor = { asked: options.regCovar, settled: false };
  // the same start again would be the same run again
  const runs = given.means || given.responsibilities ? 1 : options.nInit;
  let best: Best | undefined;
  let failure: SingularCovarianceError | undefined;
  let failed = 0;
  yield* workspace.measure();
  for (let index = 0; index < runs; index++) {
    try {
      const { warnings } = yield* start(workspace, options, given, floor, index);
      const run = yield* em(workspace, steering(workspace, options, floor, index));
      const health = yield* examine(workspace);
      if (!best || isBetter(run, health, best)) {
        best = { run, health, warnings, parameters: workspace.saveParameters() };
      }
      if (run.stopped) break;
    } catch (error) {
      if (!(error instanceof SingularCovarianceError)) throw error;
      failure ??= error;
      failed++;
    }
  }
  if (!best) throw failure;
  requireFinite(best.run.logLikelihood);
  if (failed > 0) best.warnings.push(`${failed} of ${runs} runs ended in a singular covariance and were left out.`);
  workspace.loadParameters(best.parameters);
  return modelOf({
    ...parametersOf(workspace, options),
    training: trainingOf(workspace, options, best, execution),
    choice,
  });
}

/** Healthy first, then by likelihood: that of a collapsed fit has no bound. */
function isBetter(run: Run, health: Health, best: Best): boolean {
  if (isHealthy(health) !== isHealthy(best.health)) return isHealthy(health);
  return run.logLikelihood > best.run.logLikelihood;
}

function steering(workspace: Workspace, options: CheckedOptions, floor: Floor, run: number): Steering {
  const { tol, maxIter, onIteration, signal } = options;
  return {
    tol,
    maxIter,
    floor,
    accelerated: options.acceleration === 'squarem',
    sorted: options.meansInit === undefined && options.warmStart === undefined,
    report: ({ iteration, passes, logLikelihood }) => {
      if (!onIteration) return true;
      const lowerBound = inUnits(workspace, logLikelihood) / workspace.totalWeight;
      // the memory is another fit's once the callback has returned
      let open = true;
      const parameters = () => {
        if (open) return shownParameters(workspace, options);
        throw new Error('parameters() shows the iteration under way: call it before onIteration returns');
      };
      let answer: unknown;
      try {
        answer = onIteration({ run, iteration, passes, lowerBound, parameters });
      } finally {
        open = false;
      }
      refusePromise(answer);
      throwIfAborted(signal);
      return answer !== false;
    },
  };
}

/** Copies of the present parameters in the caller's units. */
function shownParameters(workspace: Workspace, { covarianceType }: CheckedOptions) {
  const { d, k } = workspace.size;
  const origin = workspace.view(workspace.at.origin, d);
  const means = Float64Array.from(workspace.means, (x, at) => timesPower(x, -workspace.exponent) + origin[at % d]);
  return {
    weights: workspace.weights.slice(),
    means: splitRows(means, d),
    covariances: unpackBlocks(workspace.covariances, covarianceType, k, d, -2 * workspace.exponent),
  };
}

/** @throws the signal's reason */
function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** No result holds a NaN; if one came out all the same, that is said. */
function requireFinite(logLikelihood: number): void {
  if (Number.isFinite(logLikelihood)) return;
  throw new RangeError(
    'the log-likelihood is not a finite number: values or weights differ by too many orders of magnitude',
  );
}

/** @throws TypeError if `onIteration` is asynchronous: the fit cannot wait for its answer */
function refusePromise(answer: unknown): void {
  if (typeof (answer as PromiseLike<unknown> | undefined)?.then !== 'function') return;
  // its own failure would be nobody's
  (answer as PromiseLike<unknown>).then(undefined, () => {});
  throw new TypeError('option onIteration must answer at once, got a Promise: use a function that is not async');
}

/** A total log-likelihood in the caller's units: each density has a factor 2^(d·e) more than in internal units. */
function inUnits({ size, exponent, totalWeight }: Workspace, logLikelihood: number): number {
  return logLikelihood + totalWeight * (size.d * exponent * Math.LN2);
}

/** A sentence for features of which all values are equal. */
function constantFeatures(workspace: Workspace): string[] {
  const { d, n } = workspace.size;
  const total = workspace.view(workspace.at.total, d);
  const constant = [...total.keys()].filter((j) => !(total[j] > 0));
  if (constant.length === 0 || n === 1) return [];
  const subject = constant.length === 1 ? `Feature ${constant[0]} is` : `Features ${constant.join(', ')} are`;
  return [`${subject} constant to working precision: no component can be told from another by it.`];
}

/** What the model keeps of the workspace. */
function parametersOf(workspace: Workspace, { covarianceType }: CheckedOptions): ModelState {
  const { d, k } = workspace.size;
  return {
    covarianceType,
    d,
    k,
    origin: workspace.view(workspace.at.origin, d).slice(),
    exponent: workspace.exponent,
    weights: workspace.weights.slice(),
    means: workspace.means.slice(),
    covariances: workspace.covariances.slice(),
  };
}

/** What the model tells of its fit. */
function trainingOf(workspace: Workspace, options: CheckedOptions, best: Best, execution: Execution): Training {
  const { n, d, k } = workspace.size;
  const { run, health, warnings } = best;
  const { totalWeight, weightExponent } = workspace;
  const sentences = [
    ...warnings,
    ...constantFeatures(workspace),
    ...healthWarnings(health, k, d, options.covarianceType.startsWith('tied')),
  ];
  if (!run.converged && !run.stopped && run.nIter > 0) {
    sentences.push(`The fit had not converged after maxIter = ${options.maxIter} iterations: raise maxIter or tol.`);
  }
  return {
    nSamples: n,
    totalWeight: timesPower(totalWeight, weightExponent),
    logLikelihood: timesPower(inUnits(workspace, run.logLikelihood), weightExponent),
    history: run.history.map((total) => inUnits(workspace, total) / totalWeight),
    converged: run.converged,
    nIter: run.nIter,
    ...health,
    warnings: sentences,
    execution,
  };
}
