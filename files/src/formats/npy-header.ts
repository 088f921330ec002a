// The header of an NPY file: "\x93NUMPY", version, length, and a dictionary in Python's notation.

import type { Bytes } from '../bytes.js';
import { FileError } from '../errors.js';

const TYPES = {
  f8: Float64Array,
  f4: Float32Array,
  i8: BigInt64Array,
  i4: Int32Array,
  i2: Int16Array,
  i1: Int8Array,
  u8: BigUint64Array,
  u4: Uint32Array,
  u2: Uint16Array,
  u1: Uint8Array,
  b1: Uint8Array,
};

const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export interface Header {
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  /** Bytes of a value. */
  readonly size: number;
  /** Whether its bytes lie in the order that is not the machine's. */
  readonly swapped: boolean;
  readonly fortran: boolean;
  readonly n: number;
  readonly d: number;
  /** Where the values begin. */
  readonly start: number;
}

/**
 * @throws FileError if it is no NPY file, holds no table of numbers, or is cut short
 */
export async function readHeader(bytes: Bytes, name: string): Promise<Header> {
  const { text, start } = await dictionary(bytes, name);
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1] ?? 'structured';
  const type = TYPES[descr.slice(1) as keyof typeof TYPES];
  if (!type || !/^[<>|=]/.test(descr)) {
    const known = Object.keys(TYPES).join(', ');
    throw new FileError(
      `${name} holds values of type ${descr}; types that are read: ${known}. Convert it: array.astype('f8')`,
    );
  }
  const shape = (/'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1] ?? '').split(',').filter((size) => size.trim() !== '');
  if (shape.length < 1 || shape.length > 2) {
    throw new FileError(
      `${name} has the shape (${shape.join(',')}); rows × features is needed: array.reshape(len(array), -1)`,
    );
  }
  const [n, d = 1] = shape.map(Number);
  if (n === 0 || d === 0) throw new FileError(`${name} has no rows: at least one sample a component is needed`);
  const size = type.BYTES_PER_ELEMENT;
  const needed = start + n * d * size;
  if (bytes.size !== undefined && bytes.size < needed) {
    throw new FileError(`${name} ends early: ${needed} bytes are due, ${bytes.size} are there; copy the file again`);
  }
  // one column is the same in both orders
  const fortran = d > 1 && /'fortran_order':\s*True/.test(text);
  return { type, size, swapped: size > 1 && (descr[0] === '>') === LITTLE, fortran, n, d, start };
}

async function dictionary(bytes: Bytes, name: string): Promise<{ text: string; start: number }> {
  const fixed = await bytes.head(12);
  const view = new DataView(fixed.buffer, fixed.byteOffset, fixed.byteLength);
  const version = fixed[6];
  if (fixed.length < 12 || String.fromCharCode(...fixed.subarray(1, 6)) !== 'NUMPY' || version < 1 || version > 3) {
    throw new FileError(
      `${name} is not an NPY file of version 1 to 3: write it with numpy.save, or say what it is with option format`,
    );
  }
  const from = version === 1 ? 10 : 12;
  const start = from + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const head = (await bytes.head(start)).subarray(from, start);
  return { text: new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(head), start };
}
