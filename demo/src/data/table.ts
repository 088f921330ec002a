// A table of numbers, as every source gives it: built-in sets, files, and the generator.

/** One feature, n values. */
export interface Column {
  readonly name: string;
  readonly values: Float64Array;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns of the file that hold no numbers. */
  readonly ignored: readonly string[];
  readonly n: number;
}

/** What is wrong with a file, in words for its owner. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** The chosen columns as rows: n·d numbers, row-major. */
export function rowsOf(table: Table, chosen: readonly number[]): { data: Float64Array; shape: [number, number] } {
  const d = chosen.length;
  const data = new Float64Array(table.n * d);
  chosen.forEach((column, j) => {
    const { values } = table.columns[column]!;
    for (let i = 0; i < table.n; i++) data[i * d + j] = values[i]!;
  });
  return { data, shape: [table.n, d] };
}

/** The chosen columns as a CSV, each number with the digits that give it back. */
export function csvOf(table: Table, chosen: readonly number[]): string {
  const quote = (name: string) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const columns = chosen.map((column) => table.columns[column]!);
  const lines = [columns.map(({ name }) => quote(name.replaceAll(/\s+/g, ' '))).join(',')];
  for (let i = 0; i < table.n; i++) lines.push(columns.map(({ values }) => String(values[i])).join(','));
  return `${lines.join('\n')}\n`;
}
