import { writeFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** Writes a row-major matrix in NumPy's format, version 1.0: magic, header length, a Python dict, the bytes. */
export function writeNpy(path, data, shape) {
  const order = endianness() === 'LE' ? '<' : '>';
  const dict = `{'descr': '${order}f8', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const prefix = 10;
  // The data begin at a multiple of 64, and the header ends in a line feed.
  const length = Math.ceil((prefix + dict.length + 1) / 64) * 64 - prefix;
  const header = Buffer.alloc(prefix + length, ' ');
  header.write('\x93NUMPY\x01\x00', 0, 'latin1');
  header.writeUInt16LE(length, 8);
  header.write(dict, prefix, 'latin1');
  header.write('\n', prefix + length - 1, 'latin1');
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  writeFileSync(path, header);
  writeFileSync(path, bytes, { flag: 'a' });
}
