// The binaries for threads differ from the others in one place, the import of the memory; so only the others are inlined.
//
//   section 2 | its length | 1 import | "env" "memory" | memory | limits: at least 1 page
//        02         0f          01      03env 06memory     02     00 01
//        02         12          01      03env 06memory     02     03 01 80 80 04     shared, at most 65536 pages

const PLAIN = [0x02, 0x0f, 0x01, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00, 0x01];
const SHARED = [...PLAIN.slice(0, -2), 0x03, 0x01, 0x80, 0x80, 0x04];
SHARED[1] = 0x12;

/**
 * The same kernel for a shared memory.
 *
 * @throws TypeError if the bytes are no kernel on a memory of its own
 */
export function withSharedMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // types come first, then imports
  const at = sectionAt(bytes, 2);
  if (at < 0 || PLAIN.some((byte, i) => bytes[at + i] !== byte)) {
    throw new TypeError('not a gmm-wasm kernel that imports a memory of its own');
  }
  const out = new Uint8Array(bytes.length + SHARED.length - PLAIN.length);
  out.set(bytes.subarray(0, at));
  out.set(SHARED, at);
  out.set(bytes.subarray(at + PLAIN.length), at + SHARED.length);
  return out;
}

/** Where a section begins; −1 if there is none. */
function sectionAt(bytes: Uint8Array, id: number): number {
  for (let at = 8; at < bytes.length; ) {
    if (bytes[at] === id) return at;
    let length = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = bytes[++at];
      length += (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    at += 1 + length;
  }
  return -1;
}
