/**
 * Rows given as an array of arrays, and matrices that are read by `get(i, j)`.
 */

import { isFlat, notANumber, wrongKind } from './cells.js';
import { checkFeatures, columnwise, plural, type Rows } from './rows.js';

/** A matrix object: ml-matrix's Matrix, its views, and whatever else speaks like it. */
export interface MatrixData {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/**
 * `number[][]`, or an array of typed arrays.
 *
 * @throws TypeError that names the first element that is not an array.
 * @throws RangeError that names the first row whose length differs.
 */
export function nestedRows(data: readonly unknown[], features: number | undefined, name: string): Rows {
  const n = data.length;
  const d = rowAt(data, 0, name).length;
  checkFeatures(name, d, features);
  for (let i = 1; i < n; i++) {
    const { length } = rowAt(data, i, name);
    if (length !== d) {
      throw new RangeError(
        `${name}[${i}] has length ${length}, but ${name}[0] has length ${d}: every row must hold ${plural(d, 'number')}.`,
      );
    }
  }
  const rows = data as readonly ArrayLike<unknown>[];
  const place = (row: number, column: number) => `${name}[${row}][${column}]`;
  return {
    n,
    d,
    place,
    read(target, start, count) {
      let to = 0;
      for (let i = start; i < start + count; i++) {
        const row = rows[i];
        for (let j = 0; j < d; j++) {
          const value = row[j];
          if (typeof value !== 'number') throw notANumber(place(i, j), value);
          target[to++] = value;
        }
      }
    },
  };
}

function rowAt(data: readonly unknown[], i: number, name: string): ArrayLike<unknown> {
  const row = data[i];
  if (!isFlat(row)) {
    throw wrongKind(
      `${name}[${i}]`,
      row,
      i === 0 ? 'a number or a row of numbers' : `a row of numbers like ${name}[0]`,
    );
  }
  return row;
}

/** A matrix whose sizes have been checked. */
export function matrixRows(matrix: MatrixData, features: number | undefined, name: string): Rows {
  const { rows: n, columns: d } = matrix;
  checkFeatures(name, d, features);
  return columnwise({
    n,
    d,
    copy(target, column, start, count) {
      for (let i = 0; i < count; i++) {
        const value: unknown = matrix.get(start + i, column);
        if (typeof value !== 'number') return i;
        target[column + i * d] = value;
      }
      return count;
    },
    cell: (row, column) => matrix.get(row, column),
    place: (row, column) => `${name}.get(${row}, ${column})`,
  });
}
