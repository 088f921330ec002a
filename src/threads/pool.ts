// The threads of this process. They are started when first needed, serve one call at a time, and wait for the next.

import { forgetArenas } from '../kernel/arena.js';
import type { Signal } from '../platform.js';
import type { Assignment, Message } from './messages.js';
import { receiveError } from './messages.js';
import { forgetRetained } from './retained.js';
import { type PlatformWorker, spawn } from './spawn.js';

interface Pending {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  progress?: ((progress: unknown) => void) | undefined;
}

/** Milliseconds after which a thread that says nothing is given up: browsers let workers beyond a number wait for ever. */
const START = 20_000;

/** One thread: it answers assignments one after the other. */
export class Thread {
  readonly #worker: PlatformWorker;
  readonly #limit: ReturnType<typeof setTimeout>;
  #pending: Pending[] = [];
  #ready: { resolve(): void; reject(error: Error): void } | undefined;
  #reason: string | undefined;
  #retired = false;
  /** Fulfilled when it has started. */
  readonly started: Promise<void>;

  constructor() {
    this.started = new Promise((resolve, reject) => {
      this.#ready = { resolve, reject };
    });
    // who does not wait for it is told by the next call
    this.started.catch(() => {});
    this.#worker = spawn({ message: (message) => this.#hear(message as Message), death: (why) => this.#die(why) });
    // a worker that the platform refuses leaves no timer behind
    this.#limit = setTimeout(() => this.#die(`it did not start within ${START / 1000} s`), START);
  }

  get alive(): boolean {
    return this.#reason === undefined;
  }

  /** Whether it is to end when it has nothing to do. */
  get retired(): boolean {
    return this.#retired;
  }

  /** Ends it as soon as it has nothing to do. */
  retire(): void {
    this.#retired = true;
    const at = idle.indexOf(this);
    if (at >= 0) endThreads(idle.splice(at, 1));
  }

  /**
   * Gives it something to do.
   *
   * @param progress - hears what it says before the answer
   * @throws what the task throws, or that the thread died
   */
  call<T>(
    assignment: Assignment,
    transfer: readonly ArrayBuffer[] = [],
    progress?: (said: unknown) => void,
  ): Promise<T> {
    if (this.#reason !== undefined) return Promise.reject(deathOf(this.#reason));
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve: resolve as (answer: unknown) => void, reject, progress });
      this.#worker.hold(true);
      this.#worker.post(assignment, transfer);
    });
  }

  /** Says something to the task under way. */
  say(message: unknown): void {
    this.#worker.post(message, []);
  }

  /** Ends it at once, whatever it is doing; what was pending fails. */
  end(): void {
    this.#die('it was ended');
    this.#worker.end();
  }

  #hear(message: Message): void {
    if ('ready' in message) {
      clearTimeout(this.#limit);
      this.#ready?.resolve();
      this.#ready = undefined;
      if (this.#pending.length === 0) this.#worker.hold(false);
      return;
    }
    if ('progress' in message) {
      this.#pending[0]?.progress?.(message.progress);
      return;
    }
    const done = this.#pending.shift();
    if (this.#pending.length === 0) this.#worker.hold(false);
    if ('error' in message) done?.reject(receiveError(message.error));
    else done?.resolve(message.answer);
  }

  #die(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    clearTimeout(this.#limit);
    this.#ready?.reject(new Error(reason));
    for (const { reject } of this.#pending.splice(0)) reject(deathOf(reason));
  }
}

function deathOf(reason: string): Error {
  return new Error(
    `a worker thread ended unexpectedly (${reason}), and the call with it; the next call starts new threads`,
  );
}

const idle: Thread[] = [];
/** The most threads that one call has had since `dispose`. */
let most = 0;

/**
 * Takes threads out of the pool, and starts what is missing.
 *
 * @throws Error that says why if no threads can be started here; the signal's reason, which ends them all
 */
export async function takeThreads(count: number, signal?: Signal): Promise<Thread[]> {
  const threads = idle.splice(0).filter(({ alive }) => alive);
  idle.push(...threads.splice(count));
  const stop = () => endThreads(threads);
  signal?.addEventListener('abort', stop);
  try {
    while (threads.length < count) threads.push(new Thread());
    await Promise.all(threads.map(({ started }) => started));
    if (signal?.aborted) throw signal.reason;
  } catch (error) {
    endThreads(threads);
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return threads;
}

/** `takeThreads`, or none where none can be started. */
export async function takeThreadsIfAny(count: number, signal: Signal | undefined): Promise<Thread[] | undefined> {
  try {
    return await takeThreads(count, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined;
  }
}

/** Puts them back; those that have ended are forgotten, those retired and more than have ever worked for one call are ended. */
export function returnThreads(threads: readonly Thread[]): void {
  endThreads(threads.filter(({ retired }) => retired));
  idle.push(...threads.filter(({ alive }) => alive));
  most = Math.max(most, threads.length);
  endThreads(idle.splice(most));
}

/** Ends threads: what they were doing is lost. */
export function endThreads(threads: readonly Thread[]): void {
  for (const thread of threads) thread.end();
}

/**
 * Ends the threads that wait for work, and lets go of the memory that is kept for the next call. Nothing breaks: the
 * next call starts anew. Calls under way go on.
 */
export function dispose(): void {
  endThreads(idle.splice(0));
  most = 0;
  forgetRetained();
  forgetArenas();
}
