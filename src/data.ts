/**
 * Every accepted input form -> rows. Forms are told apart by shape, in this order:
 *
 *   array or typed array                        flat, or rows when the first element is itself an array
 *   schema, numCols, numRows, getChildAt()      Apache Arrow table or record batch
 *   shape, data                                 strided store
 *   rows, columns, get()                        matrix object
 *   columns                                     columns
 *
 * Nothing is copied here but what `read` is asked for, and nothing of the caller's is written to.
 */

import { type ArrowData, arrowRows } from './data/arrow/index.js';
import { describe, isBuffer, isCount, isFlat, isObject, isTypedArray, notANumber, wrongKind } from './data/cells.js';
import { columnRows } from './data/columns.js';
import { type MatrixData, matrixRows, nestedRows } from './data/nested.js';
import { plural, type Rows } from './data/rows.js';
import { flatRows, shapedRows } from './data/strided.js';

export type { ArrowData } from './data/arrow/index.js';
export type { MatrixData } from './data/nested.js';
export type { Rows } from './data/rows.js';

/** A flat array of numbers: `number[]` or a typed array, except those of bigints. */
export type Column = ArrayLike<number>;

/**
 * One store of values seen through shape, strides and offset; the form of ndarray (`stride`) and of stdlib's ndarray
 * (`strides`). Without strides the order is row-major.
 */
export interface StridedData {
  /** The values, or an object that is read by `get(index)`. */
  readonly data: ArrayLike<number> | { readonly length: number; get(index: number): number };
  /** `[n, d]`, or `[n]` for a flat array. */
  readonly shape: ArrayLike<number>;
  /** Elements, not bytes, from one row to the next and from one column to the next; may be negative. */
  readonly strides?: ArrayLike<number>;
  /** The same in ndarray's spelling; `strides` wins. */
  readonly stride?: ArrayLike<number>;
  /** Index of the first value in `data`; 0 if left out. */
  readonly offset?: number;
}

/** One flat array for each feature, all of length n. */
export interface ColumnData {
  readonly columns: readonly Column[];
}

/**
 * Samples, in any of these forms:
 *
 * - `number[]` or a typed array: n samples of one feature (to a model of d > 1 features, one row of length d); a Buffer
 *   is refused, as it holds a file's bytes
 * - `number[][]` or an array of typed arrays: n rows of length d
 * - `{ data, shape: [n, d], strides?, offset? }`: row-major unless strides say otherwise
 * - `{ columns: [...] }`: d arrays of length n
 * - an object with `rows`, `columns` and `get(i, j)`, such as ml-matrix's Matrix
 * - an Apache Arrow table or record batch whose columns are numeric and free of nulls
 *
 * The data is only read: it is never changed, transferred or detached.
 */
export type Data = Column | readonly Column[] | StridedData | ColumnData | MatrixData | ArrowData;

const ACCEPTED =
  'an array of numbers (number[] or a typed array), an array of rows, { data, shape: [n, d] }, { columns: [...] }, ' +
  'a matrix with rows, columns and get(i, j), or an Arrow table';

/**
 * Makes any accepted form readable in slices. Kinds, shapes and lengths are checked here; the values of untyped arrays
 * are checked when they are read. Whether values are finite is not checked.
 *
 * @param options.features - The number of features the caller expects (a model's d); undefined when fitting.
 * @param options.name - How messages call the argument.
 * @throws TypeError if `data` is of no accepted form.
 * @throws RangeError if lengths or shapes do not fit together, or do not fit `features`.
 */
export function toRows(data: Data, options: { features?: number | undefined; name?: string } = {}): Rows {
  const { features, name = 'data' } = options;
  const input: unknown = data;
  if (isBuffer(input)) throw bytesOfFile(name, (input as ArrayLike<number>).length);
  if (isFlat(input)) return arrayRows(input, features, name);
  if (!isObject(input) || ArrayBuffer.isView(input)) throw wrongKind(name, input, ACCEPTED);
  if (isArrow(input)) return arrowRows(input, features, name);
  if (input.shape !== undefined && input.data !== undefined) return shapedRows(input, features, name);
  if (isMatrix(input)) return matrixRows(input, features, name);
  if (input.columns !== undefined && typeof input.columns !== 'number') {
    return columnRows(input.columns, features, name);
  }
  throw wrongKind(name, input, ACCEPTED);
}

/** What `readFileSync(file)` returns is a Uint8Array too, and a fit of its bytes would run without complaint. */
function bytesOfFile(name: string, length: number): TypeError {
  return new TypeError(
    `${name} is a Buffer of ${plural(length, 'byte')}, not numbers. Parse the file first, for instance ` +
      "readFileSync(file, 'utf8').trim().split('\\n').map(Number); where bytes are what is meant, pass " +
      '{ data: buffer, shape: [n, d] }.',
  );
}

function arrayRows(data: ArrayLike<unknown>, features: number | undefined, name: string): Rows {
  if (isTypedArray(data) || data.length === 0) return flatRows(data, features, name);
  const first = data[0];
  if (isObject(first)) return nestedRows(data as readonly unknown[], features, name);
  if (typeof first !== 'number') throw notANumber(`${name}[0]`, first);
  return flatRows(data, features, name);
}

function isArrow(input: object): input is ArrowData {
  const { schema, numCols, numRows, getChildAt } = input as Record<string, unknown>;
  return (
    isObject(schema) &&
    isFlat(schema.fields) &&
    schema.fields.length === numCols &&
    isCount(numCols) &&
    isCount(numRows) &&
    typeof getChildAt === 'function'
  );
}

function isMatrix(input: object): input is MatrixData {
  const { rows, columns, get } = input as Record<string, unknown>;
  return isCount(rows) && isCount(columns) && typeof get === 'function';
}

/**
 * A copy of the weights, one for each row.
 *
 * @param weights - Flat array of length `n`, finite and not negative. Zeros are allowed, even only zeros.
 * @param name - How messages call it.
 * @returns Float64Array of length `n`; -0 has become 0.
 * @throws TypeError if `weights` is not a flat array of numbers.
 * @throws RangeError if the length is not `n`, or a weight is negative, infinite or NaN.
 */
export function toWeights(weights: ArrayLike<number>, n: number, name = 'sampleWeight'): Float64Array {
  if (!isFlat(weights)) throw wrongKind(name, weights, 'a flat array with one number for each row');
  if (weights.length !== n) {
    throw new RangeError(
      `${name} has length ${weights.length}, but the data has ${plural(n, 'row')}. Give one weight for each row.`,
    );
  }
  const copy = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const weight = (weights as ArrayLike<unknown>)[i];
    if (typeof weight !== 'number') throw notANumber(`${name}[${i}]`, weight);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `${name}[${i}] is ${describe(weight)}; a weight must be finite and not negative. ` +
          'Use 0 for a row that is to count for nothing.',
      );
    }
    copy[i] = weight + 0;
  }
  return copy;
}
