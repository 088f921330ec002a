// A source must give the same rows on every pass. What can be noticed without keeping them: their number, the sum of
// their weights, their mean, which follows from the statistics of any pass, and a checksum of values in their order.

import { momentsAt } from '../kernel/memory.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Tally } from './cutter.js';
import type { OpenSource } from './source.js';

/** A mean moves by less than this share of the spread from pass to pass, by rounding. */
const ROUNDING = 1e-9;

/** The error for another number of rows, or other weights. */
export function changedCount(source: OpenSource, expected: Tally, found: Tally, more: boolean): RangeError {
  if (found.rows === 0) {
    return new RangeError(
      `${source.name} gave ${expected.rows} rows at first, and none when it was read again: if it can be read only once, ` +
        'give a function that opens it anew, () => read()',
    );
  }
  const what =
    found.kept === expected.kept
      ? `rows whose weights sum to ${expected.weight} at first, and to ${found.weight} when they were read again`
      : `${expected.kept} rows at first, and ${found.kept}${more ? ' or more' : ''} when it was read again`;
  return new RangeError(`${source.name} gave ${what}: it must give the same rows in the same order on every pass`);
}

/** The error for other values or another order, where numbers, sums and means have told nothing. */
export function changedOrder(source: OpenSource, expected: Tally, found: Tally): RangeError {
  const what = found.checksums[0] === expected.checksums[0] ? 'weights in another order' : 'rows in another order';
  return new RangeError(
    `${source.name} changed: it gave ${what} than when it was read first, or other values; it must give the same rows in ` +
      'the same order on every pass',
  );
}

/**
 * Compares the mean of all rows, as statistics of a pass have it, with that of the first.
 *
 * @param sums - the address of statistics about the present centres
 * @throws RangeError if a feature has another one
 */
export function checkMeans(workspace: Workspace, source: OpenSource, sums: number): void {
  const { size, at, grandMean, totalWeight } = workspace;
  const { d, k } = size;
  if (grandMean.length === 0) return;
  const { doubles } = workspace.kernel;
  const centres = workspace.view(at.centres, k * d);
  const total = workspace.view(at.total, d);
  for (let j = 0; j < d; j++) {
    let sum = 0;
    let reach = Math.abs(grandMean[j]) + Math.sqrt(Math.max(0, total[j]));
    for (let c = 0; c < k; c++) {
      const moments = momentsAt(sums / 8, d, c);
      sum += doubles[moments] * centres[c * d + j] + doubles[moments + 1 + j];
      reach = Math.max(reach, Math.abs(centres[c * d + j]));
    }
    if (!(Math.abs(sum / totalWeight - grandMean[j]) > ROUNDING * reach)) continue;
    throw new RangeError(
      `${source.name} changed: feature ${j} has another mean than when it was read first; it must give the same rows in ` +
        'the same order on every pass',
    );
  }
}
