// What the page needs to know of the data to draw it: ranges, a sample of rows, and counts for a histogram.

import { type Complete, rowsOf } from './table.js';

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
  /** Rows that were left out, as they lack a value. */
  readonly leftOut: number;
  /** Of the chosen columns. */
  readonly names: readonly string[];
  readonly ranges: readonly (readonly [number, number])[];
  /** The rows that are drawn, m·d numbers, and where each stands in the table. */
  readonly sample: Float64Array;
  readonly sampleRows: Int32Array;
  /** If there is one feature. */
  readonly histogram?: Histogram;
}

export function overviewOf(name: string, all: number, { columns, rows }: Complete): Overview {
  const n = rows.length;
  const stride = Math.ceil(n / MOST_DRAWN);
  const places = Int32Array.from({ length: Math.ceil(n / stride) }, (_, i) => i * stride);
  const sampled = columns.map((column) => ({
    name: column.name,
    values: Float64Array.from(places, (i) => column.values[i]!),
  }));
  const ranges = columns.map(({ values }) => rangeOf(values));
  return {
    name,
    n,
    leftOut: all - n,
    names: columns.map((column) => column.name),
    ranges,
    sample: rowsOf(sampled, places.length).data,
    sampleRows: places.map((i) => rows[i]!),
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
