// Columns to a file, by its extension, or to standard output: CSV, TSV or Parquet.

import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { interrupted } from '../errors.mjs';
import { turn } from '../interrupt.mjs';
import { grouped } from './numbers.mjs';
import { cannotWrite } from './targets.mjs';

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {Int32Array | Float64Array} values
 */

/** Rows of text written at a time. */
const SLICE = 8192;

/**
 * Text stops at the end of a row if need be, and what is there by then stays.
 *
 * @param {string} path `-` is standard output
 * @param {readonly Column[]} columns
 * @param {import('../interrupt.mjs').Interrupt} interrupt
 */
export async function writeColumns(path, columns, interrupt) {
  const extension = path === '-' ? '.csv' : extname(path).toLowerCase();
  const stopped = interrupt.fromNowOn();
  const n = columns[0].values.length;
  const name = path === '-' ? 'standard output' : path;
  try {
    if (extension === '.parquet' || extension === '.pq') {
      await turn();
      if (stopped()) throw interrupted(`interrupted: ${path} was not written`);
      await writeParquet(path, columns);
      return;
    }
    const text = lines(columns, extension === '.tsv' ? '\t' : ',', stopped);
    const written = await writeText(path, text);
    if (written < n) throw interrupted(`interrupted: ${name} has the first ${grouped(written)} of ${grouped(n)} rows`);
  } catch (error) {
    const failure = /** @type {NodeJS.ErrnoException} */ (error);
    // whoever read our output has had enough
    if (failure.code === 'EPIPE') return;
    throw failure.name === 'CommandError' ? failure : cannotWrite(name, failure);
  }
}

/**
 * @param {string} path
 * @param {AsyncGenerator<string, number>} text
 * @returns {Promise<number>} what `text` returns
 */
export async function writeText(path, text) {
  let written = 0;
  async function* pieces() {
    written = yield* text;
  }
  const source = Readable.from(pieces());
  if (path === '-') await pipeline(source, process.stdout, { end: false });
  else await pipeline(source, createWriteStream(path));
  return written;
}

/**
 * @param {readonly Column[]} columns
 * @param {string} delimiter
 * @param {() => boolean} stopped
 * @returns {AsyncGenerator<string, number>} the rows written in the end
 */
async function* lines(columns, delimiter, stopped) {
  const quoted = (/** @type {string} */ name) =>
    name.includes(delimiter) || /["\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
  yield `${columns.map(({ name }) => quoted(name)).join(delimiter)}\n`;
  const n = columns[0].values.length;
  for (let from = 0; from < n; from += SLICE) {
    await turn();
    if (stopped()) return from;
    let text = '';
    const to = Math.min(n, from + SLICE);
    for (let i = from; i < to; i++) {
      text += columns[0].values[i];
      for (let j = 1; j < columns.length; j++) text += delimiter + columns[j].values[i];
      text += '\n';
    }
    yield text;
  }
  return n;
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
