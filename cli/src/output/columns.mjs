// Columns to a file, by its extension, or to standard output: CSV, TSV or Parquet.

import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inputError, usageError } from '../errors.mjs';

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {Int32Array | Float64Array} values
 */

const EXTENSIONS = ['.csv', '.tsv', '.txt', '.parquet', '.pq'];
/** Rows of text written at a time. */
const SLICE = 8192;

/** Refuses a file before any work is done for it. @param {string | undefined} path */
export function checkTarget(path) {
  if (path === undefined || path === '-' || EXTENSIONS.includes(extname(path).toLowerCase())) return;
  throw usageError(
    `${path}: the extension says the format, which must be .csv, .tsv or .parquet (or - for standard output, as CSV)`,
  );
}

/**
 * @param {string | undefined} path `-` or nothing is standard output
 * @param {readonly Column[]} columns
 */
export async function writeColumns(path, columns) {
  const extension = path === undefined ? '.csv' : extname(path).toLowerCase();
  try {
    if (extension === '.parquet' || extension === '.pq') await writeParquet(/** @type {string} */ (path), columns);
    else await writeText(path, columns, extension === '.tsv' ? '\t' : ',');
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    // whoever read our output has had enough
    if (code === 'EPIPE') return;
    throw inputError(`cannot write ${path ?? 'standard output'}: ${message}`, error);
  }
}

/**
 * @param {string | undefined} path
 * @param {readonly Column[]} columns
 * @param {string} delimiter
 */
async function writeText(path, columns, delimiter) {
  const text = Readable.from(lines(columns, delimiter));
  if (path === undefined || path === '-') await pipeline(text, process.stdout, { end: false });
  else await pipeline(text, createWriteStream(path));
}

/**
 * @param {readonly Column[]} columns
 * @param {string} delimiter
 */
function* lines(columns, delimiter) {
  const quoted = (/** @type {string} */ name) =>
    name.includes(delimiter) || /["\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
  yield `${columns.map(({ name }) => quoted(name)).join(delimiter)}\n`;
  const n = columns[0].values.length;
  for (let from = 0; from < n; from += SLICE) {
    let text = '';
    const to = Math.min(n, from + SLICE);
    for (let i = from; i < to; i++) {
      text += columns[0].values[i];
      for (let j = 1; j < columns.length; j++) text += delimiter + columns[j].values[i];
      text += '\n';
    }
    yield text;
  }
}

/**
 * @param {string} path
 * @param {readonly Column[]} columns
 */
async function writeParquet(path, columns) {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const bytes = parquetWriteBuffer({
    columnData: columns.map(({ name, values }) => ({
      name,
      data: values,
      type: values instanceof Int32Array ? 'INT32' : 'DOUBLE',
    })),
  });
  await writeFile(path, new Uint8Array(bytes));
}
