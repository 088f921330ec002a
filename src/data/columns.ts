// Features given as columns: plain arrays.

import { copyCells, isFlat, wrongKind } from './cells.js';
import { checkFeatures, columnwise, type Rows } from './rows.js';

/**
 * `{ columns: [...] }`, each a flat array.
 *
 * @throws TypeError that names the first column that is not a flat array.
 * @throws RangeError if the lengths differ.
 */
export function columnRows(columns: unknown, features: number | undefined, name: string): Rows {
  if (!Array.isArray(columns)) {
    throw wrongKind(`${name}.columns`, columns, 'an array with one array of numbers for each feature');
  }
  for (let j = 0; j < columns.length; j++) {
    if (!isFlat(columns[j])) {
      const hint = typeof columns[j] === 'string' ? 'Pass the values, not names.' : undefined;
      throw wrongKind(`${name}.columns[${j}]`, columns[j], 'a flat array of numbers', hint);
    }
    if (columns[j].length !== columns[0].length) {
      throw new RangeError(
        `${name}.columns[${j}] has length ${columns[j].length}, but ${name}.columns[0] has length ` +
          `${columns[0].length}: every column must hold one number for each row.`,
      );
    }
  }
  const stores: readonly ArrayLike<unknown>[] = columns;
  const d = stores.length;
  checkFeatures(name, d, features);
  return columnwise({
    n: stores[0].length,
    d,
    copy: (target, column, start, count) => copyCells(stores[column], start, 1, target, column, d, count),
    cell: (row, column) => stores[column][row],
    place: (row, column) => `${name}.columns[${column}][${row}]`,
  });
}
