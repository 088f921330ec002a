// NumPy's NPY, versions 1 to 3: a header in Python's notation, then the values.

import { inputError } from '../errors.mjs';
import { chooseColumns } from './columns.mjs';
import { readAll } from './source.mjs';
import { copyNumbers, numbered } from './table.mjs';

/** @typedef {(view: DataView, at: number, little: boolean) => number | bigint} Read */

/** @type {Readonly<Record<string, Read>>} */
const TYPES = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  i8: (view, at, little) => view.getBigInt64(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  i1: (view, at) => view.getInt8(at),
  u8: (view, at, little) => view.getBigUint64(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at),
};

/** Rows converted at a time. */
const SLICE = 8192;

/**
 * @param {import('./source.mjs').Source} source
 * @param {import('./columns.mjs').Wanted} wanted
 * @returns {Promise<import('./table.mjs').Table>}
 */
export async function readNpy(source, wanted) {
  const bytes = await readAll(source);
  const { read, little, size, fortran, n, d, start } = header(bytes, source.name);
  const needed = start + n * d * size;
  if (bytes.length < needed) {
    throw inputError(
      `${source.name} ends early: ${needed} bytes are due, ${bytes.length} are there; copy the file again`,
    );
  }
  if (n === 0 || d === 0) throw inputError(`${source.name} has no rows: at least one sample a component is needed`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = numbered(d);
  const { features, weights } = chooseColumns(names, wanted);
  const [down, across] = fortran ? [size, n * size] : [d * size, size];
  const column = (/** @type {number} */ j) => {
    const values = new Float64Array(n);
    const slice = new Array(SLICE);
    for (let from = 0; from < n; from += SLICE) {
      slice.length = Math.min(SLICE, n - from);
      for (let i = 0; i < slice.length; i++) slice[i] = read(view, start + (from + i) * down + j * across, little);
      copyNumbers(slice, values, from, names[j], source.name);
    }
    return values;
  };
  return {
    n,
    names: features.map((j) => names[j]),
    columns: features.map(column),
    ...(weights !== undefined && { weights: column(weights) }),
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {string} name
 */
function header(bytes, name) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  const long = version > 1;
  const text = long ? 12 : 10;
  if (
    bytes.length < text ||
    Buffer.from(bytes.subarray(1, 6)).toString('latin1') !== 'NUMPY' ||
    version < 1 ||
    version > 3
  ) {
    throw inputError(`${name} is not an NPY file of version 1 to 3: write it with numpy.save, or name its --format`);
  }
  const start = text + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const words = Buffer.from(bytes.subarray(text, start)).toString(version === 3 ? 'utf8' : 'latin1');
  const descr = /'descr':\s*'([^']*)'/.exec(words)?.[1] ?? 'structured';
  const fortran = /'fortran_order':\s*True/.test(words);
  const shape = (/'shape':\s*\(([\d,\s]*)\)/.exec(words)?.[1] ?? '')
    .split(',')
    .map((size) => size.trim())
    .filter(Boolean)
    .map(Number);
  const read = TYPES[descr.slice(1)];
  if (!read || !/^[<>|=]/.test(descr)) {
    const names = Object.keys(TYPES).join(', ');
    throw inputError(
      `${name} holds values of type ${descr}; types that are read: ${names}. Convert it: array.astype('f8')`,
    );
  }
  if (shape.length < 1 || shape.length > 2) {
    throw inputError(
      `${name} has the shape (${shape.join(', ')}); rows × features is needed: array.reshape(len(array), -1)`,
    );
  }
  return {
    read,
    little: descr[0] !== '>',
    size: Number(descr.slice(2)),
    fortran,
    n: shape[0],
    d: shape[1] ?? 1,
    start,
  };
}
