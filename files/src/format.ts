// Which format: as asked, by the extension, or by the first bytes.

import type { Bytes } from './bytes.js';
import type { Format } from './options.js';

const EXTENSIONS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  npy: 'npy',
  parquet: 'parquet',
  pq: 'parquet',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
};

/** @param names - what the file is called, and what messages call it */
export async function formatOf(names: readonly string[], bytes: Bytes, asked: Format | undefined): Promise<Format> {
  const [known] = names.map(byExtension).filter((format) => format !== undefined);
  return asked ?? known ?? sniff(await bytes.head(8), bytes);
}

/** @param name - which may end in .gz besides */
function byExtension(name: string): Format | undefined {
  const [, extension = ''] = /\.([^./\\]+)(?:\.gz)?$/.exec(name.toLowerCase()) ?? [];
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}

/** Whether the first bytes are those of gzip. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** @param head - no more than is needed: what is piped in may come slowly */
async function sniff(head: Uint8Array, bytes: Bytes): Promise<Format> {
  let start = latin(head);
  if (start.trim() === '' && head.length >= 8) start = latin(await bytes.head(512));
  if (start.startsWith('\x93NUMPY')) return 'npy';
  if (start.startsWith('PAR1')) return 'parquet';
  if (start.startsWith('ARROW1') || start.startsWith('\xff\xff\xff\xff')) return 'arrow';
  if (/^(?:\xef\xbb\xbf)?\s*[{[]/.test(start)) return 'jsonl';
  return 'csv';
}

const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 512));
