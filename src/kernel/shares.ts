// A sweep that several make together: each sums its own subtrees of the rows, and one of them folds what all have summed.

import type { Steps } from '../steps.js';
import { Ranges } from './ranges.js';
import { foldLevels, type Subtree, shareBounds, subtrees } from './subtrees.js';
import { SWEEPS, type SweepName } from './sweeps.js';

export abstract class Shares extends Ranges {
  /** The sum of one subtree; its address. */
  protected abstract sumSubtree(name: SweepName, argument: number, subtree: Subtree): Steps<number>;

  /** The sum of the partial sums that lie in the areas of all workers; its address. */
  gather(name: SweepName): number {
    const { over, length } = SWEEPS[name];
    this.fold.begin(length(this.size), foldLevels(this.count(over)));
    for (let worker = 0; worker < this.share.workers; worker++) {
      let at = this.partials(worker);
      for (const { level } of this.subtrees(over, worker)) {
        this.fold.add(level, at);
        at += this.layout.slotBytes;
      }
    }
    return this.fold.finish();
  }

  /** This worker's share of a sweep: the sum of each of its subtrees goes to a slot of its partial sums. */
  *sweepShare(name: SweepName, argument: number): Steps<void> {
    const { over, length, before } = SWEEPS[name];
    const { doubles } = this.kernel;
    before?.(this);
    this.view(this.at.furthest, 3).fill(0);
    let to = this.at.partials / 8;
    for (const subtree of this.subtrees(over, this.share.worker)) {
      const from = (yield* this.sumSubtree(name, argument, subtree)) / 8;
      doubles.copyWithin(to, from, from + length(this.size));
      to += this.layout.slotBytes / 8;
    }
  }

  /** What one worker sums of the leaves of a sweep. */
  subtrees(over: 'slices' | 'sample', worker: number): Subtree[] {
    const leaves = this.count(over);
    const size = over === 'slices' ? this.size.n / this.layout.slice : leaves;
    const bounds = shareBounds(size, this.share.workers);
    return subtrees(bounds[worker], bounds[worker + 1], leaves);
  }

  /** Address of the partial sums of a worker, one after the other. */
  partials(worker: number): number {
    return this.at.partials + (worker - this.share.worker) * this.layout.areaBytes;
  }
}
