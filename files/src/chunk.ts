// Rows under construction. One piece of memory serves all chunks of a pass.

import { badCell } from './cells.js';
import type { Choice } from './columns.js';
import type { Chunk } from './source.js';

/** Bytes of the rows of a chunk, unless told otherwise. */
const CHUNK = 1 << 20;

export class ChunkBuilder {
  /** Indices of the columns that are taken: the features, and the weight. */
  readonly indices: readonly number[];
  readonly d: number;
  readonly rows: number;
  readonly data: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Rows that are there. */
  n = 0;
  readonly #name: string;
  readonly #columns: readonly string[];

  /**
   * @param name - of the file
   * @param columns - names of all columns
   * @param asked - rows of a chunk, if the caller says
   */
  constructor(name: string, columns: readonly string[], { features, weights }: Choice, asked: number | undefined) {
    this.d = features.length;
    this.indices = weights === undefined ? features : [...features, weights];
    this.rows = asked ?? Math.max(1, Math.floor(CHUNK / (8 * this.d)));
    this.data = new Float64Array(this.rows * this.d);
    this.weights = weights === undefined ? undefined : new Float64Array(this.rows);
    this.#name = name;
    this.#columns = columns;
  }

  get full(): boolean {
    return this.n === this.rows;
  }

  /** A place for messages; `at` counts features, and then the weight. */
  place(line: string, at: number): string {
    return `${this.#name}, ${line}, column ${this.#columns[this.indices[at]]}`;
  }

  /** A value of the row that is being written. */
  put(at: number, value: number): void {
    if (at < this.d) this.data[this.n * this.d + at] = value;
    else (this.weights as Float64Array)[this.n] = value;
  }

  /**
   * A stretch of a column, which goes into the rows from `this.n + skip` on. Nothing but finite numbers is taken.
   *
   * @param before - rows of the file before this chunk
   */
  putColumn(at: number, values: ArrayLike<unknown>, from: number, count: number, skip: number, before: number): void {
    const feature = at < this.d;
    const target = feature ? this.data : (this.weights as Float64Array);
    const stride = feature ? this.d : 1;
    const row = this.n + skip;
    let to = row * stride + (feature ? at : 0);
    for (let i = from; i < from + count; i++, to += stride) {
      const value = values[i];
      const number = typeof value === 'number' ? value : toNumber(value);
      if (!Number.isFinite(number)) {
        throw badCell(value, this.place(`row ${before + row + i - from + 1}`, at));
      }
      target[to] = number;
    }
  }

  /** The rows that are there as a chunk; the next one begins. @param line - what to call a row of this chunk */
  take(line: (row: number) => string): Chunk {
    const { n, d, data, weights } = this;
    this.n = 0;
    return {
      rows: { data: n * d === data.length ? data : data.subarray(0, n * d), shape: [n, d] },
      ...(weights && { sampleWeight: n === weights.length ? weights : weights.subarray(0, n) }),
      place: (row, feature) => this.place(line(row), feature),
    };
  }
}

/** An integer of 64 bits and a truth value are numbers too; else NaN. */
function toNumber(value: unknown): number {
  return typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : Number.NaN;
}
