// Rows that do not stay: they are staged in batches, packed slice by slice into the tiles of one slice, and swept. The sums
// go to the fold, one leaf a slice, as those of rows in memory do; so they are the same to the bit.

import type { Steps } from '../steps.js';
import { paddedRows, sliceRows } from './memory.js';
import { packStaged } from './packing.js';
import { SWEEPS, type SweepName } from './sweeps.js';
import type { Range, Workspace } from './workspace.js';

/** Rows, row-major, at the front of the staging area of a workspace. */
export interface Staged {
  /** Index of the first slice of these rows among all slices. */
  readonly slice: number;
  /** All of them but the last in whole slices. */
  readonly rows: number;
  /** One for each row, in the units of the workspace; undefined where there are none. */
  readonly weights: Float64Array | undefined;
}

/** Where such rows come from, as they are asked for. */
export interface Supply {
  /** Whether all have come. */
  readonly ended: boolean;
  /**
   * Puts rows at the front of `values`, after those that are there.
   *
   * @param weights - takes theirs
   * @param enough - if a chunk ends there, it is; undefined: as many as there is room for
   * @returns how many there are now
   */
  fill(values: Float64Array, weights: Float64Array | undefined, held: number, enough?: number): Steps<number>;
}

/** Who does what is to be done to the rows of a sweep. */
export interface Crew {
  /** Adds the sums of all slices, in order, to the fold of the workspace, which has begun. */
  sweep(workspace: Workspace, name: SweepName, argument: number, supply: Supply): Steps<void>;
}

/** What comes has been looked at when it came for the first time: then it was another. */
function changedValue(row: number, feature: number, value: number): RangeError {
  return new RangeError(
    `row ${row} (from 0, rows of weight 0 not counted), feature ${feature} is ${value}, and was a number that could be ` +
      'computed with when it was read before: the source must give the same rows on every pass',
  );
}

/**
 * Packs one slice after the other and hands it over.
 *
 * @param use - false: no more slices
 * @throws RangeError for a value that cannot be packed
 */
function* packed(workspace: Workspace, staged: Staged, use: (range: Range, index: number) => boolean): Steps<boolean> {
  const { d, k } = workspace.size;
  const slice = sliceRows(d);
  for (let start = 0, index = staged.slice; start < staged.rows; start += slice, index++) {
    const range = workspace.rangeOf(index * slice, Math.min(slice, staged.rows - start));
    const bad = packStaged(workspace, workspace.exponent, range, start);
    if (bad >= 0) {
      const value = workspace.kernel.doubles[workspace.at.staging / 8 + start * d + bad];
      throw changedValue(index * slice + Math.floor(bad / d), bad % d, value);
    }
    if (range.weights && staged.weights) {
      const to = workspace.view(range.weights, paddedRows(range.rows)).fill(0);
      to.set(staged.weights.subarray(start, start + range.rows));
    }
    if (!use(range, index)) return false;
    if (workspace.worked(range.rows * k * d)) yield;
  }
  return true;
}

/**
 * Sweeps the staged rows; the sum of each slice goes to the fold of the workspace, which has begun.
 *
 * @throws RangeError for a value that cannot be packed
 */
export function* sweepStaged(workspace: Workspace, name: SweepName, argument: number, staged: Staged): Steps<void> {
  const { run } = SWEEPS[name];
  const { fold } = workspace;
  yield* packed(workspace, staged, (range, index) => {
    run(workspace, range, index, argument, fold.leaf);
    fold.add();
    return true;
  });
}

/**
 * Shows the staged rows slice by slice until it is enough; whether it was.
 *
 * @throws RangeError for a value that cannot be packed
 */
export function* visitStaged(workspace: Workspace, staged: Staged, enough: (range: Range) => boolean): Steps<boolean> {
  return !(yield* packed(workspace, staged, (range) => !enough(range)));
}
