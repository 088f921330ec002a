// One covariance, given some of its features. With A the given features and B the others, in that order,
//
//   Σ = L·Lᵀ,   L = | L_AA      |     u = L_AA⁻¹(x_A − μ_A)           μ_B|A = μ_B + L_BA·u
//                   | L_BA L_BB |     −½·‖u‖² − Σ ln (L_AA)_ii        Σ_B|A = L_BB·L_BBᵀ
//
// One Cholesky factor gives everything: nothing is inverted, and L_BB·L_BBᵀ cannot lose its sign to cancellation as the
// difference Σ_BB − Σ_BA·Σ_AA⁻¹·Σ_AB can.

import { FULL, SPHERICAL } from '../../kernel/memory.js';
import { factorOf, logOf } from '../../kernel/prepare.js';
import { selectBlock } from './marginal.js';

/** A covariance block, ready to be conditioned on. */
export interface Conditional {
  /** Σ_B|A, packed. */
  readonly block: Float64Array;
  /** Σ ln (L_AA)_ii */
  readonly logFactor: number;
  /**
   * @param difference - x_A − μ_A; becomes u
   * @returns L_BA·u; undefined if that is 0
   */
  readonly shift: (difference: Float64Array) => Float64Array | undefined;
}

/** undefined if the block is not positive definite */
export function conditionalOf(
  block: Float64Array,
  shape: number,
  given: readonly number[],
  left: readonly number[],
): Conditional | undefined {
  return shape === FULL ? ofTriangle(block, given, left) : ofAxes(block, shape, given, left);
}

/** Σ is diagonal: features say nothing of each other. */
function ofAxes(block: Float64Array, shape: number, given: readonly number[], left: readonly number[]): Conditional {
  const roots = Float64Array.from(given, (j) => Math.sqrt(block[shape === SPHERICAL ? 0 : j]));
  return {
    block: selectBlock(block, shape, left),
    logFactor: roots.reduce((sum, root) => sum + logOf(root), 0),
    shift: (difference) => {
      for (let i = 0; i < roots.length; i++) difference[i] /= roots[i];
      return undefined;
    },
  };
}

function ofTriangle(block: Float64Array, given: readonly number[], left: readonly number[]): Conditional | undefined {
  const a = given.length;
  const b = left.length;
  const factor = factorOf(selectBlock(block, FULL, [...given, ...left]), a + b);
  if (!factor) return undefined;
  const row = (i: number) => (i * (i + 1)) / 2;
  /** Σ_{j < count} L_ij·u_j */
  const times = (i: number, u: Float64Array, count: number) => {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += factor[row(i) + j] * u[j];
    return sum;
  };
  let logFactor = 0;
  for (let i = 0; i < a; i++) logFactor += logOf(factor[row(i) + i]);
  return {
    block: gram(factor, a, b),
    logFactor,
    shift: (difference) => {
      for (let i = 0; i < a; i++) difference[i] = (difference[i] - times(i, difference, i)) / factor[row(i) + i];
      return Float64Array.from({ length: b }, (_, r) => times(a + r, difference, a));
    },
  };
}

/** L_BB·L_BBᵀ as a packed triangle; L_BB begins at row and column `from` of the factor. */
function gram(factor: Float64Array, from: number, b: number): Float64Array {
  const out = new Float64Array((b * (b + 1)) / 2);
  const start = (i: number) => ((from + i) * (from + i + 1)) / 2 + from;
  let at = 0;
  for (let i = 0; i < b; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l <= j; l++) sum += factor[start(i) + l] * factor[start(j) + l];
      out[at++] = sum;
    }
  }
  return out;
}
