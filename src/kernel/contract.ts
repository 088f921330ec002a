// What hosts may get wrong who schedule a workspace themselves. `fit` never does.

import type { Rows } from '../data.js';
import { areUneven, countPositive } from '../weights.js';
import type { ProblemSize } from './memory.js';

/**
 * Whether rows and weights are those that the sizes speak of. Weights that are all 0 or 1 leave rows out, and do not
 * make a problem weighted.
 *
 * @throws TypeError, RangeError if not
 */
export function checkFit({ n, d, weighted }: ProblemSize, rows: Rows, weights: Float64Array | undefined): void {
  if (weighted && !weights) {
    throw new TypeError(
      'the workspace is for rows with weights (size.weighted), and none are given: pass them to pack',
    );
  }
  if (weights && weights.length !== rows.n) {
    throw new RangeError(`weights must be one for each of ${rows.n} rows, got ${weights.length}`);
  }
  const kept = weights ? countPositive(weights) : rows.n;
  if (rows.d !== d || kept !== n) {
    const which = weights ? 'rows of positive weight' : 'rows';
    throw new RangeError(`the workspace is for ${n} ${which} of ${d} features, got ${kept} of ${rows.d}`);
  }
  if (weights && !weighted && areUneven(weights)) {
    throw new TypeError('the workspace is for rows without weights, and these are not all 0 or 1: set size.weighted');
  }
}

/** @throws RangeError for an origin of another length than d */
export function checkOrigin(origin: Float64Array, d: number): void {
  if (origin.length !== d) throw new RangeError(`frame.origin must be d = ${d} numbers, got ${origin.length}`);
}

/** @throws RangeError for an arena of fewer bytes than needed */
export function checkArena(bytes: number, needed: number): void {
  if (bytes < needed) throw new RangeError(`the arena has ${bytes} bytes, and the problem needs ${needed}`);
}
