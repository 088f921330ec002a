// An open file: its first bytes, its pieces one after the other, or any stretch of it.

import { FileError } from './errors.js';
import type { Signal } from './platform.js';

/** Bytes of a piece: large enough that what is done once for each does not count. */
export const PIECE = 1 << 18;

export interface Bytes {
  /** Unknown for what is piped in or compressed. */
  readonly size: number | undefined;
  /** Ends a read that waits. */
  signal: Signal | undefined;
  /** The first bytes: at least `count` of them, unless there are fewer. They stay to be read. */
  head(count: number): Promise<Uint8Array>;
  /** All bytes from the first on. A piece is its reader's to keep. */
  pieces(): AsyncGenerator<Uint8Array>;
  /** Fills `target`; only onwards, in `Sequential`. @returns the bytes that were there */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Waits for what is being read. */
  close(): Promise<void>;
}

/** What a file that can be read anywhere must be able to do. */
export interface Access {
  readonly size: number;
  read(target: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/** A file that can be read anywhere. */
export class Seekable implements Bytes {
  signal: Signal | undefined;
  readonly size: number;
  readonly #access: Access;
  readonly #count: (bytes: number) => void;

  constructor(access: Access, count: (bytes: number) => void) {
    this.size = access.size;
    this.#access = access;
    this.#count = count;
  }

  async head(count: number): Promise<Uint8Array> {
    const target = new Uint8Array(Math.min(count, this.size));
    return target.subarray(0, await this.#fill(target, 0));
  }

  pieces(): AsyncGenerator<Uint8Array> {
    return ahead(this.#pieces());
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    if (this.signal?.aborted) throw this.signal.reason;
    const read = await this.#fill(target, position);
    this.#count(read);
    return read;
  }

  close(): Promise<void> {
    return this.#access.close();
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    for (let position = 0; position < this.size; position += PIECE) {
      const target = new Uint8Array(Math.min(PIECE, this.size - position));
      const read = await this.read(target, position);
      if (read > 0) yield target.subarray(0, read);
      if (read < target.length) return;
    }
  }

  /** The system may give less than it was asked for. */
  async #fill(target: Uint8Array, position: number): Promise<number> {
    let at = 0;
    while (at < target.length) {
      const read = await this.#access.read(at === 0 ? target : target.subarray(at), position + at);
      if (read === 0) break;
      at += read;
    }
    return at;
  }
}

/** What comes once, from the first byte to the last. */
export class Sequential implements Bytes {
  signal: Signal | undefined;
  readonly size = undefined;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #count: (bytes: number) => void;
  readonly #stop: () => void;
  #waiting = false;
  /** What was looked at and is still to be read. */
  #rest: Uint8Array = new Uint8Array();
  #position = 0;

  /** @param stop - ends what waits for the next piece */
  constructor(pieces: AsyncIterable<Uint8Array>, count: (bytes: number) => void, stop = () => {}) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#count = count;
    this.#stop = stop;
  }

  async head(count: number): Promise<Uint8Array> {
    while (this.#rest.length < count) {
      const piece = await this.#next();
      if (!piece) break;
      this.#rest = this.#rest.length === 0 ? piece : join([this.#rest, piece]);
    }
    return this.#rest;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    const rest = this.#rest;
    this.#rest = new Uint8Array();
    if (rest.length > 0) yield rest;
    for (let piece = await this.#next(); piece; piece = await this.#next()) yield piece;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    if (position < this.#position) throw new Error('what comes once cannot be read again');
    let at = this.#position - position;
    while (at < target.length) {
      const piece = this.#rest.length > 0 ? this.#rest : await this.#next();
      if (!piece) break;
      // what lies before the target is passed over
      const taken = Math.min(piece.length, at < 0 ? -at : target.length - at);
      if (at >= 0) target.set(piece.subarray(0, taken), at);
      this.#rest = piece.subarray(taken);
      this.#position += taken;
      at += taken;
    }
    return Math.max(0, at);
  }

  async close(): Promise<void> {
    this.#stop();
    const ended = this.#pieces.return?.();
    // it would wait for what may never come
    if (this.#waiting) ended?.catch(() => {});
    else await ended;
  }

  async #next(): Promise<Uint8Array | undefined> {
    this.#waiting = true;
    const { value, done } = await untilAborted(this.#pieces.next(), this.signal);
    this.#waiting = false;
    if (done) return undefined;
    if (!(value instanceof Uint8Array)) throw new FileError('what is read must come as Uint8Arrays, not as texts');
    this.#count(value.length);
    return value;
  }
}

/** Bytes in memory. */
export async function inMemory(bytes: Bytes): Promise<Bytes> {
  if (bytes instanceof Seekable) return bytes;
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes.pieces()) pieces.push(piece);
  const all = join(pieces);
  const access: Access = {
    size: all.length,
    read: async (target, position) => {
      const found = all.subarray(position, position + target.length);
      target.set(found);
      return found.length;
    },
    close: () => bytes.close(),
  };
  return new Seekable(access, () => {});
}

/** Asks for the next one while the last one is at work. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    let next = source.next();
    for (let { value, done } = await next; !done; { value, done } = await next) {
      next = source.next();
      // told when it is waited for
      next.catch(() => {});
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}

function untilAborted<T>(promise: Promise<T>, signal: Signal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function join(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
