// Small data, and files of it in every format; and a large file.

import { truncateSync, writeFileSync } from 'node:fs';
import { Float64, Table, tableFromArrays, tableToIPC, vectorFromArray } from 'apache-arrow';
import { GaussianMixture } from 'gmm-wasm';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** Two clusters of two features. */
export function clusters(n = 200) {
  const mixture = GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: [0.4, 0.6],
    means: [
      [0, 0],
      [6, -3],
    ],
    covariances: [1, 2],
  });
  const { data } = mixture.sample(n, { seed: 7 });
  const column = (/** @type {number} */ j) => Float64Array.from({ length: n }, (_, i) => data[2 * i + j]);
  return { x: column(0), y: column(1) };
}

/** @typedef {Record<string, ArrayLike<number | string>>} Columns */

/**
 * @param {Columns} columns
 * @param {string} [delimiter]
 */
export function csv(columns, delimiter = ',') {
  const names = Object.keys(columns);
  const rows = Array.from(columns[names[0]], (_, i) => names.map((name) => columns[name][i]).join(delimiter));
  return `${[names.join(delimiter), ...rows].join('\n')}\n`;
}

/** @param {Columns} columns */
export function jsonLines(columns) {
  const names = Object.keys(columns);
  const rows = Array.from(columns[names[0]], (_, i) =>
    Object.fromEntries(names.map((name) => [name, columns[name][i]])),
  );
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

/** @param {Columns} columns */
export function parquet(columns) {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data: /** @type {any} */ (data) }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 64 }));
}

/**
 * @param {Record<string, Float64Array>} columns
 * @param {'file' | 'stream'} form
 */
export function arrow(columns, form) {
  return tableToIPC(tableFromArrays(columns), form);
}

/** @param {readonly (number | null)[]} values */
export function arrowWithNulls(values) {
  return tableToIPC(new Table({ x: vectorFromArray(values, new Float64()) }), 'file');
}

/** How each type of NumPy is written: bytes, and by what. @type {Record<string, [number, string]>} */
const NPY = {
  f8: [8, 'setFloat64'],
  f4: [4, 'setFloat32'],
  i8: [8, 'setBigInt64'],
  i4: [4, 'setInt32'],
  i2: [2, 'setInt16'],
  u1: [1, 'setUint8'],
};

/**
 * @param {Record<string, Float64Array>} columns
 * @param {{ type?: string, fortran?: boolean, version?: number, flat?: boolean }} [options]
 */
export function npy(columns, { type = '<f8', fortran = false, version = 1, flat = false } = {}) {
  const all = Object.values(columns);
  const [n, d] = [all[0].length, all.length];
  const shape = flat ? `(${n},)` : `(${n}, ${d})`;
  const words = `{'descr': '${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const before = version === 1 ? 10 : 12;
  const padded = `${words.padEnd(Math.ceil((before + words.length + 1) / 64) * 64 - before - 1)}\n`;
  const head = Buffer.from(`\x93NUMPY${String.fromCharCode(version, 0)}${'\0'.repeat(before - 8)}${padded}`, 'latin1');
  if (version === 1) head.writeUInt16LE(padded.length, 8);
  else head.writeUInt32LE(padded.length, 8);
  const [size, set] = NPY[type.slice(1)];
  const body = new DataView(new ArrayBuffer(n * d * size));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const at = size * (fortran ? j * n + i : i * d + j);
      const value = size === 8 && type.includes('i') ? BigInt(all[j][i]) : all[j][i];
      /** @type {any} */ (body)[set](at, value, type[0] !== '>');
    }
  }
  return Buffer.concat([head, new Uint8Array(body.buffer)]);
}

/** A file of 1 GiB and a bit, zeros in NPY, of which the file system keeps next to nothing. @param {string} path */
export function writeLarge(path) {
  const rows = 2 ** 27;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows}, 1), }`;
  const header = Buffer.from(`\x93NUMPY\x01\x00v\x00${text.padEnd(117)}\n`, 'latin1');
  writeFileSync(path, header);
  truncateSync(path, header.length + 8 * rows);
}
