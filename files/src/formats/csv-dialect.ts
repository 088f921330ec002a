// How a CSV is written: what separates values, what ends lines, and what stands before decimals.

import Papa from 'papaparse';
import type { Task } from '../open.js';

export interface Dialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r' | '\r\n';
  readonly decimal: '.' | ',';
}

/** Rows that are looked at. */
const PREVIEW = 100;
/** What may separate values where a comma may stand before decimals. */
const OTHERS = [';', '\t', '|'];
const COMMA = /^\s*[-+]?\d*,\d+(?:e[-+]?\d+)?\s*$/i;
const POINT = /^\s*[-+]?\d*\.\d+(?:e[-+]?\d+)?\s*$/i;

/** @param text - the first lines */
export function dialectOf(text: string, { delimiter: asked, quote = '"', decimal }: Task): Dialect {
  const preview = (delimiter: string) =>
    Papa.parse<string[]>(text, {
      delimiter,
      quoteChar: quote,
      ...(quote === '' && { fastMode: true }),
      delimitersToGuess: decimal === ',' ? OTHERS : [',', ...OTHERS],
      preview: PREVIEW,
      skipEmptyLines: true,
    });
  const plain = preview(asked ?? '');
  const newline = plain.meta.linebreak as Dialect['newline'];
  // the comma of decimals looks like a separator
  const other =
    asked === undefined && decimal === undefined ? OTHERS.find((one) => isBefore(preview(one).data)) : asked;
  if (other !== undefined && other !== asked) return { delimiter: other, newline, decimal: ',' };
  const { delimiter: found } = plain.meta;
  const delimiter = asked ?? (decimal === ',' && found === ',' ? ';' : found);
  return { delimiter, newline, decimal: decimal ?? (delimiter !== ',' && usesComma(plain.data) ? ',' : '.') };
}

/** Whether several values stand in each row, and commas in none but before decimals. */
function isBefore(rows: string[][]): boolean {
  const values = rows.length > 1 ? rows.slice(1) : rows;
  const cells = values.flat().filter((cell) => cell.includes(','));
  return (
    values.every(({ length }) => length > 1 && length === rows[0].length) &&
    cells.length > 0 &&
    cells.every((cell) => COMMA.test(cell))
  );
}

function usesComma(rows: string[][]): boolean {
  const cells = rows.flat();
  return cells.some((cell) => COMMA.test(cell)) && !cells.some((cell) => POINT.test(cell));
}

/** The number that a text is, or NaN; of blanks 0. */
export function numberIn(cell: string, decimal: Dialect['decimal']): number {
  if (decimal === '.') return Number(cell);
  return cell.includes('.') ? Number.NaN : Number(cell.replace(',', '.'));
}
