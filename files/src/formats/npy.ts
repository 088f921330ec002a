// NumPy's NPY, versions 1 to 3: a header in Python's notation, then the values.
//
//   C order        row 0: feature 0 … d−1 | row 1 | …     a chunk is one stretch of the file
//   Fortran order  feature 0: row 0 … n−1 | feature 1 | …     a chunk is a stretch of each column
//
// Doubles in C order, of which all columns are wanted, are read into the memory that is handed on: nothing looks at them.

import { ahead, type Bytes, inMemory } from '../bytes.js';
import { ChunkBuilder } from '../chunk.js';
import { chooseColumns, numbered } from '../columns.js';
import { FileError } from '../errors.js';
import type { Reading, Task } from '../open.js';
import type { Chunk } from '../source.js';
import { type Header, readHeader } from './npy-header.js';

type Values = ArrayLike<number> | ArrayLike<bigint>;

export async function readNpy(given: Bytes, task: Task): Promise<Reading> {
  const header = await readHeader(given, task.name);
  const { n, d, fortran, swapped, type } = header;
  const columns = numbered(d);
  const choice = chooseColumns(columns, task);
  // columns lie far apart
  const bytes = fortran ? await inMemory(given) : given;
  const builder = new ChunkBuilder(task.name, columns, choice, task.chunkRows);
  const all = choice.weights === undefined && builder.d === d && choice.features.every((index, at) => index === at);
  const file: NpyFile = { bytes, header, name: task.name, builder };
  const direct = all && type === Float64Array && !swapped && !fortran;
  return { columns, choice, n, chunks: () => (direct ? ahead(straight(file)) : converted(file)) };
}

interface NpyFile {
  readonly bytes: Bytes;
  readonly header: Header;
  readonly name: string;
  readonly builder: ChunkBuilder;
}

/** Two pieces of memory take turns: one is read while the other is filled. */
async function* straight({ bytes, header: { n, d, start }, name, builder }: NpyFile): AsyncGenerator<Chunk> {
  const memory = [builder.data, new Float64Array(builder.data.length)];
  for (let row = 0, turn = 0; row < n; row += builder.rows, turn = 1 - turn) {
    const rows = Math.min(builder.rows, n - row);
    const data = rows < builder.rows ? memory[turn].subarray(0, rows * d) : memory[turn];
    await fill(bytes, new Uint8Array(data.buffer, 0, data.byteLength), start + 8 * d * row, name);
    yield {
      rows: { data, shape: [rows, d] },
      place: (i, feature) => builder.place(`row ${row + i + 1}`, feature),
    };
  }
}

/** Bytes of some rows: all of them in C order, those of the wanted columns one after the other in Fortran order. */
interface Stretch {
  readonly row: number;
  readonly rows: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

async function* stretches({ bytes, header, name, builder }: NpyFile): AsyncGenerator<Stretch> {
  const { n, d, start, size, fortran } = header;
  const width = fortran ? builder.indices.length : d;
  const memory = [0, 1].map(() => new Uint8Array(builder.rows * width * size));
  for (let row = 0, turn = 0; row < n; row += builder.rows, turn = 1 - turn) {
    const rows = Math.min(builder.rows, n - row);
    const length = rows * size;
    const target = memory[turn].subarray(0, width * length);
    if (fortran) {
      const column = (index: number, at: number) =>
        fill(bytes, target.subarray(at * length, (at + 1) * length), start + size * (index * n + row), name);
      await Promise.all(builder.indices.map(column));
    } else await fill(bytes, target, start + size * d * row, name);
    yield { row, rows, bytes: target };
  }
}

/** Any type and order, and but some of the columns. */
async function* converted(file: NpyFile): AsyncGenerator<Chunk> {
  const { header, builder } = file;
  const { d, fortran } = header;
  for await (const { row, rows, bytes } of ahead(stretches(file))) {
    const values = valuesOf(bytes, header);
    for (const [at, index] of builder.indices.entries()) {
      if (fortran) scatter(values, at * rows, 1, rows, builder, at);
      else scatter(values, index, d, rows, builder, at);
    }
    builder.n = rows;
    yield builder.take((i) => `row ${row + i + 1}`);
  }
}

/** Every `step`-th value goes into a column of the chunk. */
function scatter(values: Values, from: number, step: number, rows: number, builder: ChunkBuilder, at: number): void {
  const { d, data, weights } = builder;
  const target = at < d ? data : (weights as Float64Array);
  const stride = at < d ? d : 1;
  for (let i = 0, to = at < d ? at : 0; i < rows; i++, to += stride, from += step) target[to] = Number(values[from]);
}

function valuesOf(bytes: Uint8Array<ArrayBuffer>, { type, size, swapped }: Header): Values {
  if (swapped) reverse(bytes, size);
  return new type(bytes.buffer, bytes.byteOffset, bytes.length / size);
}

/** The bytes of each value in the other order, in place. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) {
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

async function fill(bytes: Bytes, target: Uint8Array, position: number, name: string): Promise<void> {
  const read = await bytes.read(target, position);
  if (read === target.length) return;
  throw new FileError(`${name} ends early, after ${position + read} bytes: its header promises more; copy it again`);
}
