// Columns to a file, by its extension, or to standard output: CSV, TSV or Parquet.

import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { interrupted } from '../errors.mjs';
import { turn } from '../interrupt.mjs';
import { note } from '../notes.mjs';
import { grouped } from './numbers.mjs';
import { cannotWrite } from './targets.mjs';

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {Int32Array | Float64Array} values
 */

/** Rows of text written at a time. */
const SLICE = 8192;

/** @typedef {Iterable<readonly Column[]> | AsyncIterable<readonly Column[]>} Blocks columns, some rows at a time */

/**
 * Text stops at the end of a row if need be, and what is there by then stays.
 *
 * @param {string} path `-` is standard output
 * @param {readonly Column[]} columns
 * @param {import('../interrupt.mjs').Interrupt} interrupt
 */
export function writeColumns(path, columns, interrupt) {
  return writeBlocks(path, [columns], interrupt, columns[0].values.length);
}

/**
 * The same of columns that come piece by piece. Parquet is written when all have come.
 *
 * @param {string} path
 * @param {Blocks} blocks
 * @param {import('../interrupt.mjs').Interrupt} interrupt
 * @param {number} [n] rows in all, where that is known
 */
export async function writeBlocks(path, blocks, interrupt, n) {
  const extension = path === '-' ? '.csv' : extname(path).toLowerCase();
  const stopped = interrupt.fromNowOn();
  const name = path === '-' ? 'standard output' : path;
  if (extension === '.parquet' || extension === '.pq') {
    const columns = await gathered(blocks);
    await turn();
    if (stopped()) throw interrupted(`interrupted: ${path} was not written`);
    await writeParquet(path, columns).catch((error) => {
      throw cannotWrite(name, error);
    });
    return;
  }
  const lines = new Lines(blocks, extension === '.tsv' ? '\t' : ',', stopped);
  const there = () => `${name} has the first ${grouped(lines.rows)}${n === undefined ? '' : ` of ${grouped(n)}`} rows`;
  // what is wrong with the first rows is told before there is a file
  await lines.begin();
  try {
    await writeText(path, lines.text());
  } catch (error) {
    const failure = /** @type {NodeJS.ErrnoException} */ (error);
    // whoever read our output has had enough
    if (failure.code === 'EPIPE') return;
    if (lines.failure === undefined) throw cannotWrite(name, failure);
    if (!stopped()) note(there());
    else throw interrupted(`interrupted: ${there()}`);
    throw lines.failure;
  }
  if (!lines.ended) throw interrupted(`interrupted: ${there()}`);
}

/** All of the columns that come piece by piece. @param {Blocks} blocks */
export async function gathered(blocks) {
  /** @type {(readonly Column[])[]} */
  const parts = [];
  for await (const columns of blocks) parts.push(columns);
  if (parts.length === 1) return parts[0];
  return parts[0].map(({ name }, c) => ({ name, values: joined(parts.map((columns) => columns[c].values)) }));
}

/** @param {Column['values'][]} parts */
function joined(parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = parts[0] instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * @param {string} path
 * @param {AsyncGenerator<string, void>} text
 */
export async function writeText(path, text) {
  const source = Readable.from(text);
  if (path === '-') await pipeline(source, process.stdout, { end: false });
  else await pipeline(source, createWriteStream(path));
}

/** Columns as text. */
class Lines {
  #blocks;
  #delimiter;
  #stopped;
  /** @type {IteratorResult<readonly Column[]> | undefined} */ #first;
  /** Rows of text so far. */
  rows = 0;
  /** Whether that is all of them. */
  ended = false;
  /** @type {unknown} what the blocks have thrown */
  failure;

  /**
   * @param {Blocks} blocks
   * @param {string} delimiter
   * @param {() => boolean} stopped
   */
  constructor(blocks, delimiter, stopped) {
    this.#blocks = Symbol.asyncIterator in blocks ? blocks[Symbol.asyncIterator]() : blocks[Symbol.iterator]();
    this.#delimiter = delimiter;
    this.#stopped = stopped;
  }

  /** Asks for the first block. */
  async begin() {
    this.#first = await this.#blocks.next();
  }

  async *text() {
    try {
      for (let next = this.#first; next && !next.done; next = await this.#next()) {
        if (this.rows === 0) yield `${next.value.map(({ name }) => this.#quoted(name)).join(this.#delimiter)}\n`;
        if (!(yield* this.#slices(next.value))) return;
      }
      this.ended = true;
    } finally {
      await this.#blocks.return?.();
    }
  }

  async #next() {
    try {
      return await this.#blocks.next();
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  /**
   * @param {readonly Column[]} columns
   * @returns {AsyncGenerator<string, boolean>} whether that was all of it
   */
  async *#slices(columns) {
    const n = columns[0].values.length;
    for (let from = 0; from < n; from += SLICE) {
      await turn();
      if (this.#stopped()) return false;
      let text = '';
      const to = Math.min(n, from + SLICE);
      for (let i = from; i < to; i++) {
        text += columns[0].values[i];
        for (let j = 1; j < columns.length; j++) text += this.#delimiter + columns[j].values[i];
        text += '\n';
      }
      yield text;
      this.rows += to - from;
    }
    return true;
  }

  /** @param {string} name */
  #quoted(name) {
    return name.includes(this.#delimiter) || /["\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
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
