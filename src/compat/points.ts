// Single points as the packages take them: arrays of d numbers.

import { plural } from '../data/rows.js';
import { show } from '../names.js';

/**
 * The point, once it is known to have d finite features; a number stands for a point of one feature.
 *
 * @throws TypeError for the wrong kind, RangeError for another length, and for what is not finite
 */
export function checkPoint(point: ArrayLike<number> | number, d: number): ArrayLike<number> {
  const features = typeof point === 'number' ? [point] : point;
  if (typeof features !== 'object' || typeof features?.length !== 'number') {
    throw new TypeError(`a point must be an array of ${plural(d, 'number')}, got ${show(point)}`);
  }
  if (features.length !== d) {
    throw new RangeError(`a point must have ${plural(d, 'feature')}, got ${features.length}`);
  }
  for (let j = 0; j < d; j++) {
    const value: unknown = features[j];
    if (typeof value !== 'number') throw new TypeError(`point[${j}] must be a number, got ${show(value)}`);
    if (!Number.isFinite(value)) throw new RangeError(`point[${j}] must be a finite number, got ${value}`);
  }
  return features;
}
