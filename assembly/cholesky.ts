// Symmetric positive definite matrices as packed lower triangles, row by row: a_00 | a_10 a_11 | a_20 a_21 a_22 | …
// Every entry is updated in the order of k, in whole rows, so vectors change no bit.
//
// Twin: src/kernel/twin/cholesky.ts

import { axpy, clear } from './lanes';
import { LEAST } from './layout';

function row(matrix: usize, i: i32): usize {
  return matrix + (<usize>((i * (i + 1)) >> 1) << 3);
}

/**
 * Factors A = L·Lᵀ in place (Golub & Van Loan, outer-product form).
 *
 * @param column - scratch of d doubles
 * @returns whether every pivot was positive
 */
export function factorise(matrix: usize, d: i32, column: usize): bool {
  for (let k = 0; k < d; k++) {
    const pivot = load<f64>(row(matrix, k) + (<usize>k << 3));
    if (!(pivot > LEAST && pivot < Infinity)) return false;
    const root = sqrt(pivot);
    store<f64>(row(matrix, k) + (<usize>k << 3), root);
    for (let i = k + 1; i < d; i++) {
      const at = row(matrix, i) + (<usize>k << 3);
      const value = load<f64>(at) / root;
      store<f64>(at, value);
      store<f64>(column + (<usize>i << 3), value);
    }
    for (let i = k + 1; i < d; i++) {
      const first = <usize>(k + 1) << 3;
      axpy(row(matrix, i) + first, column + first, -load<f64>(column + (<usize>i << 3)), i - k);
    }
  }
  return true;
}

/** W = L⁻¹ into `inverse`, row by row: W_i = (e_i − Σ_{k<i} L_ik·W_k)/L_ii. */
export function invertTriangle(factor: usize, d: i32, inverse: usize): void {
  for (let i = 0; i < d; i++) {
    const from = row(factor, i);
    const to = row(inverse, i);
    clear(to, i);
    for (let k = 0; k < i; k++) axpy(to, row(inverse, k), -load<f64>(from + (<usize>k << 3)), k + 1);
    const diagonal = load<f64>(from + (<usize>i << 3));
    for (let j = 0; j < i; j++) store<f64>(to + (<usize>j << 3), load<f64>(to + (<usize>j << 3)) / diagonal);
    store<f64>(to + (<usize>i << 3), 1 / diagonal);
  }
}

/** A⁻¹ = Wᵀ·W from W = L⁻¹, as a packed lower triangle at `out`. */
export function product(inverse: usize, d: i32, out: usize): void {
  clear(out, (d * (d + 1)) >> 1);
  for (let k = 0; k < d; k++) {
    const from = row(inverse, k);
    for (let i = 0; i <= k; i++) axpy(row(out, i), from, load<f64>(from + (<usize>i << 3)), i + 1);
  }
}
