// Columns as chunks of rows: the groups of Parquet and the batches of Arrow.

import { badCell } from '../cells.js';
import type { ChunkBuilder } from '../chunk.js';
import type { Chunk } from '../source.js';

/** Values of a column from the row `start` of its group on. */
export interface Stretch {
  readonly start: number;
  readonly values: ArrayLike<unknown>;
}

/** Rows of a file that are read together. */
export interface Group {
  readonly n: number;
  /** The stretches of each column that is taken, in the order of the rows. */
  readonly columns: readonly (readonly Stretch[])[];
}

export async function* chunksOf(groups: AsyncIterable<Group>, builder: ChunkBuilder): AsyncGenerator<Chunk> {
  let before = 0;
  const take = () => {
    const first = before + 1;
    before += builder.n;
    return builder.take((row) => `row ${first + row}`);
  };
  for await (const { n, columns } of groups) {
    for (let from = 0; from < n; ) {
      const to = Math.min(n, from + builder.rows - builder.n);
      for (const [at, stretches] of columns.entries()) putStretches(builder, at, stretches, from, to, before);
      builder.n += to - from;
      from = to;
      if (builder.full) yield take();
    }
  }
  if (builder.n > 0) yield take();
}

/** The rows from `from` to `to` of a group. */
function putStretches(
  builder: ChunkBuilder,
  at: number,
  stretches: readonly Stretch[],
  from: number,
  to: number,
  before: number,
): void {
  let there = 0;
  for (const { start, values } of stretches) {
    const first = Math.max(from, start);
    const count = Math.min(to, start + values.length) - first;
    if (count <= 0) continue;
    builder.putColumn(at, values, first - start, count, first - from, before);
    there += count;
  }
  // the chunk before would show through
  if (there < to - from) throw badCell(undefined, builder.place(`row ${before + builder.n + there + 1}`, at));
}
