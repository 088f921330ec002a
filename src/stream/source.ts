// Where chunks come from: whatever can be read again from the beginning, as often as there are passes.

import { isBuffer, isFlat, isObject, isTypedArray } from '../data/cells.js';
import type { Data } from '../data.js';
import { show } from '../names.js';
import type { Signal } from '../platform.js';

/** Rows with what belongs to them. */
export interface RowsChunk {
  /** Any form of `Data`. */
  readonly rows: Data;
  /** A non-negative weight for each of them; 1 if left out. */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * Where a value came from, for messages: `line 17, column "x"`. It is asked about rows of this chunk, from 0, before the
   * next chunk is asked for.
   */
  place?(row: number, feature: number): string;
}

/**
 * Some rows of d features: any form of `Data` (rows, a typed array with a shape, an Arrow record batch, …), or one with
 * weights. It may have no rows at all. Its memory is read completely before the next chunk is asked for, so that a source
 * may use it again.
 */
export type Chunk = Data | RowsChunk;

/** Chunks, one after the other. */
export type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>;

/** What can be read again on each pass: the same rows in the same order. */
export interface StreamSource {
  /**
   * Begins at the first row again. What it returns is closed (`return()` of its iterator) when a pass ends before its time.
   *
   * @param options.signal - says that nobody waits for chunks any more
   */
  chunks(options?: { signal?: Signal }): Chunks;
  /** What messages call it: the name of a file, for instance. */
  readonly name?: string;
}

/** A source, a function that opens one anew each time it is called, or something that can be iterated over again. */
export type StreamInput = StreamSource | (() => Chunks) | Chunks;

const ACCEPTED =
  'a source of chunks: an object with chunks(), a function that returns an iterable of chunks each time it is called, or ' +
  'an array of chunks';

/** A source as it is read here. */
export interface OpenSource {
  /** Begins at the first row. */
  chunks(options: { signal: Signal }): Chunks;
  /** What messages call it. */
  readonly name: string;
  /** Whether it can be read only once. */
  readonly once: boolean;
}

/**
 * @param again - whether it has to be one that can be read more than once
 * @throws TypeError for anything else, which says what to do
 */
export function openSource(input: unknown, again: boolean): OpenSource {
  refuseFiles(input);
  if (typeof input === 'function') return opened(() => input() as Chunks, 'the source', false);
  if (isObject(input) && typeof input.chunks === 'function') {
    const source = input as unknown as StreamSource;
    const name = typeof source.name === 'string' ? source.name : 'the source';
    return opened((options) => source.chunks(options), name, false);
  }
  if (!isChunks(input)) refuseData(input);
  const once = isIterator(input as Chunks);
  if (once && again) {
    throw new TypeError(
      'the source is an iterator, which can be read only once, and a fit reads it on every pass: give a function that ' +
        'makes a new one, () => read(), in place of read()',
    );
  }
  return opened(() => input as Chunks, 'the source', once);
}

function opened(open: (options: { signal: Signal }) => Chunks, name: string, once: boolean): OpenSource {
  return {
    name,
    once,
    chunks(options) {
      const chunks: unknown = open(options);
      if (isChunks(chunks)) return chunks;
      const hint = isObject(chunks) && typeof chunks.then === 'function' ? '; make it an async generator function' : '';
      throw new TypeError(`${name} must give an iterable of chunks each time it is opened, got ${show(chunks)}${hint}`);
    },
  };
}

function isChunks(value: unknown): value is Chunks {
  return isObject(value) && (Symbol.asyncIterator in value || Symbol.iterator in value) && !isData(value);
}

/** Data in memory of which some kinds can be iterated over as well; but by rows, or values. */
function isData(value: object): boolean {
  return isTypedArray(value) || (isFlat(value) && typeof value[0] === 'number') || 'schema' in value;
}

/** Whether it is itself what gives the chunks, so that it is used up once it is read. */
function isIterator(chunks: Chunks): boolean {
  const either = chunks as Partial<AsyncIterable<Chunk> & Iterable<Chunk>> & { next?: unknown };
  if (typeof either.next !== 'function') return false;
  const iterator = either[Symbol.asyncIterator]?.() ?? either[Symbol.iterator]?.();
  return (iterator as unknown) === chunks;
}

/** @throws TypeError for a file, by name or as an object */
function refuseFiles(input: unknown): void {
  const tag = Object.prototype.toString.call(input).slice(8, -1);
  const isFile = tag === 'File' || tag === 'Blob';
  if (typeof input !== 'string' && !isFile && tag !== 'URL' && !isBuffer(input)) return;
  const what = isBuffer(input) ? 'a Buffer' : tag === 'String' ? `the path ${show(input)}` : `a ${tag}`;
  throw new TypeError(
    `the source is ${what}: files are opened by gmm-wasm-files, fitStream(openFile(${tag === 'String' ? 'path' : 'file'}), …); ` +
      `here it must be ${ACCEPTED}`,
  );
}

/** @throws TypeError */
function refuseData(input: unknown): never {
  if (isObject(input) && typeof input.then === 'function') {
    throw new TypeError(`the source is a Promise: await it, and give ${ACCEPTED}`);
  }
  const isMemory = isObject(input) && (isData(input) || 'data' in input || 'columns' in input);
  const hint = isMemory ? '; data in memory goes to fit, or as one chunk in an array: [data]' : '';
  throw new TypeError(`the source must be ${ACCEPTED}; got ${show(input)}${hint}`);
}
