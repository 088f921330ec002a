// Rows on their way into an arena: those of weight 0 are left out, and a value that cannot be packed is named.

import type { Rows } from '../data.js';
import { exponentOf } from '../scale.js';

/** The exponent of the power of two next above the largest weight. */
export function largestExponent(weights: Float64Array): number {
  return exponentOf(weights.reduce((most, weight) => Math.max(most, weight), 0));
}

/**
 * Copies the next `count` rows whose weight is not 0 to a staging area.
 *
 * @param kept - where to note which rows they are
 * @returns the row after the last
 */
export function readKept(
  rows: Rows,
  from: number,
  count: number,
  weights: Float64Array | undefined,
  staging: Float64Array,
  kept: Int32Array,
): number {
  let row = from;
  for (let filled = 0; filled < count; ) {
    while (weights && weights[row] === 0) row++;
    let run = weights ? 1 : count;
    while (weights && filled + run < count && weights[row + run] !== 0) run++;
    rows.read(staging.subarray(filled * rows.d), row, run);
    for (let i = 0; i < run; i++) kept[filled++] = row++;
  }
  return row;
}

/**
 * The error for a value that `pack` refused.
 *
 * @param from - what it is too far from, if it is finite
 */
export function badValue(value: number, place: string, from = 'the first rows'): RangeError {
  if (Number.isFinite(value)) {
    return new RangeError(`${place} is ${value}: too far from ${from} to compute with; remove the row or rescale it`);
  }
  return new RangeError(
    `${place} is ${value}: every value must be a finite number; remove the row (text such as a header line gives NaN) ` +
      'or fill in the missing value',
  );
}
