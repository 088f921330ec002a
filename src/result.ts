// From a workspace to what people see: the parameters and the story of a fit, in the caller's units.

import type { CovarianceType } from './family.js';
import { healthWarnings } from './health.js';
import type { Execution } from './kernel/load.js';
import { shapeOf } from './kernel/memory.js';
import { type Prior, priorShift } from './kernel/prior.js';
import type { Workspace } from './kernel/workspace.js';
import type { ModelState, Training } from './model/state.js';
import type { Acceleration } from './options.js';
import { splitRows, unpackBlocks } from './parameters.js';
import type { Outcome } from './runs.js';
import { timesPower } from './scale.js';

/** A total log-likelihood in the caller's units: each density has a factor 2^(d·e) more than in internal units. */
export function inUnits({ size, exponent, totalWeight }: Workspace, logLikelihood: number): number {
  return logLikelihood + totalWeight * (size.d * exponent * Math.LN2);
}

/** Copies of the present parameters in the caller's units. */
export function shownParameters(workspace: Workspace, covarianceType: CovarianceType) {
  const { d, k } = workspace.size;
  const origin = workspace.view(workspace.at.origin, d);
  const means = Float64Array.from(workspace.means, (x, at) => timesPower(x, -workspace.exponent) + origin[at % d]);
  return {
    weights: workspace.weights.slice(),
    means: splitRows(means, d),
    covariances: unpackBlocks(workspace.covariances, covarianceType, k, d, -2 * workspace.exponent),
  };
}

/** What a model keeps of the workspace. */
export function parametersOf(workspace: Workspace, covarianceType: CovarianceType): ModelState {
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

/** A sentence for features whose variance is 0: all values are equal, or its square has no number on the common scale. */
export function constantFeatures(workspace: Workspace): string[] {
  const total = workspace.view(workspace.at.total, workspace.size.d);
  const constant = [...total.keys()].filter((j) => !(total[j] > 0));
  if (constant.length === 0) return [];
  const subject = constant.length === 1 ? `Feature ${constant[0]} is` : `Features ${constant.join(', ')} are`;
  return [
    `${subject} constant, or nearly so beside the range of all features: no component can be told from another by it.`,
  ];
}

/** The smallest normal number, 2^−1022; below it digits are lost. */
const LEAST_NORMAL = 2.2250738585072014e-308;

const OUT_OF_RANGE =
  'Variances are beyond the range of numbers and show as Infinity or (almost) 0; the model is right. Scale the data to see them.';

/** A sentence for variances, squares as they are, that no double holds in the caller's units. */
function variancesOutOfRange({ covariances, exponent, size: { d, family } }: Workspace): string[] {
  const packed = shapeOf(family) === 0;
  const length = packed ? (d * (d + 1)) / 2 : 1;
  const perBlock = packed ? d : 1;
  for (let block = 0; block < covariances.length; block += length) {
    for (let j = 0; j < perBlock; j++) {
      // a row of a packed lower triangle ends with its variance
      const variance = timesPower(covariances[block + (j * (j + 3)) / 2], -2 * exponent);
      if (!(variance >= LEAST_NORMAL && variance <= Number.MAX_VALUE)) return [OUT_OF_RANGE];
    }
  }
  return [];
}

/** Objectives by the sample, in the caller's units. */
export function objectivesOf(workspace: Workspace, prior: Prior, objectives: readonly number[]): number[] {
  const shift = priorShift(prior, workspace);
  return objectives.map((total) => (inUnits(workspace, total) + shift) / workspace.totalWeight);
}

/** What of the options it needs. */
interface Told {
  readonly covarianceType: CovarianceType;
  readonly maxIter: number;
  readonly acceleration: Acceleration;
  readonly prior: Prior | undefined;
}

/** What the model tells of its fit. */
export function trainingOf(
  workspace: Workspace,
  { covarianceType, maxIter, acceleration, prior }: Told,
  { run, health, warnings }: Outcome,
  execution: Execution,
): Training {
  const { n, d, k } = workspace.size;
  const { totalWeight, weightExponent } = workspace;
  const sentences = [
    ...warnings,
    ...(n === 1 ? [] : constantFeatures(workspace)),
    ...healthWarnings(health, k, d, covarianceType.startsWith('tied')),
    ...variancesOutOfRange(workspace),
  ];
  if (!run.converged && !run.stopped && run.nIter > 0) {
    const other = acceleration === 'none' ? ", or try acceleration: 'squarem'" : '';
    sentences.push(`The fit had not converged after maxIter = ${maxIter} iterations: raise maxIter or tol${other}.`);
  }
  return {
    nSamples: n,
    totalWeight: timesPower(totalWeight, weightExponent),
    logLikelihood: timesPower(inUnits(workspace, run.logLikelihood), weightExponent),
    history: run.history.map((total) => inUnits(workspace, total) / totalWeight),
    ...(prior && run.objectives && { objective: objectivesOf(workspace, prior, run.objectives) }),
    converged: run.converged,
    nIter: run.nIter,
    ...health,
    warnings: sentences,
    execution,
  };
}
