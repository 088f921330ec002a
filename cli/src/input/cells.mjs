// What is told of a value that is no number.

import { inputError } from '../errors.mjs';

const MISSING = /^(na|n\/a|nan|null|none|nil|missing|\?|-|\.)?$/i;

/** Whether a text stands for a value that is not there. @param {string} text */
export const isMissing = (text) => MISSING.test(text.trim());

/**
 * @param {unknown} value
 * @param {string} place such as `line 3` or `row 2`
 * @param {string} column
 * @param {string} source
 */
export function badCell(value, place, column, source) {
  const where = `${source}, ${place}, column ${column}`;
  const leave = 'or leave out the column: --columns lists those to take';
  if (value === null || value === undefined || (typeof value === 'string' && isMissing(value)) || Number.isNaN(value)) {
    const shown = typeof value === 'string' && value.trim() !== '' ? ` (${value.trim()})` : '';
    return inputError(`${where}: the value is missing${shown}; fill it in or remove the row, ${leave}`);
  }
  if (typeof value === 'number' || Math.abs(Number(value)) === Number.POSITIVE_INFINITY) {
    return inputError(`${where}: ${value} is not finite; correct it or remove the row`);
  }
  return inputError(`${where}: ${JSON.stringify(value)} is not a number${hint(String(value))}; correct it, ${leave}`);
}

/** @param {string} text */
function hint(text) {
  if (/^\s*-?\d+,\d+\s*$/.test(text)) return ' (numbers need a decimal point)';
  if (/\d[\s;|]+-?\d/.test(text)) return ' (if these are several, --delimiter says what separates them)';
  return '';
}
