// Bytes as text. Each piece is decoded for itself, for which engines have a faster way than for a stream, and one that
// keeps a text of ASCII in a byte a character; so no piece may end within a character. Only UTF-16 goes the other way.

import type { Bytes } from '../bytes.js';
import { FileError } from '../errors.js';

/** How characters are written. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes that are looked at for what no text has. */
const LOOKED_AT = 4096;
/** How other files begin. */
const OTHERS: readonly [start: string, what: string][] = [
  ['504b0304', 'a ZIP archive, as Excel writes: save the sheet as CSV'],
  ['d0cf11e0', 'an old file of Excel: save the sheet as CSV'],
  ['25504446', 'a PDF: export the table as CSV'],
  ['28b52ffd', 'compressed by Zstandard: unpack it with  zstd -d'],
  ['425a68', 'compressed by bzip2: unpack it with  bunzip2'],
  ['fd377a585a', 'compressed by xz: unpack it with  unxz'],
  ['894844460d', 'HDF5: write the table as CSV, NPY or Parquet'],
  ['53514c697465', 'a database of SQLite: export the table as CSV'],
];

/**
 * @param name - of the file, for messages
 * @param told - the encoding, before the first text: by a byte order mark, or UTF-8, or what Windows writes in the west
 * @throws FileError if it is no text
 */
export async function* textOf(
  bytes: Bytes,
  name: string,
  told: (encoding: Encoding) => void = () => {},
): AsyncGenerator<string> {
  const [first = 0, second = 0] = await bytes.head(2);
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  if (wide) {
    told(wide);
    yield* streamed(bytes, wide);
    return;
  }
  let decoder: TextDecoder | undefined;
  let rest = new Uint8Array();
  for await (const piece of bytes.pieces()) {
    const all = rest.length === 0 ? piece : joined(rest, piece);
    const end = completeEnd(all);
    rest = all.slice(end);
    if (end === 0) continue;
    const whole = all.subarray(0, end);
    if (decoder) {
      yield decoder.decode(whole);
      continue;
    }
    refuseBinary(whole, name);
    const encoding = isUtf8(whole) ? 'utf-8' : 'windows-1252';
    told(encoding);
    decoder = new TextDecoder(encoding, { ignoreBOM: true });
    yield decoder.decode(whole).replace(/^\ufeff/, '');
  }
  if (rest.length > 0) yield (decoder ?? new TextDecoder()).decode(rest);
}

async function* streamed(bytes: Bytes, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes.pieces()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function refuseBinary(bytes: Uint8Array, name: string): void {
  const head = bytes.subarray(0, LOOKED_AT);
  const hex = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  const known = OTHERS.find(([start]) => hex.join('').startsWith(start));
  if (known) throw new FileError(`${name} is not a text, but ${known[1]}`);
  const odd = head.findIndex((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b);
  if (odd < 0) return;
  throw new FileError(
    `${name} is not a text: it begins with the bytes ${hex.join(' ')}, and byte ${odd + 1} is ${head[odd]}; ` +
      'save it as a text in UTF-8, or say with option format what it is',
  );
}

/** Where the last character that is there as a whole ends. */
function completeEnd(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back];
    if (byte < 0x80) return length;
    if (byte < 0xc0) continue;
    const needed = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return back < needed ? length - back : length;
  }
  return length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
