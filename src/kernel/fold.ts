// Folds sums in a fixed tree of fan-in 8 over their leaves, slices for instance:
//
//   slices   0 1 2 3 4 5 6 7 | 8 9 …        level 1: ((0 + 1) + 2) + … + 7, then 8 + 9 + …
//   level 1        0         |  1           level 2: the same over level 1; and so on
//
// so the result depends neither on how slices are shared out nor on when they arrive. In memory, slot 0 is the leaf that
// has just been written, slot l the sum under way at level l.

import type { Kernel } from './kernel.js';
import { FAN_IN } from './subtrees.js';

export class Fold {
  readonly #kernel: Kernel;
  readonly #at: number;
  readonly #bytes: number;
  readonly #counts: number[];
  #levels = 0;
  #length = 0;

  /**
   * @param at - address of most + 1 slots
   * @param bytes - of one slot
   * @param most - the most levels there will be
   */
  constructor(kernel: Kernel, at: number, bytes: number, most: number) {
    this.#kernel = kernel;
    this.#at = at;
    this.#bytes = bytes;
    this.#counts = new Array(most + 1).fill(0);
  }

  /** Where the next leaf is to be written. */
  get leaf(): number {
    return this.#at;
  }

  /**
   * @param length - the doubles that count, from the start of a slot
   * @param levels - of the tree: it has 8^levels leaves, or fewer
   */
  begin(length: number, levels: number): void {
    this.#length = length;
    this.#levels = levels;
    for (let l = 0; l < this.#counts.length; l++) this.#counts[l] = 0;
  }

  /** Takes the leaf that has been written; or the sum of a whole subtree of some level, from elsewhere. */
  add(level = 0, address = this.#at): void {
    if (level < this.#levels) this.#carry(level, address);
    else if (address !== this.#slot(level)) this.#copy(this.#slot(level), address);
    for (let l = level + 1; l < this.#levels && this.#counts[l] === FAN_IN; l++) this.#carry(l, this.#slot(l));
  }

  /** The address of the whole sum. */
  finish(): number {
    for (let l = 1; l < this.#levels; l++) if (this.#counts[l] > 0) this.#carry(l, this.#slot(l));
    return this.#slot(this.#levels);
  }

  #slot(level: number): number {
    return this.#at + level * this.#bytes;
  }

  #copy(to: number, from: number): void {
    this.#kernel.doubles.copyWithin(to / 8, from / 8, from / 8 + this.#length);
  }

  /** Adds a sum of one level to that of the next. */
  #carry(level: number, from: number): void {
    const to = this.#slot(level + 1);
    if (this.#counts[level + 1] === 0) this.#copy(to, from);
    else this.#kernel.functions.merge(to, from, this.#length);
    this.#counts[level] = 0;
    this.#counts[level + 1]++;
  }
}
