// One call on a source: how often it has been read, who wants to hear of it, and what ends it.

import type { Signal } from '../platform.js';
import { Reading } from './reading.js';
import type { OpenSource } from './source.js';

/** How far a reading has come. */
export interface StreamProgress {
  /** Which reading of the source, from 0. */
  readonly pass: number;
  /** Rows read so far in this one, those of weight 0 among them. */
  readonly rows: number;
  /** Rows in all; undefined in the first reading. */
  readonly total: number | undefined;
}

export class Session {
  readonly source: OpenSource;
  /** Rows in all, once that is known. */
  total: number | undefined;
  readonly #controller = new AbortController();
  readonly #caller: Signal | undefined;
  readonly #progress: ((progress: StreamProgress) => unknown) | undefined;
  readonly #closings: Promise<unknown>[] = [];
  readonly #abort = () => this.stop(this.#caller?.reason);
  #passes = 0;

  /** @param caller - the signal of whoever made the call */
  constructor(
    source: OpenSource,
    caller: Signal | undefined,
    progress?: ((progress: StreamProgress) => unknown) | undefined,
  ) {
    this.source = source;
    this.#caller = caller;
    this.#progress = progress;
    caller?.addEventListener('abort', this.#abort);
    if (caller?.aborted) this.#abort();
  }

  /** Aborted when the caller's is, and when something has failed. */
  get signal(): Signal {
    return this.#controller.signal;
  }

  /** Ends everything that waits. */
  stop(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Begins to read the source again. */
  read(features?: number): Reading {
    this.#passes++;
    return new Reading(this.source, this.signal, features, this.#closings);
  }

  /** Tells of rows that have been read. */
  passed(rows: number): void {
    this.#progress?.({ pass: this.#passes - 1, rows, total: this.total });
  }

  /** Waits until the source has been let go of; but not for one that may never answer, once nobody waits any more. */
  async end(): Promise<void> {
    this.#caller?.removeEventListener('abort', this.#abort);
    if (!this.signal.aborted) await Promise.all(this.#closings);
  }
}
