// Symmetric positive definite matrices as packed lower triangles, row by row: a_00 | a_10 a_11 | a_20 a_21 a_22 | …
//
// Kernel: assembly/cholesky.ts

import { axpy } from './lanes.js';
import { LEAST } from './layout.js';

function row(matrix: number, i: number): number {
  return matrix + (i * (i + 1)) / 2;
}

/** Factors A = L·Lᵀ in place (Golub & Van Loan, outer-product form); whether every pivot was positive. */
export function factorise(memory: Float64Array, matrix: number, d: number, column: number): boolean {
  for (let k = 0; k < d; k++) {
    const pivot = memory[row(matrix, k) + k];
    if (!(pivot > LEAST && pivot < Number.POSITIVE_INFINITY)) return false;
    const root = Math.sqrt(pivot);
    memory[row(matrix, k) + k] = root;
    for (let i = k + 1; i < d; i++) {
      const at = row(matrix, i) + k;
      memory[at] /= root;
      memory[column + i] = memory[at];
    }
    for (let i = k + 1; i < d; i++) {
      axpy(memory, row(matrix, i) + k + 1, column + k + 1, -memory[column + i], i - k);
    }
  }
  return true;
}

/** W = L⁻¹ into `inverse`, row by row: W_i = (e_i − Σ_{k<i} L_ik·W_k)/L_ii. */
export function invertTriangle(memory: Float64Array, factor: number, d: number, inverse: number): void {
  for (let i = 0; i < d; i++) {
    const from = row(factor, i);
    const to = row(inverse, i);
    memory.fill(0, to, to + i);
    for (let k = 0; k < i; k++) axpy(memory, to, row(inverse, k), -memory[from + k], k + 1);
    const diagonal = memory[from + i];
    for (let j = 0; j < i; j++) memory[to + j] /= diagonal;
    memory[to + i] = 1 / diagonal;
  }
}

/** A⁻¹ = Wᵀ·W from W = L⁻¹, as a packed lower triangle at `out`. */
export function product(memory: Float64Array, inverse: number, d: number, out: number): void {
  memory.fill(0, out, out + (d * (d + 1)) / 2);
  for (let k = 0; k < d; k++) {
    const from = row(inverse, k);
    for (let i = 0; i <= k; i++) axpy(memory, row(out, i), from, memory[from + i], i + 1);
  }
}
