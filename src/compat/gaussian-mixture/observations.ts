// Data in either form, an array or a histogram, as values and how often each was seen.

import { show } from '../../names.js';
import { Histogram } from './histogram.js';

/** Observations: each value, and how often it was seen; once if `counts` is undefined. */
export interface Observations {
  readonly values: ArrayLike<number>;
  readonly counts: Float64Array | undefined;
  /** Σ counts */
  readonly total: number;
}

/** @throws TypeError for what is neither, RangeError for counts that are none */
export function observationsOf(data: ArrayLike<number> | Histogram): Observations {
  if (data instanceof Histogram) return ofHistogram(data);
  if (Array.isArray(data) || (ArrayBuffer.isView(data) && !(data instanceof DataView))) {
    return { values: data, counts: undefined, total: data.length };
  }
  throw new TypeError(`Data must be an Array or a Histogram, got ${show(data)}`);
}

function ofHistogram(histogram: Histogram): Observations {
  const keys = Object.keys(histogram.counts);
  const counts = Float64Array.from(keys, (key) => {
    const count = histogram.counts[key];
    if (count >= 0 && count < Number.POSITIVE_INFINITY) return count;
    throw new RangeError(`counts[${show(key)}] must be a finite number, not negative, got ${show(count)}`);
  });
  const values = Float64Array.from(keys, (key) => histogram.value(key));
  return { values, counts, total: counts.reduce((sum, count) => sum + count, 0) };
}
