// Starts → EM → the best model. The asynchronous and the synchronous call differ in how the kernel is loaded and in who
// drives the steps; everything else is one piece of code.

import { type Data, type Rows, toRows, toWeights } from './data.js';
import { em, type Run } from './em.js';
import { SingularCovarianceError } from './errors.js';
import { type CovarianceSynonym, type CovarianceType, codeOf, type FamilyOf } from './family.js';
import type { Floor } from './floor.js';
import { givenStart } from './given.js';
import { examine, type Health, healthWarnings, isHealthy } from './health.js';
import { acquireArena, releaseArena } from './kernel/arena.js';
import {
  bindChoice,
  bindChoiceSync,
  choose,
  chooseSync,
  type Execution,
  packingKernel,
  wantsWasm,
} from './kernel/load.js';
import { checkSize, fitLayout } from './kernel/memory.js';
import { Workspace } from './kernel/workspace.js';
import { GaussianMixture, type Training } from './model.js';
import { type CheckedOptions, checkOptions, type FitOptions } from './options.js';
import { splitRows, unpackBlocks } from './parameters.js';
import { timesPower } from './scale.js';
import { type GivenStart, start } from './starts.js';
import { runAsync, runSync, type Steps } from './steps.js';

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
  checked.signal?.throwIfAborted();
  const job = open(data, checked);
  const { workspace } = job;
  try {
    const { kernel, execution } = await bindChoice(await choose(checked), workspace.arena, checked);
    workspace.use(kernel);
    return (await runAsync(work(job, execution), checked.signal)) as GaussianMixture<FamilyOf<T>>;
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
  checked.signal?.throwIfAborted();
  const choice = chooseSync(checked);
  const job = open(data, checked);
  const { workspace } = job;
  try {
    const { kernel, execution } = bindChoiceSync(choice, workspace.arena, checked);
    workspace.use(kernel);
    return runSync(work(job, execution)) as GaussianMixture<FamilyOf<T>>;
  } finally {
    releaseArena(workspace.arena);
  }
}

/** Checks everything that can be checked before memory is taken, takes it, and packs the data. */
function open(data: Data, options: CheckedOptions): Job {
  const rows = toRows(data);
  const weights = options.sampleWeight === undefined ? undefined : usefulWeights(options.sampleWeight, rows);
  const n = weights ? weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0) : rows.n;
  checkCounts(n, rows, options);
  const size = {
    n,
    d: rows.d,
    k: options.nComponents,
    family: codeOf(options.covarianceType),
    weighted: Boolean(weights),
  };
  const { bytes } = fitLayout(size);
  checkSize(bytes, size);
  const arena = acquireArena(bytes, wantsWasm(options));
  try {
    const workspace = new Workspace(size, arena, packingKernel(arena));
    workspace.pack(rows, weights);
    return { workspace, options, given: givenStart(options, workspace, weights) };
  } catch (error) {
    releaseArena(arena);
    throw error;
  }
}

/** Weights that change something: undefined if all are 1. */
function usefulWeights(sampleWeight: ArrayLike<number>, rows: Rows): Float64Array | undefined {
  const weights = toWeights(sampleWeight, rows.n);
  if (weights.every((weight) => weight === 1)) return undefined;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (rows.n > 0 && !(total > 0)) throw new RangeError('sampleWeight must have a positive entry: all of them are 0');
  if (total === Number.POSITIVE_INFINITY) throw new RangeError('sampleWeight is too large: its sum is not finite');
  return weights;
}

function checkCounts(n: number, rows: Rows, { nComponents }: CheckedOptions): void {
  if (rows.n === 0) throw new RangeError('data has no rows: at least one sample a component is needed');
  if (nComponents <= n) return;
  const counted = n < rows.n ? `${n} rows of positive weight` : `${n} row${n === 1 ? '' : 's'}`;
  const hint = rows.d > rows.n && rows.n === 1 ? '; for a series of single values pass a flat array' : '';
  throw new RangeError(`nComponents = ${nComponents} is more than the n = ${counted} of the data${hint}`);
}

/** All runs; the best of them as a model. */
function* work({ workspace, options, given }: Job, execution: Execution): Steps<GaussianMixture> {
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
  if (failed > 0) best.warnings.push(`${failed} of ${runs} runs ended in a singular covariance and were left out.`);
  workspace.loadParameters(best.parameters);
  return buildModel(workspace, options, best, execution);
}

/** Healthy first, then by likelihood: that of a collapsed fit has no bound. */
function isBetter(run: Run, health: Health, best: Best): boolean {
  if (isHealthy(health) !== isHealthy(best.health)) return isHealthy(health);
  return run.logLikelihood > best.run.logLikelihood;
}

function steering(workspace: Workspace, options: CheckedOptions, floor: Floor, run: number) {
  const { d, k } = workspace.size;
  const { tol, maxIter, covarianceType, onIteration, signal } = options;
  const parameters = () => {
    const origin = workspace.view(workspace.at.origin, d);
    const scaled = Float64Array.from(workspace.means, (x, at) => timesPower(x, -workspace.exponent) + origin[at % d]);
    return {
      weights: workspace.weights.slice(),
      means: splitRows(scaled, d),
      covariances: unpackBlocks(workspace.covariances, covarianceType, k, d, -2 * workspace.exponent),
    };
  };
  return {
    tol,
    maxIter,
    floor,
    sorted: options.meansInit === undefined && options.warmStart === undefined,
    report: ({ iteration, passes, logLikelihood }: { iteration: number; passes: number; logLikelihood: number }) => {
      if (!onIteration) return true;
      const lowerBound = inUnits(workspace, logLikelihood) / workspace.totalWeight;
      const goOn = onIteration({ iteration, passes, run, lowerBound, parameters }) !== false;
      signal?.throwIfAborted();
      return goOn;
    },
  };
}

/** A total log-likelihood in the caller's units: each density has a factor 2^(d·e) more than in internal units. */
function inUnits({ size, exponent, totalWeight }: Workspace, logLikelihood: number): number {
  return logLikelihood + totalWeight * (size.d * exponent * Math.LN2);
}

function buildModel(workspace: Workspace, options: CheckedOptions, best: Best, execution: Execution): GaussianMixture {
  const { n, d, k } = workspace.size;
  const { run, health, warnings } = best;
  const logLikelihood = inUnits(workspace, run.logLikelihood);
  const sentences = [...warnings, ...healthWarnings(health, k, d, options.covarianceType.startsWith('tied'))];
  if (!run.converged && !run.stopped && run.nIter > 0) {
    sentences.push(`The fit had not converged after maxIter = ${options.maxIter} iterations: raise maxIter or tol.`);
  }
  const training: Training = {
    nSamples: n,
    totalWeight: workspace.totalWeight,
    logLikelihood,
    history: run.history.map((total) => inUnits(workspace, total) / workspace.totalWeight),
    converged: run.converged,
    nIter: run.nIter,
    ...health,
    warnings: sentences,
    execution,
  };
  return new GaussianMixture({
    covarianceType: options.covarianceType,
    d,
    k,
    origin: workspace.view(workspace.at.origin, d).slice(),
    exponent: workspace.exponent,
    weights: workspace.weights.slice(),
    means: workspace.means.slice(),
    covariances: workspace.covariances.slice(),
    training,
  });
}
