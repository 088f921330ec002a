import { expect, it } from 'vitest';
import { show } from '../src/names.js';

it.each([
  ['a', '"a"'],
  [3n, '3n'],
  [Number.NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'undefined'],
  [() => 1, 'a function'],
  [[1, 2], 'an array of length 2'],
  [new Uint8Array(3), 'a Uint8Array of length 3'],
  [new Int8Array(1), 'an Int8Array of length 1'],
  [new Map(), 'a Map'],
  [new ArrayBuffer(8), 'an ArrayBuffer'],
  [{}, 'an object without keys'],
  [{ x: 1, y: 2 }, 'an object with the keys x, y'],
  [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'an object with the keys a, b, c, d, e, …'],
  [Object.create(null), 'an object without keys'],
])('messages show %s as %s', (value, text) => {
  expect(show(value)).toBe(text);
});
