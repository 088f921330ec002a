// Small computations that need no arena of their own size: the twin does them, with the kernel's bits.

import { SingularCovarianceError } from '../errors.js';
import { factorise, invertTriangle, product } from './twin/cholesky.js';
import { exp } from './twin/exp.js';
import {
  blockCount,
  blockLength,
  covariancesAt,
  factorsAt,
  meansAt,
  parametersLength,
  scratchLength,
  shapeOf,
} from './twin/layout.js';
import { log } from './twin/log.js';
import { prepare } from './twin/maximise.js';

/** ln x with the kernel's bits. */
export const logOf: (x: number) => number = log;

/** e^x with the kernel's bits. */
export const expOf: (x: number) => number = exp;

/** Internal parameters of a mixture. */
interface Parameters {
  readonly d: number;
  readonly k: number;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

/**
 * The kernel's parameter block of a mixture; or, instead, its packed precisions.
 *
 * @param name - of the covariances, for the message
 * @throws SingularCovarianceError for a covariance that is not positive definite
 */
export function prepareBlock(
  { d, k, weights, means, covariances }: Parameters,
  family: number,
  inverses = false,
  name = 'covariances',
) {
  const length = parametersLength(d, k, family);
  const memory = new Float64Array(length + scratchLength(d, k));
  memory.set(weights, 0);
  memory.set(means, meansAt(0, k));
  memory.set(covariances, covariancesAt(0, d, k));
  const singular = prepare(memory, 0, d, k, family, length);
  if (singular >= 0) {
    throw new SingularCovarianceError(
      singular,
      `${name}[${singular}] is not positive definite: give one with positive eigenvalues`,
    );
  }
  if (!inverses) return memory.slice(0, length);
  const size = blockLength(d, family);
  const out = new Float64Array(covariances.length);
  for (let c = 0; c < blockCount(k, family); c++) {
    const factor = factorsAt(0, d, k, family) + c * size;
    if (shapeOf(family) === 0) {
      product(memory, factor, d, length);
      out.set(memory.subarray(length, length + size), c * size);
    } else {
      for (let i = 0; i < size; i++) out[c * size + i] = memory[factor + i] * memory[factor + i];
    }
  }
  return out;
}

/** The Cholesky factor of one packed triangle; undefined if it is not positive definite. */
export function factorOf(block: Float64Array, d: number): Float64Array | undefined {
  const memory = new Float64Array(block.length + d);
  memory.set(block);
  return factorise(memory, 0, d, block.length) ? memory.slice(0, block.length) : undefined;
}

/** The inverse of one packed triangle; undefined if it is not positive definite. */
export function inverseOf(block: Float64Array, d: number): Float64Array | undefined {
  const length = (d * (d + 1)) / 2;
  const memory = new Float64Array(2 * length + d);
  memory.set(block);
  if (!factorise(memory, 0, d, 2 * length)) return undefined;
  invertTriangle(memory, 0, d, length);
  product(memory, length, d, 0);
  return memory.slice(0, length);
}
