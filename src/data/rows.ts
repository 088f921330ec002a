/**
 * What every accepted input form becomes: n rows of d numbers that can be copied out a slice at a time.
 */

import { notANumber } from './cells.js';

/** Samples as the fit reads them: `n` rows of `d` features, copied out a slice at a time. */
export interface Rows {
  readonly n: number;
  readonly d: number;
  /**
   * Copies rows `start` to `start + count - 1`, row-major, into `target[0 .. count * d)`. The values may be anything
   * of type number, NaN and infinities included.
   *
   * @param target - Room for `count * d` numbers; may be a view of WebAssembly memory.
   * @throws TypeError that names the row and the column of the first value that is not a number.
   */
  read(target: Float64Array, start: number, count: number): void;
  /** The name of one value in the caller's own terms, for messages: `data[3][1]`, `row 3 of column "waiting"`. */
  place(row: number, column: number): string;
}

/** How the rows are found in a source that is kept by columns, or that can be walked by columns. */
export interface ColumnAccess {
  readonly n: number;
  readonly d: number;
  /**
   * Copies rows `start ..` of one column into `target[column + i * d]`, until `count` are done or a value is not a
   * number; returns how many were copied.
   */
  copy(target: Float64Array, column: number, start: number, count: number): number;
  /** The value as the caller gave it; only asked for when it is not a number. */
  cell(row: number, column: number): unknown;
  place(row: number, column: number): string;
}

/** Reads slices column by column, yet reports the bad value that comes first in row-major order. */
export function columnwise(access: ColumnAccess): Rows {
  const { n, d } = access;
  return {
    n,
    d,
    place: access.place,
    read(target, start, count) {
      let good = count;
      let badColumn = -1;
      for (let j = 0; j < d; j++) {
        // a later column can only name an earlier row
        const copied = access.copy(target, j, start, good);
        if (copied < good) {
          good = copied;
          badColumn = j;
        }
      }
      if (badColumn >= 0) {
        const row = start + good;
        throw notANumber(access.place(row, badColumn), access.cell(row, badColumn));
      }
    },
  };
}

/** Refuses rows whose length is not what the caller's model expects. */
export function checkFeatures(name: string, d: number, features: number | undefined): void {
  if (d < 1) throw new RangeError(`${name} has no features: every row must hold at least one number.`);
  if (features !== undefined && d !== features) {
    throw new RangeError(
      `${name} has ${plural(d, 'feature')} a row, but ${features} ${features === 1 ? 'is' : 'are'} expected. ` +
        'Pass the same features, in the same order, that the model was fitted on.',
    );
  }
}

/** "1 feature", "2 features". */
export function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
