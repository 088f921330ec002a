// The density of one Gaussian at single points: too little work for an arena.

import { SingularCovarianceError } from '../errors.js';
import { expOf, factorOf, logOf } from '../kernel/prepare.js';

/** ½·ln 2π */
const HALF_LOG_TAU = 0.9189385332046728;

/** The lower triangle of a symmetric matrix, row by row. */
export function lowerTriangle(matrix: ArrayLike<ArrayLike<number>>): Float64Array {
  const d = matrix.length;
  const packed = new Float64Array((d * (d + 1)) / 2);
  for (let i = 0, at = 0; i < d; i++) for (let j = 0; j <= i; j++) packed[at++] = matrix[i][j];
  return packed;
}

/** N(x | μ, Σ); later changes of the arrays it was made from do not touch it. */
export class Density {
  readonly #mean: Float64Array;
  readonly #covariance: Float64Array;
  /** L of Σ = L·Lᵀ, packed. */
  readonly #factor: Float64Array;
  /** −½·ln |2πΣ| */
  readonly #constant: number;
  readonly #solved: Float64Array;

  /**
   * @param what - the name of the covariance, for the message
   * @throws SingularCovarianceError for a covariance that is not positive definite
   */
  constructor(mean: ArrayLike<number>, covariance: ArrayLike<ArrayLike<number>>, what = 'the covariance') {
    const d = mean.length;
    this.#mean = Float64Array.from(mean);
    this.#covariance = lowerTriangle(covariance);
    const factor = factorOf(this.#covariance, d);
    if (!factor) throw new SingularCovarianceError(0, `${what} is not positive definite: it has no density`);
    this.#factor = factor;
    this.#constant = -d * HALF_LOG_TAU;
    for (let i = 0; i < d; i++) this.#constant -= logOf(factor[(i * (i + 3)) / 2]);
    this.#solved = new Float64Array(d);
  }

  /** Whether it was made from the same numbers. */
  isOf(mean: ArrayLike<number>, covariance: ArrayLike<ArrayLike<number>>): boolean {
    const d = this.#mean.length;
    for (let i = 0, at = 0; i < d; i++) {
      if (mean[i] !== this.#mean[i]) return false;
      for (let j = 0; j <= i; j++) if (covariance[i][j] !== this.#covariance[at++]) return false;
    }
    return true;
  }

  /** ln N(x | μ, Σ) = −½·ln |2πΣ| − ½‖L⁻¹(x − μ)‖² */
  logDensity(point: ArrayLike<number>): number {
    const z = this.#solved;
    let squares = 0;
    for (let i = 0, at = 0; i < z.length; i++, at++) {
      let value = point[i] - this.#mean[i];
      for (let j = 0; j < i; j++) value -= this.#factor[at++] * z[j];
      z[i] = value / this.#factor[at];
      squares += z[i] * z[i];
    }
    return this.#constant - 0.5 * squares;
  }

  /** N(x | μ, Σ); 0 far away. */
  density(point: ArrayLike<number>): number {
    return expOf(this.logDensity(point));
  }
}
