// Apache Parquet, a group of rows at a time, and of it the columns that are wanted.

import { type AsyncBuffer, parquetMetadataAsync, parquetRead, parquetSchema, type SchemaTree } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type Bytes, inMemory } from '../bytes.js';
import { textColumn } from '../cells.js';
import { ChunkBuilder } from '../chunk.js';
import { chooseColumns } from '../columns.js';
import { FileError } from '../errors.js';
import type { Reading, Task } from '../open.js';
import { chunksOf, type Group, type Stretch } from './columnar.js';

const NUMBERS = ['FLOAT', 'DOUBLE', 'INT32', 'INT64', 'BOOLEAN'];
const LOGICAL = ['DECIMAL', 'FLOAT16'];

export async function readParquet(given: Bytes, task: Task): Promise<Reading> {
  const { name } = task;
  const file = bufferOf(await inMemory(given));
  const metadata = await parquetMetadataAsync(file).catch((error) => {
    throw new FileError(
      `${name} is not a Parquet file: ${error.message}; option format says what it is, if it is another`,
      error,
    );
  });
  const fields = parquetSchema(metadata).children;
  const columns = fields.map(({ element }) => element.name);
  const choice = chooseColumns(columns, task);
  const n = Number(metadata.num_rows);
  if (n === 0) throw new FileError(`${name} has no rows: at least one sample a component is needed`);
  const builder = new ChunkBuilder(name, columns, choice, task.chunkRows);
  for (const index of builder.indices) refuseText(fields[index], name);
  const wanted = builder.indices.map((index) => columns[index]);

  async function* groups(): AsyncGenerator<Group> {
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const found = new Map<string, Stretch[]>(wanted.map((column) => [column, []]));
      await parquetRead({
        file,
        metadata,
        compressors,
        columns: wanted,
        rowStart,
        rowEnd,
        onChunk: ({ columnName, columnData, rowStart: first }) => {
          found.get(columnName)?.push({ start: first - rowStart, values: columnData });
        },
      });
      yield { n: rowEnd - rowStart, columns: wanted.map((column) => found.get(column) as Stretch[]) };
      rowStart = rowEnd;
    }
  }
  return { columns, choice, n, chunks: () => chunksOf(groups(), builder) };
}

function bufferOf(bytes: Bytes): AsyncBuffer {
  const byteLength = bytes.size as number;
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const from = start < 0 ? Math.max(0, byteLength + start) : start;
      const target = new Uint8Array(Math.max(0, Math.min(end, byteLength) - from));
      const read = await bytes.read(target, from);
      if (read < target.length) throw new Error('it ends early');
      return target.buffer;
    },
  };
}

function refuseText({ element, children }: SchemaTree, name: string): void {
  const logical = element.logical_type?.type ?? element.converted_type;
  const plain = !logical || /^(INTEGER|INT_\d+|UINT_\d+)$/.test(logical);
  const holds = children.length === 0 && element.repetition_type !== 'REPEATED';
  if (holds && ((plain && NUMBERS.includes(element.type ?? '')) || LOGICAL.includes(logical ?? ''))) return;
  throw textColumn(name, element.name, logical ?? element.type ?? 'a group');
}
