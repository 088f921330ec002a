// What every value must be, looked at while its chunk is there to say where it comes from.

import { LARGEST } from '../kernel/memory.js';
import type { Frame } from '../kernel/packing.js';
import { badValue } from '../kernel/reading.js';
import { splitPower } from '../scale.js';
import type { TakenChunk } from './chunk.js';
import type { Inspect } from './cutter.js';

/** @throws RangeError that names the place of the first value that is not finite */
export const requireFinite: Inspect = (values, from, count, { rows, place }, row) => {
  const { d } = rows;
  for (let at = from * d; at < (from + count) * d; at++) {
    // NaN and infinities alone are not equal to themselves minus themselves
    if (values[at] - values[at] === 0) continue;
    const index = at - from * d;
    throw badValue(values[at], place(row + Math.floor(index / d), index % d));
  }
};

/** Looks at rows of which nothing need be known but what messages call their values. */
type InspectPlaced = (
  values: Float64Array,
  from: number,
  count: number,
  chunk: Pick<TakenChunk, 'place'>,
  row: number,
) => void;

/**
 * What can be packed in a frame.
 *
 * @param whose - what the frame is of, for the message
 */
export function requireNear({ origin, exponent }: Frame, whose: string): InspectPlaced {
  const d = origin.length;
  const [scale1, scale2] = splitPower(exponent);
  return (values, from, count, { place }, row) => {
    for (let i = 0, at = from * d; i < count; i++) {
      for (let j = 0; j < d; j++, at++) {
        if (Math.abs((values[at] - origin[j]) * scale1 * scale2) <= LARGEST) continue;
        throw badValue(values[at], place(row + i, j), whose);
      }
    }
  };
}
