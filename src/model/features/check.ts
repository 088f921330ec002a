// Features by their indices, as callers name them.

import { isFlat, notANumber } from '../../data/cells.js';
import { plural } from '../../data/rows.js';
import { show } from '../../names.js';

/**
 * The features that were named, in that order.
 *
 * @throws TypeError for what is no array of numbers, RangeError for one that is not among 0 … d − 1 or comes twice
 */
export function checkFeatures(value: unknown, d: number): number[] {
  if (!isFlat(value)) throw new TypeError(`features must be an array of indices such as [0], got ${show(value)}`);
  if (value.length === 0) throw new RangeError('features is empty: name at least one, such as [0]');
  const features: number[] = [];
  for (let i = 0; i < value.length; i++) {
    const feature = value[i];
    if (typeof feature !== 'number') throw notANumber(`features[${i}]`, feature);
    if (!(Number.isInteger(feature) && feature >= 0 && feature < d)) {
      throw new RangeError(
        `features[${i}] must be an integer from 0 to ${d - 1}, since the model has ${plural(d, 'feature')}; got ${feature}`,
      );
    }
    const before = features.indexOf(feature);
    if (before >= 0)
      throw new RangeError(`features[${i}] is ${feature}, and so is features[${before}]: name each once`);
    features.push(feature + 0);
  }
  return features;
}
