/**
 * One store of values, seen through shape, strides and offset:
 *
 *   x[i][j] = store[offset + i * rowStride + j * columnStride]
 *
 * Flat arrays are the case without any of these. Strides are in elements and may be negative or zero.
 */

import { copyCells, describe, isCount, isFlat, isObject, isTypedArray, wrongKind } from './cells.js';
import { checkFeatures, columnwise, plural, type Rows } from './rows.js';

interface Layout {
  readonly n: number;
  readonly d: number;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** A store that is read by a method: ndarray's generic stores, stdlib's accessor arrays. */
interface GetStore {
  readonly length: number;
  get(index: number): unknown;
}

/**
 * A flat array: n values of one feature; to a caller that expects several features, one row.
 *
 * @throws RangeError if the length is neither 0 nor `features`, for `features` above 1.
 */
export function flatRows(data: ArrayLike<unknown>, features: number | undefined, name: string): Rows {
  const layout = lineLayout(data.length, 1, 0, features, name);
  const place =
    layout.d === 1 ? (row: number) => `${name}[${row}]` : (_: number, column: number) => `${name}[${column}]`;
  return stridedRows(data, layout, place);
}

/**
 * `{ data, shape, strides | stride, offset }`.
 *
 * @throws TypeError if a property is of the wrong kind.
 * @throws RangeError if the shape has not one or two sizes, is not of non-negative integers, or reaches outside data.
 */
export function shapedRows(input: Record<string, unknown>, features: number | undefined, name: string): Rows {
  const store = input.data;
  // a tensor's data is a method; the hint for it needs the whole object
  if (typeof store === 'function') throw wrongKind(name, input, '{ data, shape } with a flat array of numbers as data');
  if (!isFlat(store) && !isGetStore(store)) throw wrongKind(`${name}.data`, store, 'a flat array of numbers');
  const shape = sizes(input.shape, `${name}.shape`);
  const strides = stridesOf(input, shape, name);
  const offset = input.offset === undefined ? 0 : integer(input.offset, `${name}.offset`);
  if (shape.length !== 1 && shape.length !== 2) {
    throw new RangeError(
      `${name}.shape must be [n] or [n, d]; got [${shape.join(', ')}]. Reshape or pick two axes first.`,
    );
  }
  checkReach(store.length, shape, strides, offset, name);
  if (shape.length === 1) {
    const layout = lineLayout(shape[0], strides[0], offset, features, name);
    const place = (row: number, column: number) => `${name} at index ${layout.d === 1 ? row : column}`;
    return stridedRows(store, layout, place);
  }
  const [n, d] = shape;
  checkFeatures(name, d, features);
  const place = (row: number, column: number) => `${name} at row ${row}, column ${column}`;
  return stridedRows(store, { n, d, offset, rowStride: strides[0], columnStride: strides[1] }, place);
}

/** One axis only: a column of values, or the single row that a model of several features is asked about. */
function lineLayout(
  length: number,
  stride: number,
  offset: number,
  features: number | undefined,
  name: string,
): Layout {
  if (features === undefined || features === 1) {
    return { n: length, d: 1, offset, rowStride: stride, columnStride: stride };
  }
  if (length !== 0 && length !== features) {
    throw new RangeError(
      `${name} is flat and has length ${length}, but ${features} features are expected: a flat array is one row of ` +
        `${features} numbers. Pass several rows as number[][] or as { data, shape: [n, ${features}] }.`,
    );
  }
  return { n: length / features, d: features, offset, rowStride: stride * features, columnStride: stride };
}

function stridedRows(
  store: ArrayLike<unknown> | GetStore,
  layout: Layout,
  place: (row: number, column: number) => string,
): Rows {
  const { n, d, offset, rowStride, columnStride } = layout;
  const indexed = isFlat(store);
  const rows = columnwise({
    n,
    d,
    place,
    copy(target, column, start, count) {
      const from = offset + start * rowStride + column * columnStride;
      return indexed
        ? copyCells(store, from, rowStride, target, column, d, count)
        : copyFromGetter(store, from, rowStride, target, column, d, count);
    },
    cell(row, column) {
      const index = offset + row * rowStride + column * columnStride;
      return indexed ? store[index] : store.get(index);
    },
  });
  const contiguous = (rowStride === d || n <= 1) && (columnStride === 1 || d === 1);
  return isTypedArray(store) && contiguous ? { ...rows, read: contiguousRead(store, offset, d) } : rows;
}

/** `set` converts every numeric type and is a memcpy for Float64Array. */
function contiguousRead(store: ArrayLike<number>, offset: number, d: number): Rows['read'] {
  const typed = store as Float64Array;
  return (target, start, count) => target.set(typed.subarray(offset + start * d, offset + (start + count) * d));
}

function copyFromGetter(
  store: GetStore,
  from: number,
  step: number,
  target: Float64Array,
  to: number,
  gap: number,
  count: number,
): number {
  for (let i = 0; i < count; i++) {
    const value = store.get(from + i * step);
    if (typeof value !== 'number') return i;
    target[to + i * gap] = value;
  }
  return count;
}

function isGetStore(value: unknown): value is GetStore {
  return isObject(value) && typeof value.get === 'function' && isCount(value.length);
}

function sizes(shape: unknown, place: string): number[] {
  if (!isFlat(shape)) throw wrongKind(place, shape, 'an array [n] or [n, d]');
  return Array.from(shape, (size, axis) => {
    const value = integer(size, `${place}[${axis}]`);
    if (value < 0) throw new RangeError(`${place}[${axis}] is ${value}; a size must not be negative.`);
    return value;
  });
}

/** The strides as given, in stdlib's or ndarray's spelling, or those of row-major order. */
function stridesOf(input: Record<string, unknown>, shape: readonly number[], name: string): number[] {
  const key = input.strides === undefined ? 'stride' : 'strides';
  const given = input[key];
  if (given === undefined) return shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  if (!isFlat(given)) throw wrongKind(`${name}.${key}`, given, 'an array with one integer for each axis of shape');
  if (given.length !== shape.length) {
    throw new RangeError(
      `${name}.${key} has length ${given.length}, but ${name}.shape has length ${shape.length}. ` +
        'Give one stride for each axis.',
    );
  }
  return Array.from(given, (stride, axis) => integer(stride, `${name}.${key}[${axis}]`));
}

function integer(value: unknown, place: string): number {
  if (typeof value !== 'number') throw new TypeError(`${place} must be an integer; got ${describe(value)}.`);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${place} must be an integer; got ${value}.`);
  return value;
}

/** The smallest and the largest index that the layout touches must lie inside the store. */
function checkReach(
  length: number,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  name: string,
) {
  if (shape.includes(0)) return;
  let lowest = offset;
  let highest = offset;
  shape.forEach((size, axis) => {
    const reach = (size - 1) * strides[axis];
    if (reach < 0) lowest += reach;
    else highest += reach;
  });
  if (lowest >= 0 && highest < length) return;
  throw new RangeError(
    `${name}.data has ${plural(length, 'element')}, but shape [${shape.join(', ')}] with strides [${strides.join(', ')}] ` +
      `and offset ${offset} reads indices ${lowest} to ${highest}. Check shape, strides and offset.`,
  );
}
