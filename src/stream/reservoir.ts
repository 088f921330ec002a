// A sample of the rows that pass by, each of them as likely as any other (Li 1994, algorithm L: it draws how many rows are
// passed over, not whether each is). What is drawn depends on the seed and on the number of each row alone.

import { expOf, logOf } from '../kernel/prepare.js';
import { Random } from '../random.js';

/** Rows in a sample where features are few. */
const ROWS = 32_768;
/** And so many for each mean, where components are many. */
const ROWS_EACH = 40;
/** Numbers in a sample at most: 64 MiB; but some rows a component in any case. */
const NUMBERS = 8_388_608;
const LEAST_EACH = 8;

/** The rows of a sample to find starts on. */
export function reservoirRows(d: number, k: number): number {
  const wanted = Math.max(ROWS, ROWS_EACH * k * (d + 1));
  return Math.min(wanted, Math.max(Math.floor(NUMBERS / d), LEAST_EACH * k));
}

/** The rows that were drawn, in the order in which they came. */
export interface Sample {
  /** m × d, row-major. */
  readonly rows: Float64Array;
  /** One for each. */
  readonly weights: Float64Array;
}

export class Reservoir {
  readonly #size: number;
  readonly #d: number;
  readonly #random: Random;
  /** Grows as rows come. */
  #rows = new Float64Array(0);
  #weights = new Float64Array(0);
  /** The number of the row in each place. */
  #numbers = new Float64Array(0);
  #held = 0;
  /** Rows that have passed. */
  #passed = 0;
  /** The next one to be taken. */
  #next = 0;
  #share = 1;

  /** @param size - rows of the sample */
  constructor(size: number, d: number, seed: number) {
    this.#size = size;
    this.#d = d;
    this.#random = new Random(seed, 0, logOf);
  }

  /**
   * Takes what it wants of the rows that pass.
   *
   * @param values - rows, row-major, from row `from` on
   * @param weight - of each by its index among these
   */
  offer(values: Float64Array, from: number, count: number, weight: (index: number) => number): void {
    const first = this.#passed;
    this.#passed += count;
    while (this.#next < this.#passed) {
      const index = this.#next - first;
      const isFull = this.#held === this.#size;
      const place = isFull ? this.#random.index(this.#size) : this.#held++;
      if (place >= this.#numbers.length) this.#grow();
      const at = (from + index) * this.#d;
      this.#rows.set(values.subarray(at, at + this.#d), place * this.#d);
      this.#weights[place] = weight(index);
      this.#numbers[place] = this.#next;
      this.#next += this.#held < this.#size ? 1 : this.#skip();
    }
  }

  /** How far it is to the next row to be taken. */
  #skip(): number {
    this.#share *= expOf(logOf(1 - this.#random.uniform()) / this.#size);
    return 1 + Math.floor(logOf(1 - this.#random.uniform()) / logOf(1 - this.#share));
  }

  #grow(): void {
    const size = Math.min(this.#size, Math.max(1024, 2 * this.#numbers.length));
    this.#rows = grown(this.#rows, size * this.#d);
    this.#weights = grown(this.#weights, size);
    this.#numbers = grown(this.#numbers, size);
  }

  get sample(): Sample {
    const d = this.#d;
    const order = Array.from({ length: this.#held }, (_, place) => place);
    order.sort((a, b) => this.#numbers[a] - this.#numbers[b]);
    const rows = new Float64Array(order.length * d);
    order.forEach((place, to) => {
      rows.set(this.#rows.subarray(place * d, (place + 1) * d), to * d);
    });
    return { rows, weights: Float64Array.from(order, (place) => this.#weights[place]) };
  }
}

function grown(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(array);
  return larger;
}
