// Comma-separated values, and their like: parsed in chunks, of which nothing is kept but the numbers.

import Papa from 'papaparse';
import { inputError } from '../errors.mjs';
import { badCell, isMissing } from './cells.mjs';
import { chooseColumns } from './columns.mjs';
import { numbered, TableBuilder } from './table.mjs';

/** @typedef {import('./columns.mjs').Wanted & { header?: boolean | undefined, delimiter?: string | undefined, quote?: string | undefined }} CsvOptions */

/** Characters of one row at most: a quote that is never closed would take the rest of the file. */
const LONGEST_ROW = 1 << 24;

/**
 * @param {import('./source.mjs').Source} source
 * @param {CsvOptions} options
 * @returns {Promise<import('./table.mjs').Table>}
 */
export async function readCsv({ stream, name }, options) {
  const reader = new CsvReader(name, options);
  /** @type {Papa.Parser | undefined} */
  let parser;
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    rest += chunk;
    // a line and what follows tell what ends lines
    if (!parser && !/[\r\n][\s\S]/.test(rest)) continue;
    if (!parser) {
      rest = rest.replace(/^\ufeff/, '');
      parser = parserFor(rest, options);
    }
    rest = rest.slice(takeRows(reader, parser, rest, true));
    if (rest.length > LONGEST_ROW) throw openQuote(name, reader.line);
  }
  takeRows(reader, parser ?? parserFor(rest, options), rest, false);
  return reader.finish();
}

/**
 * A parser for what the first rows look like.
 *
 * @param {string} text
 * @param {CsvOptions} options
 */
function parserFor(text, { delimiter = '', quote = '"' }) {
  const plain = quote === '' && { fastMode: true };
  const dialect = { delimiter, quoteChar: quote, ...plain };
  const { meta } = Papa.parse(text, { ...dialect, preview: 10, skipEmptyLines: true });
  const newline = /** @type {'\n' | '\r' | '\r\n'} */ (meta.linebreak);
  return new Papa.Parser({ ...dialect, delimiter: meta.delimiter, newline });
}

/**
 * @param {CsvReader} reader
 * @param {Papa.Parser} parser
 * @param {string} text
 * @param {boolean} goesOn whether the last row may be but a part of one
 * @returns {number} the characters that were taken
 */
function takeRows(reader, parser, text, goesOn) {
  const { data, errors, meta } = parser.parse(text, 0, goesOn);
  const wrong = errors.find((/** @type {Papa.ParseError} */ { type }) => type === 'Quotes');
  reader.take(data, wrong?.row);
  if (wrong) throw openQuote(reader.source, reader.line);
  return meta.cursor;
}

/**
 * @param {string} source
 * @param {number} line
 */
function openQuote(source, line) {
  return inputError(
    `${source}, line ${line}: a quote is not closed; close it, or say --quote '' if quotes mean nothing`,
  );
}

class CsvReader {
  source;
  #options;
  /** The first rows, until it is known whether one is a header. @type {{ row: string[], line: number }[]} */ #first =
    [];
  /** @type {TableBuilder | undefined} */ #builder;
  #width = 0;
  /** The line of a blank row in a file of one column: fine at the end only. */
  #blank = 0;
  line = 1;

  /**
   * @param {string} source
   * @param {CsvOptions} options
   */
  constructor(source, options) {
    this.source = source;
    this.#options = options;
  }

  /**
   * @param {string[][]} rows
   * @param {number} [end] the row that cannot be taken
   */
  take(rows, end = rows.length) {
    for (let i = 0; i < end; i++) this.#row(rows[i]);
  }

  finish() {
    if (!this.#builder) this.#begin();
    if (!this.#builder) throw inputError(`${this.source} is empty: it needs a row of numbers for each sample`);
    return this.#builder.finish(this.source);
  }

  /** @param {string[]} row */
  #row(row) {
    if (row.length === 1 && row[0].trim() === '') {
      if (this.#width === 1 && this.#blank === 0) this.#blank = this.line;
      this.line++;
      return;
    }
    if (this.#builder) this.#add(row, this.#builder, this.line);
    else {
      this.#first.push({ row, line: this.line });
      this.#width ||= row.length;
      if (this.#first.length === 2) this.#begin();
    }
    this.line += 1 + linesWithin(row);
  }

  /** Names, the choice of columns, and the rows held back. */
  #begin() {
    const [head, next] = this.#first;
    if (!head) return;
    const hasHeader = this.#options.header ?? this.#detect(head.row, next?.row);
    const plain = numbered(head.row.length);
    const names = hasHeader ? head.row.map((name, index) => name.trim() || plain[index]) : plain;
    this.#builder = new TableBuilder(names, chooseColumns(names, this.#options));
    for (const { row, line } of hasHeader ? this.#first.slice(1) : this.#first) this.#add(row, this.#builder, line);
  }

  /**
   * A first row without any number is a header, one of nothing else is not.
   *
   * @param {string[]} head
   * @param {string[] | undefined} next
   */
  #detect(head, next) {
    const numbers = head.map(isNumber);
    if (!numbers.includes(true)) return !(head.every(isMissing) && head.length > 0);
    if (!numbers.includes(false)) return false;
    const alike = next?.every(
      (cell, index) => isNumber(cell) === numbers[index] || isMissing(cell) || isMissing(head[index]),
    );
    if (alike) return false;
    throw inputError(
      `${this.source}, line 1 has both numbers and text: say --header if it names the columns, --no-header if it is data`,
    );
  }

  /**
   * @param {string[]} row
   * @param {TableBuilder} builder
   * @param {number} line
   */
  #add(row, builder, line) {
    if (row.length !== this.#width) throw this.#ragged(row.length, line);
    if (this.#blank > 0) throw badCell('', `line ${this.#blank}`, builder.name(0), this.source);
    const { indices, columns } = builder;
    for (let at = 0; at < indices.length; at++) {
      const cell = row[indices[at]];
      const value = Number(cell);
      // blanks would count as 0
      if (!Number.isFinite(value) || (value === 0 && cell.trim() === '')) {
        throw badCell(cell, `line ${line}`, builder.name(at), this.source);
      }
      columns[at].push(value);
    }
  }

  /**
   * @param {number} width
   * @param {number} line
   */
  #ragged(width, line) {
    return inputError(
      `${this.source}, line ${line} has ${width} ${width === 1 ? 'value' : 'values'}, but the first row has ${this.#width}: ` +
        'correct the line, or name the separator with --delimiter',
    );
  }
}

/** @param {string} cell */
const isNumber = (cell) => cell.trim() !== '' && Number.isFinite(Number(cell));

/** Line breaks inside quotes. @param {string[]} row */
function linesWithin(row) {
  let lines = 0;
  for (const cell of row) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) lines++;
  }
  return lines;
}
