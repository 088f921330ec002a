// What is told of a value that is no number.

import { FileError } from './errors.js';

const MISSING = /^(na|n\/a|nan|null|none|nil|missing|\?|-|\.)?$/i;

/** Whether a text stands for a value that is not there. */
export const isMissing = (text: string): boolean => MISSING.test(text.trim());

/**
 * What is wrong with a value that is no finite number.
 *
 * @param place - such as "data.csv, line 3, column x"
 */
export function badCell(value: unknown, place: string): FileError {
  const leave = 'or leave out the column: option columns lists those to take';
  const text = typeof value === 'string' ? value.trim() : '';
  if (value === null || value === undefined || Number.isNaN(value) || (typeof value === 'string' && isMissing(value))) {
    const shown = text === '' ? '' : ` (${text})`;
    return new FileError(`${place}: the value is missing${shown}; fill it in or remove the row, ${leave}`);
  }
  if (typeof value === 'number' || Math.abs(Number(value)) === Number.POSITIVE_INFINITY) {
    return new FileError(`${place}: ${value} is not finite; correct it or remove the row`);
  }
  return new FileError(`${place}: ${JSON.stringify(value)} is not a number${hint(text)}; correct it, ${leave}`);
}

function hint(text: string): string {
  if (/^-?\d+,\d+$/.test(text)) return " (numbers need a decimal point; option decimal: ',' reads a comma)";
  if (/^-?\d*\.\d+$/.test(text)) return " (here a comma stands before decimals; option decimal: '.' reads a point)";
  if (/\d[\s;|]+-?\d/.test(text)) return ' (if these are several, option delimiter says what separates them)';
  return '';
}

/** What is told of a column that holds no numbers at all. */
export function textColumn(name: string, column: string, type: string): FileError {
  return new FileError(
    `${name}, column ${column} is of type ${type}, not of numbers; leave it out: option columns lists those to take`,
  );
}
