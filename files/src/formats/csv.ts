// Comma-separated values, and their like: parsed piece by piece, of which nothing is kept but the numbers.

import type { Bytes } from '../bytes.js';
import { badCell } from '../cells.js';
import { ChunkBuilder } from '../chunk.js';
import { chooseColumns, numbered } from '../columns.js';
import { FileError } from '../errors.js';
import type { Reading, Task } from '../open.js';
import type { Chunk } from '../source.js';
import { Batches, openQuote } from './csv-batches.js';
import { type Dialect, numberIn } from './csv-dialect.js';
import { hasHeader } from './csv-header.js';

interface Line {
  readonly row: string[];
  readonly line: number;
}

export const readTsv = (bytes: Bytes, task: Task): Promise<Reading> =>
  readCsv(bytes, { ...task, delimiter: task.delimiter ?? '\t' });

export async function readCsv(bytes: Bytes, task: Task): Promise<Reading> {
  const batches = new Batches(bytes, task);
  const lines = new Lines(batches, task.name);
  const first = await lines.first();
  const [head, next]: (Line | undefined)[] = first;
  if (!head) throw new FileError(`${task.name} is empty: it needs a row of numbers for each sample`);
  const { delimiter, decimal } = batches.dialect as Dialect;
  const named = task.header ?? hasHeader(head.row, next?.row, task.name, decimal);
  const plain = numbered(head.row.length);
  const columns = named ? head.row.map((name, index) => name.trim() || plain[index]) : plain;
  const choice = chooseColumns(columns, task);
  const builder = new ChunkBuilder(task.name, columns, choice, task.chunkRows);
  const dialect = { encoding: batches.encoding, delimiter, decimal, header: named };
  const held = named ? first.slice(1) : first;
  if (held.length === 0) throw new FileError(`${task.name} has no rows: at least one sample a component is needed`);
  return { columns, choice, dialect, chunks: () => lines.chunks(builder, held) };
}

/** Rows with the numbers of their lines. */
class Lines {
  readonly #batches: Batches;
  readonly #name: string;
  #width = 0;
  /** The line that comes next. */
  #line = 1;
  /** The line of a blank row in a file of one column: fine at the end only. */
  #blank = 0;
  /** Rows that were parsed together with the first ones. */
  #rest: string[][] = [];
  #broken = false;
  #at = 0;

  constructor(batches: Batches, name: string) {
    this.#batches = batches;
    this.#name = name;
  }

  /** The first two rows, as far as they are there. */
  async first(): Promise<Line[]> {
    const found: Line[] = [];
    while (found.length < 2 && (await this.#more())) {
      const row = this.#rest[this.#at++];
      if (!this.#isBlank(row)) {
        this.#width ||= row.length;
        found.push({ row, line: this.#line });
      }
      this.#pass(row);
    }
    return found;
  }

  async *chunks(builder: ChunkBuilder, held: readonly Line[]): AsyncGenerator<Chunk> {
    let lines = new Float64Array(Math.min(builder.rows, 1 << 10));
    const add = (row: string[], line: number) => {
      this.#add(row, line, builder);
      if (builder.n === lines.length) lines = grown(lines, builder.rows);
      lines[builder.n++] = line;
    };
    const take = () => builder.take((row) => `line ${lines[row]}`);
    for (const { row, line } of held) {
      add(row, line);
      if (builder.full) yield take();
    }
    while (await this.#more()) {
      const { plain } = this.#batches;
      const rows = this.#rest;
      while (this.#at < rows.length) {
        const row = rows[this.#at++];
        if (!this.#isBlank(row)) add(row, this.#line);
        if (plain) this.#line++;
        else this.#pass(row);
        if (builder.full) yield take();
      }
    }
    if (builder.n > 0) yield take();
  }

  /** Whether there is a row that was not yet taken; parses on if need be. */
  async #more(): Promise<boolean> {
    while (this.#at === this.#rest.length) {
      if (this.#broken) throw openQuote(this.#name, this.#line);
      const batch = await this.#batches.next(this.#line);
      if (!batch) return false;
      this.#rest = batch.rows;
      this.#broken = batch.broken;
      this.#at = 0;
    }
    return true;
  }

  #isBlank(row: string[]): boolean {
    if (row.length > 1 || row[0].trim() !== '') return false;
    if (this.#width === 1 && this.#blank === 0) this.#blank = this.#line;
    return true;
  }

  #pass(row: string[]): void {
    this.#line += 1 + breaksWithin(row);
  }

  #add(row: string[], line: number, builder: ChunkBuilder): void {
    if (row.length !== this.#width) throw this.#ragged(row.length, line);
    if (this.#blank > 0) throw badCell('', builder.place(`line ${this.#blank}`, 0));
    const { indices, d, data, weights, n } = builder;
    const comma = this.#batches.dialect?.decimal === ',';
    for (let at = 0, to = n * d; at < indices.length; at++, to++) {
      const cell = row[indices[at]];
      const value = comma ? numberIn(cell, ',') : Number(cell);
      // blanks would count as 0
      if (!Number.isFinite(value) || (value === 0 && cell.trim() === '')) {
        throw badCell(cell, builder.place(`line ${line}`, at));
      }
      if (at < d) data[to] = value;
      else (weights as Float64Array)[n] = value;
    }
  }

  #ragged(width: number, line: number): FileError {
    return new FileError(
      `${this.#name}, line ${line} has ${width} ${width === 1 ? 'value' : 'values'}, but the first row has ${this.#width}: ` +
        'correct the line, or name the separator with option delimiter',
    );
  }
}

function grown(lines: Float64Array, most: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(Math.min(most, 4 * lines.length));
  longer.set(lines);
  return longer;
}

/** Line breaks inside quotes. */
function breaksWithin(row: string[]): number {
  let breaks = 0;
  for (const cell of row) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++;
  }
  return breaks;
}
