// A CSV file → a table. Columns of words are left out and gaps are kept as such; a word in a column of numbers is an
// error with its place.

import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import type { Text } from './bytes.js';
import {
  hasDecimalCommas,
  isGap,
  isNumber,
  looksLikeDecimalComma,
  type Separator,
  separatorOf,
  withPoint,
} from './cells.js';
import { type Column, DataError, type Table } from './table.js';

interface Line {
  record: string[];
  info: { lines: number };
}

/** @throws DataError that says line and column */
export function readCsv({ text, notes }: Text, name: string): Table {
  const separator = separatorOf(text);
  const raw = split(text, separator, name);
  const commas = separator !== ',' && hasDecimalCommas(raw.map(({ record }) => record));
  const lines = commas ? raw.map((line) => ({ ...line, record: line.record.map(withPoint) })) : raw;
  const first = lines[0]?.record;
  if (!first) throw new DataError(`${name} is empty.`);
  const hasHeader = first.every((cell) => !isNumber(cell));
  const body = hasHeader ? lines.slice(1) : lines;
  if (body.length === 0) throw new DataError(`${name} has a header line but no rows.`);
  const names = first.map((cell, j) => (hasHeader && cell !== '' ? cell.replaceAll(/\s+/g, ' ') : `column ${j + 1}`));

  const numeric = names.map((_, j) => isMostlyNumbers(body, j));
  if (!numeric.includes(true)) throw new DataError(noNumbers(name, body[0]!, separator));
  const columns = names.map((column) => ({ name: column, values: new Float64Array(body.length), gaps: 0 }));
  body.forEach(({ record, info }, i) => {
    record.forEach((cell, j) => {
      if (!numeric[j]) return;
      const isEmpty = isGap(cell);
      if (!(isEmpty || isNumber(cell))) throw new DataError(complaint(name, info.lines, j, names[j]!, cell));
      columns[j]!.values[i] = isEmpty ? Number.NaN : Number(cell);
      if (isEmpty) columns[j]!.gaps++;
    });
  });
  return {
    name: name.replace(/(\.[^.]*)?(\.gz)?$/i, '') || name,
    columns: columns.filter((_, j): boolean => numeric[j]!) satisfies Column[],
    ignored: names.filter((_, j) => !numeric[j]),
    notes: commas ? [...notes, 'Commas were read as decimal points.'] : notes,
    n: body.length,
  };
}

/** Of the cells that are no gaps. */
function isMostlyNumbers(body: readonly Line[], j: number): boolean {
  let numbers = 0;
  let words = 0;
  for (const { record } of body) {
    const cell = record[j]!;
    if (isNumber(cell)) numbers++;
    else if (!isGap(cell)) words++;
  }
  return numbers > words;
}

function noNumbers(name: string, { record, info }: Line, separator: Separator): string {
  const place = `${name}, line ${info.lines}, column 1: no column of this file holds numbers.`;
  const told = { '\t': 'tabs', ' ': 'blanks', ';': 'semicolons', '|': 'bars', ',': 'commas' }[separator];
  if (record.length === 1) return `${place} Cells are separated by commas, semicolons, tabs, bars or blanks.`;
  return `${place} Cells were taken to be separated by ${told}; numbers are written as 3.285, or between semicolons or tabs as 3,285.`;
}

function complaint(file: string, line: number, j: number, column: string, cell: string): string {
  const where = column === `column ${j + 1}` ? column : `column ${j + 1} (${column})`;
  const hint = looksLikeDecimalComma(cell) ? ' Other cells of this file have decimal points.' : '';
  return `${file}, line ${line}, ${where} is “${cell.slice(0, 40)}”, but a finite number is needed.${hint}`;
}

function split(text: string, separator: Separator, name: string): Line[] {
  // a blank separates however many there are
  const source = separator === ' ' ? text.replaceAll(/^ +| +$/gm, '').replaceAll(/ +/g, ' ') : text;
  try {
    const options = { delimiter: separator, skip_empty_lines: true, trim: true, bom: true, info: true } as const;
    return parse(source, options) as unknown as Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(malformed(name, error));
  }
}

function malformed(name: string, error: CsvError): string {
  const { lines, column, record, code } = error as CsvError & { lines?: number; column?: number; record?: string[] };
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const cells = record?.length ?? 0;
    return `${name}, line ${lines}, column ${cells}: this line has ${cells} cells, unlike the lines before it.`;
  }
  const where = `line ${lines ?? 1}, column ${typeof column === 'number' ? column + 1 : 1}`;
  return `${name}, ${where}: ${error.message}.`;
}
