// Data of any format as a table of doubles: all chunks of the file, kept.

import { FileError, openFile } from 'gmm-wasm-files';
import { inputError, interrupted, usageError } from '../errors.mjs';
import { asColumns } from './columns.mjs';
import { refuseDialect, tellOfGuesses } from './guesses.mjs';
import { TableBuilder } from './table.mjs';

const STANDARD_INPUT = 'standard input';

/**
 * @typedef {import('./columns.mjs').Wanted & ReadSettings} ReadOptions
 *
 * @typedef {object} ReadSettings
 * @property {import('gmm-wasm-files').Format | undefined} [format]
 * @property {boolean | undefined} [header]
 * @property {string | undefined} [delimiter]
 * @property {'.' | ',' | undefined} [decimal]
 * @property {string | undefined} [quote]
 * @property {AbortSignal | undefined} [signal]
 * @property {import('../output/progress.mjs').Progress | undefined} [progress]
 */

/**
 * @param {string | undefined} path `-`, or nothing with a pipe, is standard input
 * @param {ReadOptions} [options]
 * @returns {Promise<import('./table.mjs').Table & { source: string }>}
 */
export async function readTable(path, options = {}) {
  const { signal, progress } = options;
  const source = openSource(path, options);
  /** @type {number | undefined} */
  let size;
  progress?.watch(source, `reading ${source.name}`, () => size);
  try {
    const description = await source.describe({ signal });
    size = description.size;
    refuseDialect(description, options);
    const builder = new TableBuilder(description.names);
    for await (const chunk of source.chunks({ signal })) builder.add(chunk);
    progress?.clear();
    const table = { ...builder.finish(), source: source.name };
    tellOfGuesses(description, table, options);
    return table;
  } catch (error) {
    if (signal?.aborted) throw interrupted('interrupted while reading: nothing was done');
    if (path === undefined && error instanceof FileError && /^standard input is empty/.test(error.message)) {
      throw inputError('standard input is empty: name a file, or pipe the data in', error);
    }
    throw error;
  } finally {
    progress?.clear();
  }
}

/**
 * @param {string | undefined} path `-`, or nothing with a pipe, is standard input
 * @param {ReadOptions} options
 */
export function openSource(path, { format, header, delimiter, decimal, quote, ...wanted }) {
  const piped = path === undefined || path === '-';
  const settings = { format, header, delimiter, decimal, quote, ...asColumns(wanted, piped ? STANDARD_INPUT : path) };
  if (!piped) return openFile(path, settings);
  if (path === undefined && process.stdin.isTTY) {
    throw usageError(
      'no data: name a file, or pipe the data in, for example  gmm fit data.csv -k 3  or  gmm fit - -k 3 < data.csv',
    );
  }
  return openFile(process.stdin, { ...settings, name: STANDARD_INPUT });
}
