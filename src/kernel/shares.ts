// A sweep that several make together: each sums subtrees of the rows, and one of them folds what all have summed.

import type { Steps } from '../steps.js';
import { Ranges } from './ranges.js';
import { foldLevels, ownSubtrees, type Subtree, units } from './subtrees.js';
import { SWEEPS, type SweepName } from './sweeps.js';

export abstract class Shares extends Ranges {
  readonly #units = new Map<number, readonly Subtree[]>();

  /** The sum of one subtree; its address. */
  protected abstract sumSubtree(name: SweepName, argument: number, subtree: Subtree): Steps<number>;

  /** The sum of the partial sums of subtrees that cover all rows in order; its address. */
  gather(name: SweepName, parts: readonly Subtree[]): number {
    const { over, length } = SWEEPS[name];
    this.fold.begin(length(this.size), foldLevels(this.count(over)));
    for (const [index, { level }] of parts.entries()) this.fold.add(level, this.partial(index));
    return this.fold.finish();
  }

  /**
   * This worker's share of a sweep: the sums of some of the subtrees, each in its place among the partial sums.
   *
   * @param take - the index of the next that this worker is to sum; beyond the last when there is none
   */
  *sweepShare(name: SweepName, argument: number, parts: readonly Subtree[], take: () => number): Steps<void> {
    const { length, before } = SWEEPS[name];
    const { doubles } = this.kernel;
    before?.(this);
    this.view(this.at.furthest, 3).fill(0);
    for (let index = take(); index < parts.length; index = take()) {
      const from = (yield* this.sumSubtree(name, argument, parts[index])) / 8;
      doubles.copyWithin(this.partial(index) / 8, from, from + length(this.size));
    }
  }

  /** What workers take one after the other who see all rows. */
  units(over: 'slices' | 'sample'): readonly Subtree[] {
    const leaves = this.count(over);
    const known = this.#units.get(leaves);
    if (known) return known;
    const found = units(leaves, this.share.workers);
    this.#units.set(leaves, found);
    return found;
  }

  /** What each worker sums of the slices that has only its own. */
  ownSlices(): readonly Subtree[][] {
    return ownSubtrees(this.size.n / this.layout.slice, this.share.workers);
  }

  /** Address of a partial sum. */
  partial(index: number): number {
    return this.at.partials + index * this.layout.slotBytes;
  }
}
