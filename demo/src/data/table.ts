// A table of numbers, as every source gives it: built-in sets, files, and the generator.

/** One feature, n values; NaN where there is none. */
export interface Column {
  readonly name: string;
  readonly values: Float64Array;
  /** How many values there are not; none if left out. */
  readonly gaps?: number;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns of the file that hold no numbers. */
  readonly ignored: readonly string[];
  /** What the reader should know of how the file was read. */
  readonly notes?: readonly string[];
  readonly n: number;
}

/** What is wrong with a file, in words for its owner. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Rows that have a value in each of the chosen columns, and where each stands in the table. */
export interface Complete {
  readonly columns: readonly Column[];
  readonly rows: Int32Array;
}

/** @throws DataError if there are none */
export function completeRows(table: Table, chosen: readonly number[]): Complete {
  const columns = chosen.map((column) => table.columns[column]!);
  const all = Int32Array.from({ length: table.n }, (_, i) => i);
  const broken = columns.filter(({ gaps = 0 }) => gaps > 0);
  if (broken.length === 0) return { columns, rows: all };
  const rows = all.filter((i) => broken.every(({ values }) => !Number.isNaN(values[i]!)));
  if (rows.length === 0) {
    throw new DataError(
      `No row of ${table.name} has a value in each of these columns: ${columns.map(({ name }) => name).join(', ')}.`,
    );
  }
  const kept = columns.map(({ name, values }) => ({ name, values: Float64Array.from(rows, (i) => values[i]!) }));
  return { columns: kept, rows };
}

/** Columns as rows: n·d numbers, row-major. */
export function rowsOf(columns: readonly Column[], n: number): { data: Float64Array; shape: [number, number] } {
  const d = columns.length;
  const data = new Float64Array(n * d);
  columns.forEach(({ values }, j) => {
    for (let i = 0; i < n; i++) data[i * d + j] = values[i]!;
  });
  return { data, shape: [n, d] };
}

/** Columns as a CSV, each number with the digits that give it back. */
export function csvOf(columns: readonly Column[], n: number): string {
  const quote = (name: string) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const lines = [columns.map(({ name }) => quote(name.replaceAll(/\s+/g, ' '))).join(',')];
  for (let i = 0; i < n; i++) lines.push(columns.map(({ values }) => String(values[i])).join(','));
  return `${lines.join('\n')}\n`;
}
