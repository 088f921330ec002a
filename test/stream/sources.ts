// The same rows in chunks of many kinds, as sources that can be read again.

import type { Chunk, Chunks, StreamSource } from '../../src/stream/index.js';

/** n rows of d features, and weights if there are any. */
export interface Table {
  readonly data: Float64Array;
  readonly shape: readonly [number, number];
  readonly weights?: Float64Array;
}

/** Rows first … end − 1 as one chunk. */
export function chunkOf({ data, shape: [, d], weights }: Table, first: number, end: number): Chunk {
  const rows = { data: data.subarray(first * d, end * d), shape: [end - first, d] };
  return weights ? { rows, sampleWeight: weights.subarray(first, end) } : rows;
}

/** Chunks that end at these rows. */
export function cut(table: Table, ends: readonly number[]): Chunk[] {
  return ends.map((end, i) => chunkOf(table, i === 0 ? 0 : ends[i - 1], end));
}

/** Chunks of so many rows. */
export function even(table: Table, size: number): Chunk[] {
  const [n] = table.shape;
  return cut(
    table,
    Array.from({ length: Math.ceil(n / size) }, (_, i) => Math.min(n, (i + 1) * size)),
  );
}

/** An asynchronous source; what it gives lies in memory that it uses again for the next chunk. */
export function recycled(table: Table, size: number): StreamSource {
  const [n, d] = table.shape;
  return {
    name: 'recycled',
    async *chunks() {
      const buffer = new Float64Array(size * d);
      const weights = new Float64Array(size);
      for (let first = 0; first < n; first += size) {
        const rows = Math.min(size, n - first);
        buffer.fill(Number.NaN).set(table.data.subarray(first * d, (first + rows) * d));
        const part = { data: buffer.subarray(0, rows * d), shape: [rows, d] };
        if (table.weights) weights.fill(Number.NaN).set(table.weights.subarray(first, first + rows));
        await undefined;
        yield table.weights ? { rows: part, sampleWeight: weights.subarray(0, rows) } : part;
        buffer.fill(Number.NaN);
        weights.fill(Number.NaN);
      }
    },
  };
}

/** A source that counts how often it was opened, and how often it was closed before its end. */
export function watched(chunks: () => Chunks): StreamSource & { opened: number; closed: number; ended: number } {
  return {
    opened: 0,
    closed: 0,
    ended: 0,
    async *chunks() {
      this.opened++;
      let done = false;
      try {
        yield* chunks();
        done = true;
      } finally {
        if (done) this.ended++;
        else this.closed++;
      }
    },
  };
}
