// The option `prior` against the sizes of a problem: its defaults, and what it must be.

import { type CovarianceType, codeOf } from './family.js';
import { LEAST, shapeOf } from './kernel/memory.js';
import { factorOf } from './kernel/prepare.js';
import type { Prior } from './kernel/prior.js';
import { show } from './names.js';
import type { NumbersIn, PriorOptions } from './options.js';
import { flatten, packBlocks } from './parameters.js';

/** What is left out is as in mclust. */
const SHRINKAGE = 0.01;

/**
 * Checks a prior against the sizes of the problem.
 *
 * @throws TypeError, RangeError that names the option
 */
export function checkPrior(
  given: boolean | PriorOptions | undefined,
  covarianceType: CovarianceType,
  d: number,
): Prior | undefined {
  if (given === undefined || given === false) return undefined;
  const { shrinkage = SHRINKAGE, dof = d + 2, mean, scale } = given === true ? {} : given;
  const least = shapeOf(codeOf(covarianceType)) === 0 ? d - 1 : 0;
  if (!(dof > least)) throw new RangeError(`option prior.dof must be more than ${least}, got ${show(dof)}`);
  if (mean !== undefined && shrinkage === 0) {
    throw new RangeError('option prior.mean has no effect with prior.shrinkage 0: leave it out, or raise shrinkage');
  }
  return {
    shrinkage,
    dof,
    ...(mean !== undefined && { mean: flatten(mean, [d], 'option prior.mean') }),
    ...(scale !== undefined && { scale: scaleBlock(scale, covarianceType, d) }),
  };
}

/** One covariance block: a matrix, d variances or a variance; a number stands for equal variances. */
function scaleBlock(scale: NumbersIn, covarianceType: CovarianceType, d: number): Float64Array {
  const name = 'option prior.scale';
  const shape = shapeOf(codeOf(covarianceType));
  const tied = (['tied', 'tied-diag', 'tied-spherical'] as const)[shape];
  const block = packBlocks(typeof scale === 'number' ? spread(scale, shape, d) : scale, tied, 1, d, name);
  const definite = shape === 0 ? factorOf(block, d) !== undefined : block.every((variance) => variance > LEAST);
  if (definite) return block;
  throw new RangeError(`${name} must be positive${d > 1 && shape === 0 ? ' definite' : ''}, got ${show(scale)}`);
}

function spread(variance: number, shape: number, d: number): NumbersIn {
  if (shape === 2) return variance;
  if (shape === 1) return new Array(d).fill(variance);
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? variance : 0)));
}
