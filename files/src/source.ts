// What the package gives: a source that is read in chunks, as often as asked.

import type { Format } from './options.js';
import type { Signal } from './platform.js';

/** Some rows. What it holds is overwritten by the next chunk, so it is to be read before that is asked for. */
export interface Chunk {
  /** n rows of d features, row by row. */
  readonly rows: { readonly data: Float64Array; readonly shape: readonly [n: number, d: number] };
  /** A weight for each of the n rows, if the file has them. */
  readonly sampleWeight?: Float64Array;
  /**
   * Where a value stands, for messages: "data.csv, line 17, column waiting".
   *
   * @param row - from 0, within this chunk
   * @param feature - from 0; d is the column of weights
   */
  place(row: number, feature: number): string;
}

/** Rows that can be read again and again. */
export interface StreamSource {
  /** What messages call it. */
  readonly name?: string;
  chunks(options?: ChunkOptions): AsyncIterable<Chunk>;
}

export interface ChunkOptions {
  /** Ends the reading; the iterator rejects with its reason. */
  readonly signal?: Signal | undefined;
}

/** What is known of a file once its head is read. */
export interface Description {
  readonly format: Format;
  /** Names of the d features, in the order of a row. Columns without a name are called "1", "2", … */
  readonly names: readonly string[];
  /** Name of the column of weights. */
  readonly weights?: string;
  /** Names of all columns of the file. */
  readonly columns: readonly string[];
  /** Rows, where the format tells: NPY and Parquet. */
  readonly n?: number;
  /** Bytes of the file; unknown for what is piped in. */
  readonly size?: number;
  /** How a CSV is written, as asked or found. */
  readonly dialect?: TextDialect;
}

/** How a CSV is written. */
export interface TextDialect {
  /** By its byte order mark; without one UTF-8, or else `'windows-1252'`, which may be a guess. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** The character between values. */
  readonly delimiter: string;
  /** The character before decimals. */
  readonly decimal: '.' | ',';
  /** Whether the first line names the columns. */
  readonly header: boolean;
}

/** A file of numbers. */
export interface FileSource extends StreamSource {
  readonly name: string;
  /** Names of the d features. */
  readonly names: Promise<readonly string[]>;
  /** Bytes that the latest pass has read so far. */
  readonly bytesRead: number;
  /** Reads the head. What cannot be used is told here, before all of the file is read. */
  describe(options?: ChunkOptions): Promise<Description>;
  /**
   * The rows, from the first to the last. Each call reads the file anew; leaving the loop closes it.
   *
   * Values of text, Parquet and Arrow are finite, or it is an error. Those of NPY are handed on as they are.
   *
   * @throws FileError if the file cannot be read, a value is missing, or the file has changed since it was first read.
   */
  chunks(options?: ChunkOptions): AsyncIterable<Chunk>;
}
