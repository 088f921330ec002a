// Options of openFile, and their checks.

import { unknownName } from './columns.js';

export const FORMATS = ['csv', 'tsv', 'jsonl', 'npy', 'parquet', 'arrow'] as const;

/** What a file holds. CSV, TSV, JSON lines and Arrow may be compressed by gzip. */
export type Format = (typeof FORMATS)[number];

/** A column: its name, or its index from 0. */
export type Column = string | number;

export interface OpenOptions {
  /** By the name's extension, or else by the first bytes, if left out. */
  readonly format?: Format | undefined;
  /** The features, in this order; or what chooses them from the names of all columns. All but the weights if left out. */
  readonly columns?: readonly Column[] | ((names: readonly string[]) => readonly Column[] | undefined) | undefined;
  /** The column of weights, which is no feature. */
  readonly weights?: Column | ((names: readonly string[]) => Column | undefined) | undefined;
  /** Whether the first line of a CSV names the columns; if left out, it does if it holds no number. */
  readonly header?: boolean | undefined;
  /** The character between values of a CSV; found if left out. */
  readonly delimiter?: string | undefined;
  /** The character before decimals of a CSV; if left out, a comma where it separates no values and no point is found. */
  readonly decimal?: '.' | ',' | undefined;
  /** The character around values of a CSV that hold delimiters, '"' if left out; '' for none. */
  readonly quote?: string | undefined;
  /** Rows of a chunk at most; if left out, as many as take 1 MiB. */
  readonly chunkRows?: number | undefined;
  /** What messages call the file; its path or name if left out. */
  readonly name?: string | undefined;
}

const NAMES = ['format', 'columns', 'weights', 'header', 'delimiter', 'decimal', 'quote', 'chunkRows', 'name'];

/**
 * @throws TypeError for a value of the wrong kind
 * @throws RangeError for a name or a value that is not known
 */
export function checkOptions(options: OpenOptions): void {
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) throw new TypeError(`unknown option ${name}; ${unknownName(name, NAMES, 'options')}`);
  }
  const { format, columns, weights, header, chunkRows, name } = options;
  if (format !== undefined && !FORMATS.includes(format)) {
    throw new RangeError(`option format must be one of ${FORMATS.join(', ')}, not ${format}`);
  }
  if (columns !== undefined && typeof columns !== 'function' && !(Array.isArray(columns) && columns.every(isColumn))) {
    throw new TypeError('option columns must be a list of names and indices, or a function that makes one of names');
  }
  if (weights !== undefined && typeof weights !== 'function' && !isColumn(weights)) {
    throw new TypeError(`option weights must be the name or the index of a column, not ${typeof weights}`);
  }
  if (header !== undefined && typeof header !== 'boolean') {
    throw new TypeError(`option header must be true or false, not ${header}`);
  }
  if (name !== undefined && typeof name !== 'string') throw new TypeError(`option name must be a text, not ${name}`);
  checkCharacters(options);
  if (chunkRows !== undefined && !(Number.isInteger(chunkRows) && chunkRows >= 1)) {
    throw new RangeError(`option chunkRows must be an integer of at least 1, not ${chunkRows}`);
  }
}

function checkCharacters({ delimiter, decimal, quote }: OpenOptions): void {
  if (decimal !== undefined && decimal !== '.' && decimal !== ',') {
    throw new RangeError(`option decimal must be '.' or ',', not ${JSON.stringify(decimal)}`);
  }
  if (delimiter !== undefined && !(typeof delimiter === 'string' && /^[^"\r\n]$/.test(delimiter))) {
    throw new RangeError(`option delimiter must be one character, not ${JSON.stringify(delimiter)}`);
  }
  if (quote !== undefined && !(typeof quote === 'string' && /^[^\r\n]?$/.test(quote))) {
    throw new RangeError(`option quote must be one character, or '' for none, not ${JSON.stringify(quote)}`);
  }
}

const isColumn = (value: unknown) => typeof value === 'string' || typeof value === 'number';
