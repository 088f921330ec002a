// Text of a CSV, in pieces, parsed into rows of texts.

import Papa from 'papaparse';
import type { Bytes } from '../bytes.js';
import { FileError } from '../errors.js';
import type { Task } from '../open.js';
import { type Dialect, dialectOf } from './csv-dialect.js';
import { type Encoding, textOf } from './text.js';

/** Characters of one row at most: a quote that is never closed would take the rest of the file. */
const LONGEST_ROW = 1 << 24;

interface Batch {
  readonly rows: string[][];
  /** Whether a quote is open after them. */
  readonly broken: boolean;
}

interface Parser {
  parse(text: string, base: number, goesOn: boolean): Papa.ParseResult<string[]>;
}

export class Batches {
  readonly #text: AsyncIterator<string>;
  readonly #task: Task;
  #parser: Parser | undefined;
  #rest = '';
  #ended = false;
  /** Whether the last batch has no quote, and so no line break within a value. */
  plain = false;
  /** Known once there was a batch. */
  dialect: Dialect | undefined;
  encoding: Encoding = 'utf-8';

  constructor(bytes: Bytes, task: Task) {
    this.#text = textOf(bytes, task.name, (encoding) => {
      this.encoding = encoding;
    });
    this.#task = task;
  }

  /** The next rows, if there are any. @param line - where they begin */
  async next(line: number): Promise<Batch | undefined> {
    while (!this.#ended) {
      const { value, done } = await this.#text.next();
      if (done) {
        this.#ended = true;
        return this.#parse(false);
      }
      this.#rest += value;
      // a line and what follows tell what ends lines
      if (!this.#parser && !/[\r\n][\s\S]/.test(this.#rest)) continue;
      const batch = this.#parse(true);
      if (this.#rest.length > LONGEST_ROW) throw openQuote(this.#task.name, line + batch.rows.length);
      if (batch.rows.length > 0 || batch.broken) return batch;
    }
    return undefined;
  }

  /** @param goesOn - whether the last row may be but a part of one */
  #parse(goesOn: boolean): Batch {
    const { quote = '"' } = this.#task;
    this.dialect ??= dialectOf(this.#rest, this.#task);
    this.#parser ??= parserFor(this.dialect, quote);
    this.plain = quote === '' || !this.#rest.includes(quote);
    const { data, errors, meta } = this.#parser.parse(this.#rest, 0, goesOn);
    const wrong = errors.find(({ type }) => type === 'Quotes');
    this.#rest = this.#rest.slice(meta.cursor);
    return { rows: wrong ? data.slice(0, wrong.row) : data, broken: wrong !== undefined };
  }
}

function parserFor({ delimiter, newline }: Dialect, quoteChar: string): Parser {
  const plain = quoteChar === '' && { fastMode: true };
  return new Papa.Parser({ delimiter, newline, quoteChar, ...plain }) as unknown as Parser;
}

export function openQuote(name: string, line: number): FileError {
  return new FileError(
    `${name}, line ${line}: a quote is not closed; close it, or say option quote: '' if quotes mean nothing`,
  );
}
