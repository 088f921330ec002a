// A CSV file → a table. Columns of words are left out; a bad cell in a column of numbers is an error with its place.

import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { type Column, DataError, type Table } from './table.js';

interface Line {
  record: string[];
  info: { lines: number };
}

/** @throws DataError that says line and column */
export function readCsv(text: string, name: string): Table {
  const lines = split(text, name);
  const first = lines[0]?.record;
  if (!first) throw new DataError(`${name} is empty.`);
  const hasHeader = first.every((cell) => !isNumber(cell));
  const body = hasHeader ? lines.slice(1) : lines;
  if (body.length === 0) throw new DataError(`${name} has a header line but no rows.`);
  const names = first.map((cell, j) => (hasHeader && cell !== '' ? cell : `column ${j + 1}`));

  const numeric = names.map((_, j) => isMostlyNumbers(body, j));
  if (!numeric.includes(true)) {
    throw new DataError(`${name}, line ${body[0]!.info.lines}, column 1: no column of this file holds numbers.`);
  }
  const columns: Column[] = names.map((column) => ({ name: column, values: new Float64Array(body.length) }));
  body.forEach(({ record, info }, i) => {
    record.forEach((cell, j) => {
      if (!numeric[j]) return;
      if (!isNumber(cell)) throw new DataError(complaint(name, info.lines, j, names[j]!, cell));
      columns[j]!.values[i] = Number(cell);
    });
  });
  return {
    name: name.replace(/\.[^.]*$/, ''),
    columns: columns.filter((_, j) => numeric[j]),
    ignored: names.filter((_, j) => !numeric[j]),
    n: body.length,
  };
}

const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell));

function isMostlyNumbers(body: readonly Line[], j: number): boolean {
  let count = 0;
  for (const { record } of body) if (isNumber(record[j]!)) count++;
  return 2 * count > body.length;
}

function complaint(file: string, line: number, j: number, column: string, cell: string): string {
  const what = cell === '' ? 'is empty' : `is “${cell.slice(0, 40)}”`;
  const where = column === `column ${j + 1}` ? column : `column ${j + 1} (${column})`;
  return `${file}, line ${line}, ${where} ${what}, but a finite number is needed.`;
}

/** The separator that the first line has most of. */
function separatorOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n/, 1)[0]!;
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function split(text: string, name: string): Line[] {
  try {
    const options = {
      delimiter: separatorOf(text),
      skip_empty_lines: true,
      trim: true,
      bom: true,
      info: true,
    } as const;
    return parse(text, options) as unknown as Line[];
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
