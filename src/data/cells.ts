/**
 * Single values and flat arrays of them: what counts as a number, and how messages speak of what does not.
 *
 * Everything is recognised by `Array.isArray` and by the names that the language gives to its own kinds, never by
 * `instanceof`, so that arrays of another realm (an iframe, node:vm) are accepted like our own.
 */

import { kindOf, show } from '../names.js';

/**
 * The getter behind `toStringTag` of typed arrays: their name in any realm, undefined for anything else. It cannot be
 * overridden and is ten times as fast as `Object.prototype.toString`, which counts when every row is a typed array.
 */
const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!
  .get as (this: unknown) => string | undefined;

/** A typed array whose elements are numbers: not a DataView, not one of bigints. */
export function isTypedArray(value: unknown): value is ArrayLike<number> {
  const name = typedArrayName.call(value);
  return name !== undefined && !name.startsWith('Big');
}

/** Node's Buffer, or one of a library that does as Node does: bytes of a file, which only look like numbers. */
export function isBuffer(value: unknown): boolean {
  return (
    typedArrayName.call(value) === 'Uint8Array' &&
    typeof (value as { readDoubleLE?: unknown }).readDoubleLE === 'function'
  );
}

/** A flat array that may hold numbers. */
export function isFlat(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || isTypedArray(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * Copies `source[from + i * step]` to `target[to + i * gap]` for i < count, up to the first value that is not a
 * number. Returns how many were copied.
 */
export function copyCells(
  source: ArrayLike<unknown>,
  from: number,
  step: number,
  target: Float64Array,
  to: number,
  gap: number,
  count: number,
): number {
  for (let i = 0; i < count; i++) {
    const value = source[from + i * step];
    if (typeof value !== 'number') return i;
    target[to + i * gap] = value;
  }
  return count;
}

/** A short noun phrase for what came: `the string "1"`, `a Map`, `an array of length 3`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') {
    return `the string ${show(value.length > 40 ? `${value.slice(0, 39)}…` : value)}`;
  }
  return typeof value === 'bigint' ? `the bigint ${show(value)}` : show(value);
}

/** The error for a container of the wrong kind; the hint depends on what came, if the caller knows no better one. */
export function wrongKind(place: string, value: unknown, expected: string, hint = hintFor(value)): TypeError {
  return new TypeError(`${place} must be ${expected}; got ${describe(value)}. ${hint}`);
}

/** The error for a value that is not a number. */
export function notANumber(place: string, value: unknown): TypeError {
  let hint = isObject(value) && kindOf(value) !== 'Date' ? 'Every value must be a finite number.' : CONVERT;
  if (value === null || value === undefined) hint = 'Leave the row out or fill in a number.';
  if (typeof value === 'string' && /\d[\s,;]+[-+.\d]/.test(value)) {
    hint = 'Split lines first: lines.map((line) => line.trim().split(/[\\s,;]+/).map(Number)).';
  }
  const what = value === undefined ? 'missing (undefined or a hole)' : describe(value);
  return new TypeError(`${place} is ${what}; expected a number. ${hint}`);
}

const CONVERT = 'Convert the values with Number(value) first.';

function hintFor(value: unknown): string {
  if (typeof value === 'string') return 'Parse the text first: text.trim().split(/[\\s,;]+/).map(Number).';
  if (value === undefined || value === null) return 'Check where the value comes from.';
  if (typeof value === 'function') return 'Call it and pass what it returns.';
  if (!isObject(value)) return 'A single value is passed as an array of one number.';
  const kind = kindOf(value);
  if (kind.startsWith('Big')) return 'Convert it with Float64Array.from(x, Number).';
  if (kind === 'DataView' || kind.endsWith('ArrayBuffer')) {
    return 'Wrap the bytes in a typed array, for instance new Float64Array(buffer).';
  }
  if (typeof value.then === 'function') return 'Await the promise and pass its value.';
  if (typeof value.data === 'function') {
    return 'Of a tensor, pass { data: await tensor.data(), shape: tensor.shape }.';
  }
  if (typeof value.chunks === 'function' || Symbol.asyncIterator in value) {
    return 'Chunks of rows are for fitStream of gmm-wasm/stream.';
  }
  if (typeof value.toArray === 'function') return 'Pass what its toArray() returns.';
  if (kind === 'Map') return 'Pass columns as { columns: [...map.values()] }.';
  if (kind === 'Date') return CONVERT;
  const iterable = value as { [Symbol.iterator]?: unknown };
  if (typeof iterable[Symbol.iterator] === 'function') return 'Convert it with Array.from(x) to numbers or rows first.';
  if (isFlat(value.data)) return 'Add shape: [n, d], or pass rows by themselves.';
  if (Object.values(value).some(isFlat)) return 'Pass columns as { columns: [data.x, data.y] }.';
  return 'Turn objects into rows of numbers, for instance records.map((r) => [r.x, r.y]).';
}
