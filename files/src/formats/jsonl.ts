// JSON lines: an object, an array or a number on each.

import type { Bytes } from '../bytes.js';
import { badCell } from '../cells.js';
import { ChunkBuilder } from '../chunk.js';
import { chooseColumns, numbered } from '../columns.js';
import { FileError } from '../errors.js';
import type { Reading, Task } from '../open.js';
import type { Chunk } from '../source.js';
import { textOf } from './text.js';

/** Characters of a line at most. */
const LONGEST_LINE = 1 << 24;

const WHOLE = "make lines of it by  jq -c '.[]'";

type Row = Record<string | number, unknown>;

interface Line {
  readonly text: string;
  readonly number: number;
}

export async function readJsonLines(bytes: Bytes, task: Task): Promise<Reading> {
  const { name } = task;
  const lines = linesOf(bytes, name);
  const { value: first } = await lines.next();
  if (!first) throw new FileError(`${name} is empty: it needs a line such as {"x": 1.5, "y": 2} for each sample`);
  const row = parse(first, name);
  const columns = Array.isArray(row) ? numbered(row.length) : Object.keys(row);
  const choice = chooseColumns(columns, task);
  const builder = new ChunkBuilder(name, columns, choice, task.chunkRows);
  const keys = builder.indices.map((index) => (Array.isArray(row) ? index : columns[index]));

  async function* chunks(): AsyncGenerator<Chunk> {
    const numbers: number[] = [];
    const take = () => builder.take((at) => `line ${numbers[at]}`);
    for (let line: Line | undefined = first as Line; line; line = (await lines.next()).value as Line | undefined) {
      put(parse(line, name), keys, builder, line.number);
      numbers[builder.n++] = line.number;
      if (builder.full) yield take();
    }
    if (builder.n > 0) yield take();
  }
  return { columns, choice, chunks };
}

function put(row: Row, keys: readonly (string | number)[], builder: ChunkBuilder, number: number): void {
  for (let at = 0; at < keys.length; at++) {
    const value = row[keys[at]];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw badCell(value, builder.place(`line ${number}`, at));
    }
    builder.put(at, value);
  }
}

/** Lines that are not blank. */
async function* linesOf(bytes: Bytes, name: string): AsyncGenerator<Line, undefined> {
  let number = 0;
  let rest = '';
  for await (const piece of textOf(bytes, name)) {
    const lines = piece.split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop() as string;
    if (rest.length > LONGEST_LINE) {
      throw new FileError(
        `${name}, line ${number + lines.length + 1} is too long for a row; if it is an array, ${WHOLE}`,
      );
    }
    for (const text of lines) {
      number++;
      if (text.trim() !== '') yield { text, number };
    }
  }
  if (rest.trim() !== '') yield { text: rest, number: number + 1 };
  return undefined;
}

function parse({ text, number }: Line, name: string): Row {
  const place = `${name}, line ${number}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const whole = /^\s*\[\s*$/.test(text) ? `; if it is an array, ${WHOLE}` : '';
    throw new FileError(`${place} is not JSON: each line needs one object or array of its own${whole}`, cause);
  }
  if (typeof value === 'number') return [value] as unknown as Row;
  if (Array.isArray(value) && typeof value[0] === 'object') {
    throw new FileError(`${place} is a whole JSON array: ${WHOLE}`);
  }
  if (typeof value === 'object' && value !== null) return value as Row;
  throw new FileError(`${place} must be an object such as {"x": 1.5, "y": 2}, an array or a number`);
}
