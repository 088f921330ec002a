// Bytes as text. Each piece is decoded for itself, for which engines have a faster way than for a stream, and one that
// keeps a text of ASCII in a byte a character; so no piece may end within a character.

import type { Bytes } from '../bytes.js';

export async function* textOf(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let begun = false;
  let rest = new Uint8Array();
  for await (const piece of bytes.pieces()) {
    const all = rest.length === 0 ? piece : joined(rest, piece);
    const end = completeEnd(all);
    rest = all.slice(end);
    if (end === 0) continue;
    const text = decoder.decode(all.subarray(0, end));
    yield begun ? text : text.replace(/^\ufeff/, '');
    begun = true;
  }
  if (rest.length > 0) yield decoder.decode(rest);
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
