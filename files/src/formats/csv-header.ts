// Whether the first row of a CSV names its columns.

import { isMissing } from '../cells.js';
import { FileError } from '../errors.js';
import { type Dialect, numberIn } from './csv-dialect.js';

/**
 * A first row without any number is a header, one of nothing else is not.
 *
 * @throws FileError if it has both, and the second row does not settle it
 */
export function hasHeader(
  head: string[],
  next: string[] | undefined,
  name: string,
  decimal: Dialect['decimal'],
): boolean {
  const isNumber = (cell: string) => cell.trim() !== '' && Number.isFinite(numberIn(cell, decimal));
  const numbers = head.map(isNumber);
  if (!numbers.includes(true)) return !head.every(isMissing);
  if (!numbers.includes(false)) return false;
  const alike = next?.every(
    (cell, index) => isNumber(cell) === numbers[index] || isMissing(cell) || isMissing(head[index]),
  );
  if (alike) return false;
  throw new FileError(
    `${name}, line 1 has both numbers and text: say option header: true if it names the columns, ` +
      'option header: false if it is data',
  );
}
