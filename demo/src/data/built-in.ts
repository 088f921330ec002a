// Data sets that come with the page.

import faithful from './sets/faithful.json';
import galaxies from './sets/galaxies.json';
import iris from './sets/iris.json';
import series from './sets/so1d.json';
import type { Table } from './table.js';

interface Stored {
  readonly columns: string[];
  readonly rows: number[][];
}

const STORED = { series, faithful, iris, galaxies } satisfies Record<string, Stored>;

export type BuiltIn = keyof typeof STORED;

export function builtIn(name: BuiltIn): Table {
  const { columns, rows }: Stored = STORED[name];
  return {
    name,
    n: rows.length,
    ignored: [],
    columns: columns.map((column, j) => ({
      name: column.replaceAll(/[._]/g, ' '),
      values: Float64Array.from(rows, (row) => row[j]!),
    })),
  };
}
