// A worker of the platform: `worker_threads` where they are, else a Web Worker. Both run the source that the build made.

import { worker as source } from '../generated/worker.js';
import { builtin } from '../platform.js';

/** What is asked of a platform's worker. */
export interface PlatformWorker {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Whether it keeps the process alive; at first it does. */
  hold(held: boolean): void;
  end(): void;
}

/** What a worker has to say. */
export interface Listener {
  message(message: unknown): void;
  /** It ended without being asked to; called once. */
  death(reason: string): void;
}

interface NodeWorker {
  postMessage(message: unknown, transfer: readonly unknown[]): void;
  on(event: string, listener: (value: never) => void): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
}

/** Why no worker can be started here; undefined if nothing speaks against it. */
export function spawnObstacle(): string | undefined {
  if (builtin('node:worker_threads') || typeof Worker === 'function') return undefined;
  return 'there are no worker threads here';
}

/** @throws what the platform says if it refuses */
export function spawn(listener: Listener): PlatformWorker {
  let dead = false;
  const death = (reason: string) => {
    if (dead) return;
    dead = true;
    listener.death(reason);
  };
  const threads = builtin<NodeThreads>('node:worker_threads');
  return threads ? spawnNode(threads, listener, death) : spawnWeb(listener, death);
}

function spawnNode({ Worker }: NodeThreads, listener: Listener, death: (reason: string) => void): PlatformWorker {
  const worker = new Worker(source, { eval: true, name: 'gmm-wasm' });
  worker.on('message', (message) => listener.message(message));
  worker.on('error', (error: Error) => death(error.message));
  worker.on('exit', (code: number) => death(`exit code ${code}`));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

/**
 * Milliseconds between messages that mean nothing, while an answer is due: a worker that was started by a worker may leave
 * a message lying until the next one comes (Firefox).
 */
const NUDGE = 250;

function spawnWeb(listener: Listener, death: (reason: string) => void): PlatformWorker {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'gmm-wasm' });
  let nudges: ReturnType<typeof setInterval> | undefined;
  worker.onmessage = ({ data }) => {
    URL.revokeObjectURL(url);
    listener.message(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    death(event.message || 'the script was refused; a Content-Security-Policy must allow worker-src blob:');
  };
  worker.onmessageerror = () => death('a message could not be read');
  return {
    post: (message, transfer) => worker.postMessage(message, transfer as Transferable[]),
    hold(held) {
      clearInterval(nudges);
      nudges = held ? setInterval(() => worker.postMessage(null), NUDGE) : undefined;
    },
    end() {
      clearInterval(nudges);
      worker.terminate();
    },
  };
}
