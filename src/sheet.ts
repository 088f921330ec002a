// The caller's rows, read once for many fits.

import { type Data, toRows } from './data.js';
import { badValue } from './kernel/reading.js';
import type { Sheet } from './solve.js';

/** @throws TypeError, RangeError for data of the wrong kind or shape, without rows, or with a value that is not finite */
export function readSheet(data: Data): Sheet {
  const rows = toRows(data);
  const { n, d } = rows;
  if (n === 0) throw new RangeError('data has no rows');
  const numbers = new Float64Array(n * d);
  rows.read(numbers, 0, n);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw badValue(numbers[bad], rows.place(Math.floor(bad / d), bad % d));
  return { data: numbers, shape: [n, d] };
}
