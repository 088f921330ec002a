// Questions that are asked of a number or of many.

import { isFlat, notANumber } from '../data/cells.js';
import { show } from '../names.js';

/** What is asked of each number. */
export interface Question {
  /** How messages call the argument. */
  readonly name: string;
  readonly expected: string;
  readonly accepts: (x: number) => boolean;
  readonly answer: (x: number) => number;
}

/**
 * The answer for a number, or a copy of an array with the answer for each.
 *
 * @throws TypeError for what is no number, RangeError for a number that is not accepted, each with its place
 */
export function each(value: number | ArrayLike<number>, question: Question): number | Float64Array {
  const { name, expected, accepts, answer } = question;
  const refusal = (x: number, place: string) => new RangeError(`${place} must be ${expected}, got ${x}`);
  if (typeof value === 'number') {
    if (!accepts(value)) throw refusal(value, name);
    return answer(value);
  }
  if (!isFlat(value)) throw new TypeError(`${name} must be a number or an array of numbers, got ${show(value)}`);
  const out = new Float64Array(value.length);
  for (let i = 0; i < out.length; i++) {
    const x: unknown = value[i];
    if (typeof x !== 'number') throw notANumber(`${name}[${i}]`, x);
    if (!accepts(x)) throw refusal(x, `${name}[${i}]`);
    out[i] = answer(x);
  }
  return out;
}
