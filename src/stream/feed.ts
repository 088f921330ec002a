// What one pass is fed with: the rows of a source, in pieces as they are asked for, and counted.

import type { Supply } from '../kernel/staged.js';
import { splitPower } from '../scale.js';
import type { Steps } from '../steps.js';
import { Cutter, type Inspect, type Tally } from './cutter.js';
import type { Reading } from './reading.js';
import { changedCount, changedOrder } from './unchanged.js';

/** What is known of a pass before it begins. */
export interface Terms {
  /** What the first pass found; undefined if this is it. */
  readonly expected: Tally | undefined;
  /** Weights go on times 2^−exponent. */
  readonly weightExponent: number;
  /** Looks at everything that comes. */
  readonly inspect?: Inspect;
  /** d, where a model says so. */
  readonly features?: number;
  /** Whether the pass knows nothing of weights, and is to be given up when it turns out that there are some. */
  readonly unweighted?: boolean;
}

/** Weights that a pass has not reckoned with. */
export class UnexpectedWeights extends Error {}

export class Feed implements Supply {
  readonly #reading: Reading;
  readonly #terms: Terms;
  readonly #passed: (rows: number) => void;
  readonly #cutter: Cutter;
  readonly #scale: readonly [number, number];

  /** @param passed - hears of the rows that have been read */
  constructor(reading: Reading, terms: Terms, passed: (rows: number) => void) {
    this.#reading = reading;
    this.#terms = terms;
    this.#passed = passed;
    this.#cutter = new Cutter(reading, terms.inspect);
    this.#scale = splitPower(-terms.weightExponent);
  }

  get ended(): boolean {
    return this.#cutter.ended;
  }

  get tally(): Tally {
    return this.#cutter.tally;
  }

  /** @throws RangeError for more rows than the first pass found */
  *fill(values: Float64Array, weights: Float64Array | undefined, held: number, enough?: number): Steps<number> {
    const { expected } = this.#terms;
    const taking = weights && { values: weights, scale: this.#scale };
    const filled = yield* this.#cutter.fill(values, taking, held, enough);
    const { kept, rows, uneven } = this.#cutter.tally;
    if (uneven && this.#terms.unweighted) throw new UnexpectedWeights();
    if (expected && kept > expected.kept) throw changedCount(this.#reading.source, expected, this.#cutter.tally, true);
    this.#passed(rows);
    return filled;
  }

  /** @throws RangeError unless the source, now at its end, gave as many rows as first, of the same weight */
  checkCount(): void {
    const { expected } = this.#terms;
    const { tally } = this.#cutter;
    if (!expected || (tally.kept === expected.kept && tally.weight === expected.weight)) return;
    throw changedCount(this.#reading.source, expected, tally, false);
  }

  /** @throws RangeError unless the rows, and their weights, are those that came first, in the same order */
  checkOrder(): void {
    const { expected } = this.#terms;
    const { tally } = this.#cutter;
    if (!expected || tally.checksums.every((sum, at) => sum === expected.checksums[at])) return;
    throw changedOrder(this.#reading.source, expected, tally);
  }
}
