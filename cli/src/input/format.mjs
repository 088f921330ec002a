// Which format: as asked, by the extension, or by the first bytes.

import { extname } from 'node:path';
import { peek } from './source.mjs';

/** @typedef {'csv' | 'tsv' | 'jsonl' | 'npy' | 'parquet' | 'arrow'} Format */

/** @type {readonly Format[]} */
export const FORMATS = ['csv', 'tsv', 'jsonl', 'npy', 'parquet', 'arrow'];

const EXTENSIONS = /** @type {Record<string, Format>} */ ({
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.npy': 'npy',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.arrow': 'arrow',
  '.arrows': 'arrow',
  '.feather': 'arrow',
  '.ipc': 'arrow',
});

/**
 * @param {import('./source.mjs').Source} source
 * @param {Format} [asked]
 * @returns {Promise<Format>}
 */
export async function formatOf(source, asked) {
  if (asked) return asked;
  const known = source.path && EXTENSIONS[extname(source.path).toLowerCase()];
  if (known) return known;
  return sniff(await peek(source));
}

/**
 * @param {Uint8Array} bytes
 * @returns {Format}
 */
function sniff(bytes) {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (start.startsWith('\x93NUMPY')) return 'npy';
  if (start.startsWith('PAR1')) return 'parquet';
  if (start.startsWith('ARROW1') || start.startsWith('\xff\xff\xff\xff')) return 'arrow';
  if (/^\s*[{[]/.test(start)) return 'jsonl';
  return 'csv';
}
