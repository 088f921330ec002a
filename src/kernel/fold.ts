// Folds the statistics of slices in a fixed tree of fan-in 8 over the slice index:
//
//   slices   0 1 2 3 4 5 6 7 | 8 9 …        level 1: ((0 + 1) + 2) + … + 7, then 8 + 9 + …
//   level 1        0         |  1           level 2: the same over level 1; and so on
//
// so the result depends neither on how slices are shared out nor on when they arrive. In memory, slot 0 is the slice
// that a pass has just written, slot l the sum under way at level l.

import type { Kernel } from './kernel.js';

const FAN_IN = 8;

export class Fold {
  readonly #kernel: Kernel;
  readonly #at: number;
  readonly #bytes: number;
  readonly #levels: number;
  readonly #counts: number[];
  #length = 0;

  /**
   * @param at - address of levels + 1 slots
   * @param bytes - of one slot
   */
  constructor(kernel: Kernel, at: number, bytes: number, levels: number) {
    this.#kernel = kernel;
    this.#at = at;
    this.#bytes = bytes;
    this.#levels = levels;
    this.#counts = new Array(levels + 1).fill(0);
  }

  /** Where a pass writes the statistics of a slice. */
  get slice(): number {
    return this.#at;
  }

  /** @param length - the doubles that count, from the start of a slot */
  begin(length: number): void {
    this.#length = length;
    this.#counts.fill(0);
  }

  /** Takes the statistics of the next slice. */
  add(): void {
    if (this.#levels === 0) return;
    this.#carry(0);
    for (let level = 1; level < this.#levels && this.#counts[level] === FAN_IN; level++) this.#carry(level);
  }

  /** The address of the whole sum. */
  finish(): number {
    for (let level = 1; level < this.#levels; level++) if (this.#counts[level] > 0) this.#carry(level);
    return this.#at + this.#levels * this.#bytes;
  }

  /** Adds the slot of one level to that of the next. */
  #carry(level: number): void {
    const from = this.#at + level * this.#bytes;
    const to = from + this.#bytes;
    if (this.#counts[level + 1] === 0) {
      this.#kernel.doubles.copyWithin(to / 8, from / 8, from / 8 + this.#length);
    } else {
      this.#kernel.functions.merge(to, from, this.#length);
    }
    this.#counts[level] = 0;
    this.#counts[level + 1]++;
  }
}
