// A problem in an arena: its rows packed, and the operations of EM on them. `fit` is written on exactly this surface,
// and so can be any other EM: pack, pass, maximise, decide. What concerns parameters alone is in estimate.ts, what concerns
// the places of rows in ranges.ts, what concerns several who share the work in shares/.

import type { Rows } from '../data.js';
import type { Steps } from '../steps.js';
import { DIAGONAL, givenRows, LEAST, statisticsLength } from './memory.js';
import { type Frame, packRows } from './packing.js';
import type { Range } from './ranges.js';
import { Shares } from './shares.js';
import { foldLevels, type Subtree } from './subtrees.js';
import { SWEEPS, type SweepName } from './sweeps.js';

export type { Range } from './ranges.js';

/** A row that is further from its centre than any other. */
export interface Furthest {
  readonly distance: number;
  readonly range: Range;
  /** Its index in the range. */
  readonly row: number;
}

/** Those who share the sweeps of a workspace. */
export interface Team {
  /** Whether they share this one; else the workspace does it alone. */
  shares(name: SweepName): boolean;
  /** A whole sweep; the address of the sum. */
  sweep(workspace: Workspace, name: SweepName, argument: number): Steps<number>;
  /** `visit`, where the memory of the workspace does not hold all rows. */
  visit?(workspace: Workspace, enough: (range: Range) => boolean): Steps<boolean>;
}

export class Workspace extends Shares {
  /** Who helps; nobody if undefined. */
  team: Team | undefined;

  /**
   * Reads and packs all rows; those of weight 0 are left out.
   *
   * @param weights - one for each row if `size.weighted`; else only zeros and ones, to leave rows out, or nothing
   * @param frame - the coordinates to pack in; if left out, the first rows decide
   * @throws TypeError if weights and `size.weighted` do not agree
   * @throws RangeError for another number of rows or features than the workspace is for; and one that names the place
   *   of the first value that is not finite, or too large
   */
  pack(rows: Rows, weights?: Float64Array, frame?: Frame): void {
    this.coordinates = packRows(this, rows, weights, frame);
    this.asPacked();
  }

  /**
   * One sweep over all rows, or over those of the sample, by everybody.
   *
   * @returns the address of the sum
   */
  sweep(name: SweepName, argument = 0): Steps<number> {
    if (this.team?.shares(name)) return this.team.sweep(this, name, argument);
    const { over, before } = SWEEPS[name];
    const leaves = this.count(over);
    before?.(this);
    return this.sumSubtree(name, argument, { level: foldLevels(leaves), first: 0, count: leaves });
  }

  protected *sumSubtree(name: SweepName, argument: number, { level, first, count }: Subtree): Steps<number> {
    const { over, length, run } = SWEEPS[name];
    const { d, k } = this.size;
    this.fold.begin(length(this.size), level);
    for (let index = first; index < first + count; index++) {
      const range = this.range(over, index);
      run(this, range, index, argument, this.fold.leaf);
      this.fold.add();
      if (this.worked(range.rows * k * d)) yield;
    }
    return this.fold.finish();
  }

  /**
   * Goes through all slices in order, until it is enough; whether it was.
   *
   * @param enough - the tiles of a range may be gone when it returns
   */
  *visit(enough: (range: Range) => boolean): Steps<boolean> {
    if (this.team?.visit) return yield* this.team.visit(this, enough);
    for (const range of this.ranges('slices')) {
      if (enough(range)) return true;
      yield;
    }
    return false;
  }

  /** Sees to it that the tiles of a slice are in memory, until the next sweep. */
  *bring({ first }: Range): Steps<void> {
    if (this.team?.visit) yield* this.team.visit(this, (range) => range.first === first);
  }

  /**
   * E-step at the present parameters, and statistics about the present centres.
   *
   * @param direct - after `cancels`
   * @param arranging - whether rows may be put in order afterwards, so that later passes have less to do; only the last
   *   bits of their sums can tell. `restoreOrder` undoes it.
   * @returns the address of [log-likelihood in internal units, weight, …]
   */
  pass(direct = false, arranging = false): Steps<number> {
    if (!arranging || !this.ordered) return this.sweep('pass', Number(direct));
    this.arranged = true;
    return this.sweep('arranging', Number(direct));
  }

  /**
   * Puts rows back into the order in which they were packed; whether they may have been in another.
   *
   * @param elsewhere - whether somebody else may have put them in order, in the same memory
   */
  *restoreOrder(elsewhere = false): Steps<boolean> {
    if (!this.arranged && !(elsewhere && this.ordered)) return false;
    yield* this.sweep('restore');
    this.arranged = false;
    return true;
  }

  /** E-step alone: the address of [log-likelihood in internal units, weight]. */
  likelihood(): Steps<number> {
    return this.sweep('likelihood');
  }

  /**
   * Statistics about the present centres from given responsibilities.
   *
   * @param fill - writes the responsibilities, row-major, of `rows` rows from `first` on, at an address
   */
  *passResponsibilities(fill: (address: number, first: number, rows: number) => void): Steps<number> {
    const { d, k, family } = this.size;
    const { functions } = this.kernel;
    const { staging, centres, scratch } = this.at;
    const length = statisticsLength(d, k, family);
    const piece = givenRows(d, k);
    const spare = this.at.sums + (this.layout.levels + 1) * this.layout.slotBytes;
    this.fold.begin(length, foldLevels(this.count('slices')));
    for (const range of this.ranges('slices')) {
      this.view(this.fold.leaf, length).fill(0);
      for (let start = 0; start < range.rows; start += piece) {
        const part = this.rangeOf(range.first + start, Math.min(piece, range.rows - start));
        fill(staging, part.first, part.rows);
        functions.pass_given(
          this.open(part),
          part.rows,
          d,
          k,
          family,
          staging,
          0,
          centres,
          part.weights,
          spare,
          scratch,
        );
        functions.merge(this.fold.leaf, spare, length);
      }
      this.fold.add();
      yield;
    }
    return this.fold.finish();
  }

  /** Statistics about the present centres of the rows as given to their nearest centre in the metric. */
  passNearest(nearestTo: number): Steps<number> {
    return this.sweep('nearest', nearestTo);
  }

  /**
   * The sums of the groups of rows nearest to the present centres: inertia | weight | K × (N_k | Σ w (x − c_k), d); and
   * the row that is furthest from its own.
   */
  *assign(over: 'slices' | 'sample'): Steps<{ sums: number; furthest: Furthest }> {
    this.view(this.at.furthest, 3).fill(0);
    const name = over === 'slices' ? 'assignAll' : 'assign';
    const sums = yield* this.sweep(name);
    let furthest = this.#furthest(over, this.share.worker);
    const workers = this.team?.shares(name) ? this.share.workers : 0;
    for (let worker = 0; worker < workers; worker++) {
      const other = this.#furthest(over, worker);
      // of several that are as far the first, whoever has seen it
      const earlier = other.range.first + other.row < furthest.range.first + furthest.row;
      if (other.distance > furthest.distance || (other.distance === furthest.distance && earlier)) furthest = other;
    }
    return { sums, furthest };
  }

  #furthest(over: 'slices' | 'sample', worker: number): Furthest {
    const at = this.at.furthest + (worker - this.share.worker) * this.layout.areaBytes;
    const [distance, index, row] = this.view(at, 3);
    return { distance, range: this.range(over, index), row };
  }

  /**
   * The total variance of each feature, and from it the metric of k-means: 1/variance, 0 where a feature is constant.
   * The floor is taken as 0.
   */
  *measure(): Steps<void> {
    const { d } = this.size;
    const { functions } = this.kernel;
    const { metric, floor, total } = this.at;
    const centre = this.view(metric, d).fill(0);
    this.view(floor, d).fill(0);
    let sums = 0;
    // a second time if the first slice lies far from the rest, and then the centre is the mean
    for (let round = 0; round < 3; round++) {
      sums = yield* this.sweep('measure');
      if (functions.recentre(sums, metric, floor, d, 1, DIAGONAL) === 0) break;
    }
    functions.pooled_variances(sums, d, 1, DIAGONAL, total);
    const means = this.view(sums + 24, d);
    const variances = this.view(total, d);
    this.grandMean = Float64Array.from(centre, (c, j) => c + means[j] / this.totalWeight);
    for (let j = 0; j < d; j++) centre[j] = variances[j] > LEAST ? 1 / variances[j] : 0;
  }
}
