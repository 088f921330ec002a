// Apache Arrow, a record batch at a time: a stream from its first byte on, a file by the index at its end.

import { DataType, type Field, type RecordBatch, RecordBatchReader, type Vector } from 'apache-arrow';
import { type Bytes, inMemory } from '../bytes.js';
import { textColumn } from '../cells.js';
import { ChunkBuilder } from '../chunk.js';
import { chooseColumns } from '../columns.js';
import { FileError } from '../errors.js';
import type { Reading, Task } from '../open.js';
import { registerCodecs } from './arrow-codecs.js';
import { chunksOf, type Group } from './columnar.js';

/** What a file begins with, and a stream does not. */
const MARK = 'ARROW1';

type FileHandle = Extract<Parameters<typeof RecordBatchReader.from>[0], { fd: number }>;

export async function readArrow(bytes: Bytes, task: Task): Promise<Reading> {
  const { name } = task;
  registerCodecs();
  const reader = await open(bytes, name);
  const { fields } = reader.schema;
  const columns = fields.map((field) => field.name);
  const choice = chooseColumns(columns, task);
  const builder = new ChunkBuilder(name, columns, choice, task.chunkRows);
  for (const index of builder.indices) refuseText(fields[index], name);

  async function* groups(): AsyncGenerator<Group> {
    let empty = true;
    for await (const batch of batches(reader, name)) {
      if (batch.numRows === 0) continue;
      empty = false;
      const values = (index: number) => [{ start: 0, values: valuesOf(batch.getChildAt(index) as Vector) }];
      yield { n: batch.numRows, columns: builder.indices.map(values) };
    }
    if (empty) throw new FileError(`${name} has no rows: at least one sample a component is needed`);
  }
  return { columns, choice, chunks: () => chunksOf(groups(), builder) };
}

async function open(bytes: Bytes, name: string) {
  try {
    const head = await bytes.head(MARK.length);
    const isFile = String.fromCharCode(...head.subarray(0, MARK.length)) === MARK;
    const reader = isFile ? await openIndexed(await inMemory(bytes)) : await RecordBatchReader.from(bytes.pieces());
    await reader.open();
    if (!reader.schema) throw new Error('it has no schema');
    return reader;
  } catch (cause) {
    const { message } = cause as Error;
    throw new FileError(
      `${name} is not an Arrow file or stream: ${message}; copy it again, or say with option format what it is`,
      cause,
    );
  }
}

/** A file ends in the length of its index and the mark; Arrow would look for an index of any length. */
async function openIndexed(bytes: Bytes) {
  const size = bytes.size as number;
  const end = new Uint8Array(4 + MARK.length);
  await bytes.read(end, Math.max(0, size - end.length));
  const length = new DataView(end.buffer).getInt32(0, true);
  if (String.fromCharCode(...end.subarray(4)) !== MARK || length < 0 || length > size - end.length) {
    throw new Error('it has no index at its end');
  }
  return RecordBatchReader.from(handleOf(bytes));
}

/** What Arrow takes for an open file of Node. */
function handleOf(bytes: Bytes): FileHandle {
  return {
    fd: -1,
    stat: async () => ({ size: bytes.size }),
    async read(buffer: Uint8Array, offset: number, length: number, position: number) {
      const bytesRead = await bytes.read(buffer.subarray(offset, offset + length), position);
      // it would be asked for again and again
      if (bytesRead === 0 && length > 0) throw new Error('it ends early');
      return { bytesRead, buffer };
    },
    close: async () => {},
  } as unknown as FileHandle;
}

async function* batches(
  reader: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
  name: string,
): AsyncGenerator<RecordBatch> {
  try {
    yield* reader;
  } catch (cause) {
    throw new FileError(`${name} cannot be read: ${(cause as Error).message}; write it again`, cause);
  }
}

function valuesOf(vector: Vector): ArrayLike<unknown> {
  const { type } = vector;
  const packed = DataType.isBool(type) || (DataType.isFloat(type) && type.precision === 0);
  // an array of a vector tells nulls from numbers, a typed array does not
  return packed || vector.nullCount > 0 ? [...vector] : vector.toArray();
}

function refuseText({ name: column, type }: Field, name: string): void {
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isBool(type)) return;
  throw textColumn(name, column, String(type));
}
