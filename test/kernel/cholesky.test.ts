import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { drawTriangle } from './mixture.js';
import { expectClose, invert, square } from './naive.js';

const D = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 128, 129];

function triangle(d: number): number {
  return (d * (d + 1)) / 2;
}

function place(draw: Draw, d: number) {
  const both = new Both(`seed ${draw.seed}, d ${d}`, {
    matrix: triangle(d),
    inverse: triangle(d),
    product: triangle(d),
    column: d,
  });
  // the column is scratch: its first entry is never written
  both.ignore('column');
  return both;
}

describe('factorise, invert_triangle, product', () => {
  it.each([...D, 512])('have the same bits in both kernels and give L, L⁻¹ and A⁻¹, d = %i', (d) => {
    const draw = new Draw(d);
    const both = place(draw, d);
    const packed = drawTriangle(draw, d);
    both.put('matrix', packed);
    expect(both.call('factorise', both.at.matrix, d, both.at.column)).toBe(1);
    const factor = both.get('matrix', triangle(d));
    both.call('invert_triangle', both.at.matrix, d, both.at.inverse);
    const inverse = both.get('inverse', triangle(d));
    both.call('product', both.at.inverse, d, both.at.product);
    const product = both.get('product', triangle(d));
    if (d > 129) return;
    // L·Lᵀ = A, W·L = I, and the product is the inverse found by elimination
    const naive = invert(square(packed, d)).inverse;
    const row = (i: number) => triangle(i);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        let a = 0;
        let unit = 0;
        for (let l = 0; l <= j; l++) a += factor[row(i) + l] * factor[row(j) + l];
        for (let l = j; l <= i; l++) unit += inverse[row(i) + l] * factor[row(l) + j];
        const label = () => `seed ${draw.seed}, d ${d}, entry ${i}, ${j}`;
        expectClose(a, packed[row(i) + j], 1e-13, label, 1);
        expectClose(unit, i === j ? 1 : 0, 1e-12, label, 1);
        expectClose(product[row(i) + j], naive[i][j], 1e-11, label, 1);
      }
    }
  });

  it.each(D)('refuse what is not positive definite, d = %i', (d) => {
    const draw = new Draw(100 + d);
    const packed = drawTriangle(draw, d);
    for (const axis of new Set([0, d >> 1, d - 1])) {
      for (const variance of [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** -900]) {
        const both = place(draw, d);
        both.put('matrix', packed);
        both.put('matrix', [variance], triangle(axis) + axis);
        const result = both.call('factorise', both.at.matrix, d, both.at.column);
        expect(result, `seed ${draw.seed}, axis ${axis}, variance ${variance}`).toBe(0);
      }
    }
  });

  it('refuse a matrix of rank 1 and one with a negative eigenvalue, and take the least variance', () => {
    const factors = ([a, b, c]: number[]) => {
      const both = place(new Draw(1), 2);
      both.put('matrix', [a, b, c]);
      return both.call('factorise', both.at.matrix, 2, both.at.column);
    };
    expect(factors([1, 1, 1])).toBe(0);
    expect(factors([1, 2, 1])).toBe(0);
    expect(factors([4, -2, 1])).toBe(0);
    expect(factors([4, -2, 1.5])).toBe(1);
    const least = 2 ** -900 * (1 + Number.EPSILON);
    expect(factors([least, 0, least])).toBe(1);
    expect(factors([2 ** -900, 0, 1])).toBe(0);
  });
});
