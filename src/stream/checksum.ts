// Whether rows come again as they came: 32 bits that depend on values and on their order, and not on the chunks that bring
// them. To cost little beside a pass, one value in 17 is looked at, through all features in turn: whoever moves
// more than a few rows is found out. The sum is FxHash's, (rotate by 5, xor, multiply): it differs for certain if one of
// the words does.

/** One value in so many; a prime, so that the features take turns. */
const EVERY = 17;

/** FxHash's factor: 2³²/φ. */
const FACTOR = 0x9e3779b9;

function entered(sum: number, word: number): number {
  return Math.imul(((sum << 5) | (sum >>> 27)) ^ word, FACTOR);
}

/** Two words of a double as one. */
const folded = (words: Int32Array, at: number) => words[2 * at] ^ words[2 * at + 1];

/** A sum over some values of all that pass. */
export class Checksum {
  readonly #every: number;
  #sum = 0;
  /** How far it is to the next value that is looked at. */
  #next = 0;

  /** @param d - features of a row */
  constructor(d: number) {
    let every = EVERY;
    while (d % every === 0) every += 2;
    this.#every = every;
  }

  get value(): number {
    return this.#sum;
  }

  /** Takes the values that come next: `count` from number `from` on. */
  add(words: Int32Array, from: number, count: number): void {
    const every = this.#every;
    const end = from + count;
    let at = from + this.#next;
    let sum = this.#sum;
    for (; at < end; at += every) sum = entered(sum, folded(words, at));
    this.#sum = sum;
    this.#next = at - end;
  }
}

/** A sum over some weights, in which those that are 1 have no part, so that rows without weights cost nothing. */
export class WeightChecksum {
  #sum = 0;

  get value(): number {
    return this.#sum;
  }

  /**
   * Takes the weights that come next: `count` from number `from` on.
   *
   * @param row - number of the first among all rows
   */
  add(weights: Float64Array, words: Int32Array, from: number, count: number, row: number): void {
    for (let i = (EVERY - (row % EVERY)) % EVERY; i < count; i += EVERY) {
      if (weights[from + i] === 1) continue;
      this.#sum = entered(entered(this.#sum, row + i), folded(words, from + i));
    }
  }
}

/** Doubles as words. */
export function wordsOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}
