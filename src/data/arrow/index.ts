/**
 * Apache Arrow's chunked vectors.
 *
 * Arrow keeps a column as chunks, one for each record batch. A chunk's `values` begins at its own first row even when
 * it is a slice, whereas its validity bitmap is shared with the parent and has `offset`; `getValid` knows that.
 */

import { copyCells, isCount, isTypedArray } from '../cells.js';
import { checkFeatures, columnwise, plural, type Rows } from '../rows.js';

/** What an Apache Arrow Table and RecordBatch have in common, as far as it is needed here. */
export interface ArrowData {
  readonly schema: { readonly fields: ArrayLike<{ readonly name: unknown; readonly type: unknown }> };
  readonly numCols: number;
  readonly numRows: number;
  getChildAt(index: number): unknown;
}

interface ArrowChunk {
  readonly length: number;
  readonly nullCount: number;
  readonly values: ArrayLike<number>;
  getValid(index: number): boolean;
}

interface ArrowColumn {
  readonly name: string;
  readonly chunks: readonly ArrowChunk[];
  /** First row of each chunk. */
  readonly starts: readonly number[];
  /** Float16, which Arrow keeps as 16 bits in a Uint16Array. */
  readonly isHalf: boolean;
}

const ARROW_NUMBERS = /^(Ui|I)nt(8|16|32)$|^Float(16|32|64)$/;

/**
 * An Arrow table or record batch, every column of which is a feature.
 *
 * @throws TypeError that names the first column that is not of 8, 16 or 32-bit integers or of floats, and its type.
 */
export function arrowRows(table: ArrowData, features: number | undefined, name: string): Rows {
  const n = table.numRows;
  const d = table.numCols;
  const columns = Array.from({ length: d }, (_, j) => arrowColumn(table, j, name));
  checkFeatures(name, d, features);
  return columnwise({
    n,
    d,
    copy: (target, column, start, count) => copyChunks(columns[column], target, column, d, start, count),
    cell: (row, column) => {
      const { chunks, starts } = columns[column];
      const c = chunkOf(starts, row);
      return isNull(chunks[c], row - starts[c]) ? null : chunks[c].values[row - starts[c]];
    },
    place: (row, column) => `row ${row} of column ${JSON.stringify(columns[column].name)}`,
  });
}

function arrowColumn(table: ArrowData, j: number, name: string): ArrowColumn {
  const field = table.schema.fields[j];
  const type = String(field.type);
  const place = `Column ${JSON.stringify(String(field.name))} of ${name}`;
  if (type === '[object Object]') {
    throw new TypeError(
      `${place} is of a type that does not say its name, as those of another reader of Arrow. Pass { columns: ` +
        '["x", "y"].map((name) => table.getChild(name).toArray()) }.',
    );
  }
  if (!ARROW_NUMBERS.test(type)) {
    throw new TypeError(
      `${place} is of type ${type}; expected Int8 to Int32, Uint8 to Uint32 or Float16 to Float64. ` +
        'Leave it out (table.select([...])) or convert it to Float64.',
    );
  }
  const data = (table.getChildAt(j) as { data?: unknown } | null)?.data;
  if (!Array.isArray(data) || !data.every((chunk) => isTypedArray(chunk.values) && isCount(chunk.length))) {
    throw new TypeError(`${place} has no chunks of plain values. Pass { columns: [...] } with typed arrays instead.`);
  }
  const chunks: ArrowChunk[] = data;
  const starts: number[] = [];
  let length = 0;
  for (const chunk of chunks) {
    starts.push(length);
    length += chunk.length;
  }
  if (length !== table.numRows) {
    throw new RangeError(`${place} has ${plural(length, 'row')}, but the table has ${table.numRows}.`);
  }
  return { name: String(field.name), chunks, starts, isHalf: type === 'Float16' };
}

function copyChunks(
  column: ArrowColumn,
  target: Float64Array,
  to: number,
  d: number,
  start: number,
  count: number,
): number {
  const { chunks, starts, isHalf } = column;
  let done = 0;
  for (let c = chunkOf(starts, start); done < count; c++) {
    const chunk = chunks[c];
    const from = start + done - starts[c];
    const wanted = Math.min(count - done, chunk.length - from);
    const valid = firstNull(chunk, from, wanted);
    const at = to + done * d;
    done += copyCells(chunk.values, from, 1, target, at, d, valid);
    if (isHalf) decodeHalves(chunk.values, target, at, d, valid);
    if (valid < wanted) return done;
  }
  return done;
}

/** How many of the `count` values from `from` on come before the first null. */
function firstNull(chunk: ArrowChunk, from: number, count: number): number {
  if (chunk.nullCount <= 0) return count;
  for (let i = 0; i < count; i++) {
    if (isNull(chunk, from + i)) return i;
  }
  return count;
}

function isNull(chunk: ArrowChunk, index: number): boolean {
  return chunk.nullCount > 0 && !chunk.getValid(index);
}

/** The last chunk that begins at or before `row`; empty chunks before it begin at the same row and are passed over. */
function chunkOf(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (starts[middle] <= row) low = middle;
    else high = middle;
  }
  return low;
}

/** Turns the 16-bit patterns that were copied as integers into the numbers they stand for. */
function decodeHalves(values: ArrayLike<number>, target: Float64Array, to: number, gap: number, count: number): void {
  if (Object.prototype.toString.call(values) !== '[object Uint16Array]') return;
  for (let i = 0; i < count; i++) target[to + i * gap] = halfToNumber(target[to + i * gap]);
}

/** IEEE 754 binary16: sign 1 bit, exponent 5, fraction 10. All steps are exact. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return (sign * fraction) / 0x1000000;
  return (sign * (1024 + fraction) * (1 << exponent)) / 0x2000000;
}
