// Parameters and log-likelihoods of a workspace in the caller's units: x = origin + z·2^−exponent.

import { requireFactors } from '../errors.js';
import { type CovarianceShapes, type CovarianceType, typeOf } from '../family.js';
import type { NumbersIn } from '../options.js';
import { checkWeights, flatten, packBlocks } from '../parameters.js';
import { inUnits, shownParameters } from '../result.js';
import { timesPower } from '../scale.js';
import { LARGEST } from './memory.js';
import type { Workspace } from './workspace.js';

/** Parameters as people see them. */
export interface ShownParameters {
  /** K weights that sum to 1. */
  readonly weights: Float64Array;
  /** K means of d numbers. */
  readonly means: Float64Array[];
  /** In the family's shape. */
  readonly covariances: CovarianceShapes[CovarianceType];
}

/**
 * Sets the parameters and prepares them for the next pass.
 *
 * @param parameters.weights - K non-negative numbers that sum to 1
 * @param parameters.means - K × d, nested or flat
 * @param parameters.covariances - in the family's shape, K × d × d for `'full'`, nested or flat
 * @throws TypeError, RangeError for parameters that are none; SingularCovarianceError for a covariance that is not
 *   positive definite
 */
export function setParameters(
  workspace: Workspace,
  parameters: { readonly weights: ArrayLike<number>; readonly means: NumbersIn; readonly covariances: NumbersIn },
): void {
  const { d, k, family } = workspace.size;
  const { exponent } = workspace;
  const origin = workspace.view(workspace.at.origin, d);
  const weights = checkWeights(parameters.weights, k, 'weights');
  const means = flatten(parameters.means, [k, d], 'means').map((mean, at) => {
    const value = timesPower(mean - origin[at % d], exponent);
    if (Math.abs(value) <= LARGEST) return value + 0;
    throw new RangeError(`means[${Math.floor(at / d)}] is too far from the data to compute with: ${mean}`);
  });
  const blocks = packBlocks(parameters.covariances, typeOf(family), k, d, 'covariances');
  workspace.weights.set(weights);
  workspace.means.set(means);
  workspace.covariances.set(blocks.map((value) => timesPower(value, 2 * exponent) + 0));
  requireFactors(workspace.prepare(), 'the given parameters');
}

/** Copies of the present parameters: what `GaussianMixture.fromParameters` takes, but for the family's name. */
export function parametersOf(workspace: Workspace): ShownParameters {
  return shownParameters(workspace, typeOf(workspace.size.family));
}

/**
 * The total log-likelihood that a pass found, in nats.
 *
 * @param statistics - the address that `workspace.pass` or `likelihood` came to
 */
export function logLikelihoodOf(workspace: Workspace, statistics: number): number {
  return timesPower(inUnits(workspace, workspace.kernel.doubles[statistics / 8]), workspace.weightExponent);
}
