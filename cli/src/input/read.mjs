// Data of any format as a table of doubles. What a format needs is loaded when it is met.

import { CommandError, inputError, interrupted } from '../errors.mjs';
import { formatOf } from './format.mjs';
import { openSource } from './source.mjs';

/**
 * @typedef {import('./csv.mjs').CsvOptions & { format?: import('./format.mjs').Format | undefined, signal?: AbortSignal | undefined, progress?: import('../output/progress.mjs').Progress | undefined }} ReadOptions
 */

/**
 * @param {string | undefined} path `-`, or nothing with a pipe, is standard input
 * @param {ReadOptions} [options]
 * @returns {Promise<import('./table.mjs').Table & { source: string }>}
 */
export async function readTable(path, options = {}) {
  const { signal, progress } = options;
  const source = await openSource(path, signal);
  const { stream, size, name } = source;
  try {
    const format = await formatOf(source, options.format);
    progress?.watch(stream, `reading ${name}`, size);
    const table = await readAs(format, source, options);
    return { ...table, source: name };
  } catch (error) {
    if (signal?.aborted) throw interrupted('interrupted while reading: nothing was done');
    if (error instanceof CommandError) throw error;
    throw inputError(`cannot read ${name}: ${/** @type {Error} */ (error).message}`, error);
  } finally {
    stream.destroy();
    progress?.clear();
  }
}

/**
 * @param {import('./format.mjs').Format} format
 * @param {import('./source.mjs').Source} source
 * @param {ReadOptions} options
 * @returns {Promise<import('./table.mjs').Table>}
 */
async function readAs(format, source, options) {
  switch (format) {
    case 'csv':
      return (await import('./csv.mjs')).readCsv(source, options);
    case 'tsv':
      return (await import('./csv.mjs')).readCsv(source, { ...options, delimiter: options.delimiter ?? '\t' });
    case 'jsonl':
      return (await import('./jsonl.mjs')).readJsonLines(source, options);
    case 'npy':
      return (await import('./npy.mjs')).readNpy(source, options);
    case 'parquet':
      return (await import('./parquet.mjs')).readParquet(source, options);
    case 'arrow':
      return (await import('./arrow.mjs')).readArrow(source, options);
  }
}
