// The bytes of a file → its text, whatever wrote it. What is no text is refused in words.

import { DataError } from './table.js';

export interface Text {
  readonly text: string;
  /** What the reader should know of how it was read. */
  readonly notes: readonly string[];
}

/** Programs that are known by the first bytes of their files. */
const KNOWN: readonly (readonly [signature: string, what: string])[] = [
  ['PK\u0003\u0004', 'a spreadsheet or a ZIP archive: save the sheet as CSV, or unpack it'],
  ['\u00d0\u00cf\u0011\u00e0', 'a spreadsheet of an old kind: save the sheet as CSV'],
  ['PAR1', 'a Parquet file: the command line reads it, this page reads CSV'],
  ['ARROW1', 'an Arrow file: the command line reads it, this page reads CSV'],
  ['\u0093NUMPY', 'a NumPy file: the command line reads it, this page reads CSV'],
  ['BZh', 'compressed with bzip2: unpack it first'],
  ['\u00fd7zXZ', 'compressed with xz: unpack it first'],
  ['\u0028\u00b5\u002f\u00fd', 'compressed with Zstandard: unpack it first'],
  ['%PDF', 'a PDF: copy the table into a CSV file'],
];

/** @throws DataError that says what the file is instead */
export async function textOf(file: Blob, name: string): Promise<Text> {
  const packed = new Uint8Array(await file.arrayBuffer());
  const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
  const bytes = isPacked ? await unpacked(file, name) : packed;
  const known = KNOWN.find(([signature]) => [...signature].every((letter, i) => bytes[i] === letter.charCodeAt(0)));
  if (known) throw new DataError(`${name} is ${known[1]}.`);
  const wide = wideEncodingOf(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), notes: ['The file was read as UTF-16.'] };
  if (bytes.subarray(0, 100_000).includes(0)) {
    throw new DataError(`${name} is no text: it holds bytes that no CSV file has. Save the table as CSV (UTF-8).`);
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: [] };
  } catch {
    const note = 'The file is not UTF-8 and was read as Windows-1252 (Latin-1). If names look wrong, save it as UTF-8.';
    return { text: new TextDecoder('windows-1252').decode(bytes), notes: [note] };
  }
}

async function unpacked(file: Blob, name: string): Promise<Uint8Array> {
  try {
    const stream = file.stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new DataError(`${name} is compressed with gzip, but damaged: it cannot be unpacked.`);
  }
}

/** By its mark, or as every other byte of Western text is 0. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 200);
  const zeros = (parity: number) => start.filter((byte, i) => i % 2 === parity && byte === 0).length;
  if (zeros(1) > 0.4 * start.length && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > 0.4 * start.length && zeros(1) === 0) return 'utf-16be';
  return undefined;
}
