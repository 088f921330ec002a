// One reading of a source, from its first chunk to its last, or until it is closed.

import type { Signal } from '../platform.js';
import type { Steps } from '../steps.js';
import { type TakenChunk, takeChunk } from './chunk.js';
import type { Chunk, OpenSource } from './source.js';

type Result = IteratorResult<Chunk>;

/** The chunks of a source, one after the other. */
export class Reading {
  readonly source: OpenSource;
  readonly #features: number | undefined;
  readonly #iterator: Iterator<Chunk> | AsyncIterator<Chunk>;
  readonly #asynchronous: boolean;
  readonly #closings: Promise<unknown>[];
  /** The chunk that has been asked for before its time. */
  #asked: Promise<Result> | undefined;
  #count = 0;
  #ended = false;

  /**
   * @param features - d, where a model says so
   * @param closings - takes what is to be waited for until the source has been let go of
   */
  constructor(source: OpenSource, signal: Signal, features: number | undefined, closings: Promise<unknown>[]) {
    this.source = source;
    this.#closings = closings;
    this.#features = features;
    const chunks = source.chunks({ signal });
    this.#asynchronous = Symbol.asyncIterator in chunks;
    this.#iterator = this.#asynchronous
      ? (chunks as AsyncIterable<Chunk>)[Symbol.asyncIterator]()
      : (chunks as Iterable<Chunk>)[Symbol.iterator]();
  }

  /** Chunks taken so far. */
  get count(): number {
    return this.#count;
  }

  /** The next chunk; undefined after the last one. The one before it must have been read. */
  *next(): Steps<TakenChunk | undefined> {
    // one that has been asked for may have failed meanwhile
    if (this.#ended && !this.#asked) return undefined;
    let result: Result | undefined;
    if (this.#asynchronous) {
      const asked = this.#asked ?? this.#ask();
      this.#asked = undefined;
      yield asked.then((answer) => {
        result = answer;
      });
    } else {
      // to make a chunk may take long, and there may be many without rows
      yield;
      result = this.#guarded(() => (this.#iterator as Iterator<Chunk>).next());
    }
    if (result!.done) {
      this.#ended = true;
      return undefined;
    }
    return takeChunk(result!.value, this.#count++, this.source.name, this.#features);
  }

  /** Asks for the next chunk, so that it is on its way while there is other work. The present one must have been read. */
  ahead(): void {
    if (!this.#asynchronous || this.#ended || this.#asked) return;
    this.#asked = this.#ask();
    // whoever takes it hears of its failure; and if nobody does, it is nobody's
    this.#asked.catch(() => {});
  }

  async #ask(): Promise<Result> {
    try {
      return await (this.#iterator as AsyncIterator<Chunk>).next();
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  /** An iterator that has thrown is not to be closed. */
  #guarded(next: () => Result): Result {
    try {
      return next();
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  /** Lets go of the source, if it has not come to its end. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    // what has been read is no worse for a failure to close
    const closing = async () => this.#iterator.return?.();
    this.#closings.push(closing().catch(() => {}));
  }
}
