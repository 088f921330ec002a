// Small tables, written in every format; and what openFile reads of them.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type FileLike, type FileSource, type OpenOptions, openFile } from '../src/index.js';

export type Columns = Record<string, ArrayLike<number | string>>;

const folder = mkdtempSync(join(tmpdir(), 'gmm-files-'));

/** A file with that content; its path. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** 1000 rows of three features that every format holds exactly. */
export const numbers = {
  x: Float64Array.from({ length: 1000 }, (_, i) => i / 8 - 40),
  y: Float64Array.from({ length: 1000 }, (_, i) => (i * i) / 64),
  z: Float64Array.from({ length: 1000 }, (_, i) => 1e300 / (i + 1)),
};

export function csv(columns: Columns, delimiter = ','): string {
  const names = Object.keys(columns);
  const rows = Array.from(columns[names[0]], (_, i) => names.map((name) => columns[name][i]).join(delimiter));
  return `${[names.join(delimiter), ...rows].join('\n')}\n`;
}

export function jsonLines(columns: Columns): string {
  const names = Object.keys(columns);
  const row = (i: number) => Object.fromEntries(names.map((name) => [name, columns[name][i]]));
  return Array.from(columns[names[0]], (_, i) => JSON.stringify(row(i))).join('\n');
}

// biome-ignore lint/suspicious/noExplicitAny: the writer takes whatever there is
export function parquet(columns: Record<string, any>, rowGroupSize = 64): Uint8Array<ArrayBuffer> {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize }));
}

export function arrow(columns: Record<string, Float64Array>, form: 'file' | 'stream'): Uint8Array<ArrayBuffer> {
  return new Uint8Array(tableToIPC(tableFromArrays(columns), form));
}

type Setter = (view: DataView, at: number, value: number, little: boolean) => void;

const SETTERS: Record<string, [size: number, set: Setter]> = {
  f8: [8, (view, at, value, little) => view.setFloat64(at, value, little)],
  f4: [4, (view, at, value, little) => view.setFloat32(at, value, little)],
  i8: [8, (view, at, value, little) => view.setBigInt64(at, BigInt(value), little)],
  u8: [8, (view, at, value, little) => view.setBigUint64(at, BigInt(value), little)],
  i4: [4, (view, at, value, little) => view.setInt32(at, value, little)],
  u4: [4, (view, at, value, little) => view.setUint32(at, value, little)],
  i2: [2, (view, at, value, little) => view.setInt16(at, value, little)],
  u2: [2, (view, at, value, little) => view.setUint16(at, value, little)],
  i1: [1, (view, at, value) => view.setInt8(at, value)],
  u1: [1, (view, at, value) => view.setUint8(at, value)],
  b1: [1, (view, at, value) => view.setUint8(at, value)],
};

export interface NpyOptions {
  readonly type?: string;
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
  /** Instead of (n, d). */
  readonly shape?: string;
}

export function npy(
  columns: Columns,
  { type = '<f8', fortran = false, version = 1, shape }: NpyOptions = {},
): Uint8Array<ArrayBuffer> {
  const all = Object.values(columns);
  const [n, d] = [all[0].length, all.length];
  const head = npyHeader(type, fortran, shape ?? `(${n}, ${d})`, version);
  const [size, set] = SETTERS[type.slice(1)];
  const bytes = new Uint8Array(head.length + n * d * size);
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) set(view, size * (fortran ? j * n + i : i * d + j), Number(all[j][i]), type[0] !== '>');
  }
  return bytes;
}

export function npyHeader(type: string, fortran: boolean, shape: string, version = 1): Uint8Array {
  const dictionary = `{'descr': '${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const fixed = version === 1 ? 10 : 12;
  const padded = `${dictionary.padEnd(64 * Math.ceil((fixed + dictionary.length + 1) / 64) - fixed - 1)}\n`;
  const head = Buffer.alloc(fixed + padded.length);
  head.write('\x93NUMPY', 'latin1');
  head.writeUInt8(version, 6);
  if (version === 1) head.writeUInt16LE(padded.length, 8);
  else head.writeUInt32LE(padded.length, 8);
  head.write(padded, fixed, 'latin1');
  return new Uint8Array(head);
}

/** A table of values that were read. */
export interface Read {
  readonly rows: number[][];
  readonly weights: number[];
  /** Rows of each chunk. */
  readonly sizes: number[];
  readonly places: string[];
}

/** All chunks, copied. */
export async function readAll(source: FileSource): Promise<Read> {
  const read: Read = { rows: [], weights: [], sizes: [], places: [] };
  for await (const { rows, sampleWeight, place } of source.chunks()) {
    const [n, d] = rows.shape;
    if (rows.data.length !== n * d) throw new Error(`${rows.data.length} values for ${n} rows of ${d}`);
    for (let i = 0; i < n; i++) {
      read.rows.push([...rows.data.subarray(i * d, (i + 1) * d)]);
      read.places.push(place(i, 0));
    }
    read.weights.push(...(sampleWeight ?? []));
    read.sizes.push(n);
  }
  return read;
}

/** The message of the first error that reading a file meets. */
export async function refusal(given: FileLike, options: OpenOptions = {}): Promise<string> {
  try {
    await readAll(openFile(given, options));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    return error.message;
  }
  throw new Error('nothing was refused');
}

export const rowsOf = (columns: Record<string, ArrayLike<number>>): number[][] => {
  const all = Object.values(columns);
  return Array.from(all[0], (_, i) => all.map((column) => column[i]));
};
