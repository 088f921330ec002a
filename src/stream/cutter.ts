// Cuts chunks of any size into pieces of the caller's size, and counts: rows of weight 0 are left out.

import type { Steps } from '../steps.js';
import { Checksum, WeightChecksum, wordsOf } from './checksum.js';
import { otherFeatures, type TakenChunk } from './chunk.js';
import type { Reading } from './reading.js';

/** Looks at rows that have just been copied, while their chunk can say where they come from. */
export type Inspect = (values: Float64Array, from: number, count: number, chunk: TakenChunk, row: number) => void;

/** What came of a source so far. */
export interface Tally {
  /** Rows, those of weight 0 among them. */
  readonly rows: number;
  /** Rows of positive weight. */
  readonly kept: number;
  /** Σ w, in the order of the rows. */
  readonly weight: number;
  readonly largestWeight: number;
  /** Whether weights do more than leave rows out. */
  readonly uneven: boolean;
  /** Of the rows of positive weight, and of their weights, in their order. */
  readonly checksums: readonly [number, number];
}

export class Cutter {
  readonly #reading: Reading;
  readonly #inspect: Inspect | undefined;
  #d = 0;
  #chunk: TakenChunk | undefined;
  #weightWords: Int32Array | undefined;
  /** There once d is known. */
  #valueSum: Checksum | undefined;
  readonly #weightSum = new WeightChecksum();
  /** The next row of the chunk. */
  #row = 0;
  #ended = false;
  #rows = 0;
  #kept = 0;
  #weight = 0;
  #largestWeight = 0;
  #uneven = false;

  /** @param inspect - looks at everything that is copied */
  constructor(reading: Reading, inspect?: Inspect) {
    this.#reading = reading;
    this.#inspect = inspect;
  }

  /** d; 0 before the first chunk with rows. */
  get d(): number {
    return this.#d;
  }

  /** Whether all rows have been copied. */
  get ended(): boolean {
    return this.#ended;
  }

  get tally(): Tally {
    return {
      rows: this.#rows,
      kept: this.#kept,
      weight: this.#weight,
      largestWeight: this.#largestWeight,
      uneven: this.#uneven,
      checksums: [this.#valueSum?.value ?? 0, this.#weightSum.value],
    };
  }

  /** Goes to the next row to be read, and to another chunk where that is due; whether there is one. */
  *advance(): Steps<boolean> {
    for (;;) {
      const chunk = this.#chunk;
      if (chunk) {
        const { weights, rows } = chunk;
        while (weights && this.#row < rows.n && weights[this.#row] === 0) this.#skip();
        if (this.#row < rows.n) return true;
      }
      this.#chunk = yield* this.#reading.next();
      this.#row = 0;
      if (!this.#chunk) {
        this.#ended = true;
        return false;
      }
      const { n, d } = this.#chunk.rows;
      if (n === 0) continue;
      this.#d ||= d;
      this.#valueSum ??= new Checksum(d);
      this.#weightWords = this.#chunk.weights && wordsOf(this.#chunk.weights);
      if (d !== this.#d) throw otherFeatures(this.#chunk, this.#d);
    }
  }

  /** Whether the present chunk has been read to its end. */
  get #isRead(): boolean {
    return this.#row === (this.#chunk?.rows.n ?? 0);
  }

  #skip(): void {
    this.#row++;
    this.#rows++;
  }

  /**
   * Copies rows until there are as many as there is room for, the source ends, or a chunk ends and there are enough. Then
   * the next chunk is on its way.
   *
   * @param values - room for rows, row-major
   * @param weights - takes the weight of each, times `scale`; undefined if that is not wanted
   * @param held - rows that are there already
   * @param enough - undefined: as many as there is room for
   * @returns how many rows there are now
   */
  *fill(
    values: Float64Array,
    weights: { readonly values: Float64Array; readonly scale: readonly [number, number] } | undefined,
    held: number,
    enough?: number,
  ): Steps<number> {
    const filled = yield* this.#fill(values, weights, held, enough);
    if (this.#chunk && this.#isRead) this.#reading.ahead();
    if (filled > held) this.#valueSum!.add(wordsOf(values), held * this.#d, (filled - held) * this.#d);
    return filled;
  }

  *#fill(values: Float64Array, weights: Parameters<Cutter['fill']>[1], held: number, enough?: number): Steps<number> {
    let filled = held;
    for (;;) {
      if (this.#d > 0 && (filled + 1) * this.#d > values.length) break;
      if (this.#chunk && this.#isRead && enough !== undefined && filled >= enough) break;
      if (!(yield* this.advance())) return filled;
      filled += this.#copy(values, weights, filled, Math.floor(values.length / this.#d) - filled);
    }
    return filled;
  }

  /** Copies the next rows of the present chunk that lie together and have a weight; how many. */
  #copy(values: Float64Array, weights: Parameters<Cutter['fill']>[1], to: number, room: number): number {
    const chunk = this.#chunk!;
    const { rows, weights: given } = chunk;
    const first = this.#row;
    const most = Math.min(room, rows.n - first);
    let count = given ? 1 : most;
    while (given && count < most && given[first + count] !== 0) count++;
    rows.read(values.subarray(to * this.#d, (to + count) * this.#d), first, count);
    this.#inspect?.(values, to, count, chunk, first);
    this.#row += count;
    this.#rows += count;
    this.#weigh(given, first, count);
    this.#kept += count;
    if (weights) {
      const [a, b] = weights.scale;
      for (let i = 0; i < count; i++) weights.values[to + i] = (given ? given[first + i] : 1) * a * b;
    }
    return count;
  }

  #weigh(given: Float64Array | undefined, first: number, count: number): void {
    if (given) this.#weightSum.add(given, this.#weightWords!, first, count, this.#kept);
    if (!given && !this.#uneven) {
      // whole numbers add up to the same in one step
      this.#weight += count;
      this.#largestWeight = Math.max(this.#largestWeight, 1);
      return;
    }
    for (let i = first; i < first + count; i++) {
      const weight = given ? given[i] : 1;
      this.#weight += weight;
      if (weight > this.#largestWeight) this.#largestWeight = weight;
      if (weight !== 1) this.#uneven = true;
    }
  }
}
