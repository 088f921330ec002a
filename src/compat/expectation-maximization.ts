/**
 * The API of the npm package expectation-maximization 1.5.0 on the kernel of gmm-wasm: change the import, and nothing
 * else. What is different, because it was wrong there or better left to chance:
 *
 * - The start. The original begins with random responsibilities, by which all groups nearly coincide, ends in another
 *   optimum each time and every fourth time in a poor one. Here the start is the best of many, as for `fitSync`, and
 *   draws are seeded (0, or the fourth argument): the same points give the same groups. They come sorted by mean.
 * - From there on it is EM, accelerated at first, with the same end: no responsibility changes by more than epsilon, or
 *   1000 iterations.
 * - Groups without breadth. The original lets variances shrink to 2.2e-16, and a group whose rounded determinant is not
 *   above 0 gets density 0. Here such a group keeps the floor of `fitSync`, a millionth of the variance within groups.
 *   Where there is no such group, no floor is added to sigma.
 * - Densities are added as logs: points far from all groups do not make the sums 0.
 * - What cannot be computed with is refused: no points, more groups than points, numbers that are not finite. Plain
 *   numbers are points of one feature; they gave NaN.
 * - The private `_gaussian` does not exist.
 *
 * @packageDocumentation
 */

import { toRows } from '../data.js';
import { SingularCovarianceError } from '../errors.js';
import { fitSync } from '../fit.js';
import { examine } from '../health.js';
import type { GaussianMixture } from '../model.js';
import { flatten, packBlocks } from '../parameters.js';
import { runSync } from '../steps.js';
import { Group } from './expectation-maximization/group.js';
import { redistribute, settle } from './expectation-maximization/settle.js';
import { StepwiseEM } from './stepwise.js';

export type { Group };

const MOST_ITERATIONS = 1000;

type Model = GaussianMixture<'full'>;

/** Weights, means and covariances of a mixture, however they are stored. */
interface Mixture {
  readonly weights: ArrayLike<number>;
  readonly means: ArrayLike<ArrayLike<number>>;
  readonly covariances: ArrayLike<ArrayLike<ArrayLike<number>>>;
}

/**
 * Fits a mixture of Gaussians.
 *
 * @param points - n points of d features; they are only read
 * @param n_groups - K, 1 if left out or 0
 * @param epsilon - the change of a responsibility below which the fit has settled, 2⁻⁵² if left out or 0
 * @param seed - an integer, 0 … 2³²−1; 0 if left out
 * @returns K groups, sorted by mean
 * @throws TypeError, RangeError for points that cannot be computed with, or fewer than groups
 */
function expectation_maximization(
  points: ArrayLike<ArrayLike<number>> | ArrayLike<number>,
  n_groups?: number,
  epsilon?: number,
  seed?: number,
): Group[] {
  const rows = points as ArrayLike<number>[];
  const model = fitSync(rows, { nComponents: groupsOf(n_groups), seed: seed ?? 0 });
  const mixture = settled(rows, model, epsilon || Number.EPSILON) ?? model;
  return Array.from(mixture.weights, (weight, k) => {
    const sigma = Array.from(mixture.covariances[k], (row) => Array.from(row));
    return new Group(weight, Array.from(mixture.means[k]), sigma);
  });
}

/** @throws RangeError for what is no number of groups; digits are one, as in the original */
function groupsOf(n_groups: unknown): number {
  const k = Number(n_groups || 1);
  if (Number.isInteger(k) && k > 0) return k;
  throw new RangeError(`n_groups must be a whole number of at least 1, got ${String(n_groups)}`);
}

/** The model without its floor, and settled as the original settles; undefined if it cannot do without. */
function settled(points: ArrayLike<number>[], model: Model, epsilon: number): Mixture | undefined {
  const sharp = sharpened(points, model, epsilon);
  if (!sharp) return undefined;
  const { nComponents: k, nFeatures: d, weights } = sharp;
  const em = new StepwiseEM(toRows(points), k);
  try {
    // what a collapse is measured by
    runSync(em.workspace.measure());
    const means = flatten(sharp.means, [k, d], 'means');
    const covariances = packBlocks(sharp.covariances, 'full', k, d, 'covariances');
    if (em.load({ weights, means, covariances }) >= 0) return undefined;
    const responsibilities = new Float64Array(em.workspace.size.n * k);
    redistribute(em, responsibilities);
    if (settle(em, responsibilities, epsilon, MOST_ITERATIONS) >= 0) return undefined;
    return runSync(examine(em.workspace)).collapsed.length > 0 ? undefined : em.parameters();
  } finally {
    em.release();
  }
}

/** Most of the way in large steps, for which no responsibilities are stored. */
function sharpened(points: ArrayLike<number>[], model: Model, epsilon: number): Model | undefined {
  if (model.collapsed.length > 0) return undefined;
  try {
    const sharp = fitSync(points, {
      nComponents: model.nComponents,
      warmStart: model,
      regCovar: 0,
      // near the optimum the likelihood falls with the square of the distance
      tol: Math.min(epsilon * epsilon, Number.MAX_VALUE),
      maxIter: MOST_ITERATIONS,
      acceleration: 'squarem',
    });
    return sharp.collapsed.length > 0 ? undefined : sharp;
  } catch (error) {
    if (error instanceof SingularCovarianceError) return undefined;
    throw error;
  }
}

export default expectation_maximization;
// what `require` gives
export { expectation_maximization as 'module.exports' };
