// What the page needs to know of the data to draw it: ranges, a sample of rows, and counts for a histogram.

import { rowsOf, type Table } from './table.js';

/** More dots than this hide each other, and tell no more. */
const MOST_DRAWN = 20_000;

export interface Histogram {
  readonly from: number;
  readonly width: number;
  readonly counts: Float64Array;
}

export interface Overview {
  readonly name: string;
  readonly n: number;
  /** Of the chosen columns. */
  readonly names: readonly string[];
  readonly ranges: readonly (readonly [number, number])[];
  /** The rows that are drawn, m·d numbers, and where each stands in the table. */
  readonly sample: Float64Array;
  readonly sampleRows: Int32Array;
  /** If there is one feature. */
  readonly histogram?: Histogram;
}

export function overviewOf(table: Table, chosen: readonly number[]): Overview {
  const columns = chosen.map((column) => table.columns[column]!);
  const stride = Math.ceil(table.n / MOST_DRAWN);
  const sampleRows = Int32Array.from({ length: Math.ceil(table.n / stride) }, (_, i) => i * stride);
  const sampled = columns.map(({ name, values }) => ({
    name,
    values: Float64Array.from(sampleRows, (i) => values[i]!),
  }));
  const ranges = columns.map(({ values }) => rangeOf(values));
  const sample = rowsOf(
    { name: '', columns: sampled, ignored: [], n: sampleRows.length },
    chosen.map((_, j) => j),
  ).data;
  return {
    name: table.name,
    n: table.n,
    names: columns.map(({ name }) => name),
    ranges,
    sample,
    sampleRows,
    ...(columns.length === 1 ? { histogram: histogramOf(columns[0]!.values, ranges[0]!) } : {}),
  };
}

function rangeOf(values: Float64Array): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Three times Rice's rule, 6·n^(1/3) bars, between 24 and 120: clusters are narrower than the whole. */
function histogramOf(values: Float64Array, [least, most]: readonly [number, number]): Histogram {
  const bars = Math.min(120, Math.max(24, Math.round(6 * Math.cbrt(values.length))));
  const width = (most - least) / bars || 1;
  const counts = new Float64Array(bars);
  for (const value of values) counts[Math.min(bars - 1, Math.floor((value - least) / width))]! += 1;
  return { from: least, width, counts };
}
