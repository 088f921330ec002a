// The textbook's formulas, by determinant and inverse, with nothing taken from the library.

import { expect } from 'vitest';

export type Matrix = number[][];

/** Families by their number in the ABI. */
export const FAMILIES = [
  { name: 'full', family: 0 },
  { name: 'diag', family: 1 },
  { name: 'spherical', family: 2 },
  { name: 'tied', family: 3 },
  { name: 'tied-diag', family: 4 },
  { name: 'tied-spherical', family: 5 },
] as const;

/** ln 2 / 64, of which kernels count logs. */
export const STEP = Math.LN2 / 64;

/** The least difference of logs that counts: −64 ln 2. */
export const ZERO = -64 * Math.LN2;

/** Samples in a tile: the largest multiple of 8 with T·d·8 bytes ≤ 32 KiB, between 8 and 128. */
export function tileOf(d: number): number {
  let tile = 8;
  while (tile < 128 && (tile + 8) * d * 8 <= 32768) tile += 8;
  return tile;
}

/** Rows of d numbers as feature-major tiles; padding is 0. */
export function tiled(rows: ArrayLike<number>, n: number, d: number): Float64Array {
  const out: number[] = [];
  const tile = tileOf(d);
  for (let start = 0; start < n; start += tile) {
    const width = Math.min(tile, 8 * Math.ceil((n - start) / 8));
    for (let j = 0; j < d; j++) {
      for (let i = start; i < start + width; i++) out.push(i < n ? rows[i * d + j] : 0);
    }
  }
  return Float64Array.from(out);
}

/** A symmetric matrix from its packed lower triangle. */
export function square(packed: ArrayLike<number>, d: number): Matrix {
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => packed[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)]),
  );
}

/** Inverse and ln |determinant|, by elimination with pivoting. */
export function invert(matrix: Matrix): { inverse: Matrix; logDeterminant: number } {
  const d = matrix.length;
  const a = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logDeterminant = 0;
  for (let k = 0; k < d; k++) {
    let pivot = k;
    for (let i = k + 1; i < d; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    const value = a[k][k];
    logDeterminant += Math.log(Math.abs(value));
    for (let j = k; j < 2 * d; j++) a[k][j] /= value;
    for (let i = 0; i < d; i++) {
      const factor = a[i][k];
      if (i === k || factor === 0) continue;
      for (let j = k; j < 2 * d; j++) a[i][j] -= factor * a[k][j];
    }
  }
  return { inverse: a.map((row) => row.slice(d)), logDeterminant };
}

/** ln Σ exp, and the shares; those below 2^−64 of the largest are 0. */
export function shares(logs: readonly number[]): { logSum: number; shares: number[] } {
  const most = Math.max(...logs);
  const terms = logs.map((l) => (l - most >= ZERO ? Math.exp(l - most) : 0));
  const sum = terms.reduce((total, term) => total + term, 0);
  return { logSum: most + Math.log(sum), shares: terms.map((term) => term / sum) };
}

/** Fails unless |actual − expected| ≤ tolerance × max(|expected|, scale). */
export function expectClose(actual: number, expected: number, tolerance: number, label: () => string, scale = 0): void {
  if (actual === expected) return;
  if (Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), scale)) return;
  expect.fail(`${label()}: got ${actual}, expected ${expected} to ${tolerance}`);
}
