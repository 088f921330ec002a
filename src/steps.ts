// Long work in steps. A generator does the work and yields where it may pause, or what has to be waited for; who drives
// it decides whether to pause. One loop so serves the synchronous calls, which never pause, and the asynchronous ones,
// which let the thread breathe and look at the signal.

import type { Signal } from './platform.js';

/** Work that can be paused at every yield, and goes on when the promise that it yields is fulfilled. */
export type Steps<T> = Generator<PromiseLike<unknown> | undefined, T, void>;

/** Milliseconds that the asynchronous calls keep the thread at most. */
const BREATH = 16;

/** Runs to the end without a pause. */
export function runSync<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (value) throw new Error('synchronous work cannot wait for other threads');
  }
}

/** Runs to the end, and waits only for what has to be waited for. */
export async function runWaiting<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (value) await unwinding(steps, value);
  }
}

/**
 * Runs in pieces of at most about 16 ms.
 *
 * @throws the signal's reason once it is aborted, while it waits as well; the work is unwound first, so that what it holds
 *   is freed
 */
export async function runAsync<T>(steps: Steps<T>, signal?: Signal): Promise<T> {
  let interrupt: ((reason: unknown) => void) | undefined;
  const abort = () => interrupt?.(signal?.reason);
  signal?.addEventListener('abort', abort);
  try {
    let since = now();
    for (;;) {
      if (signal?.aborted) {
        steps.return(undefined as never);
        throw signal.reason;
      }
      const { done, value } = steps.next();
      if (done) return value;
      if (value) {
        const wait = new Promise<unknown>((resolve, reject) => {
          interrupt = reject;
          value.then(resolve, reject);
        });
        await unwinding(steps, wait);
      }
      // a promise may be kept without a turn of the event loop
      if (now() - since < BREATH) continue;
      await breath();
      since = now();
    }
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Waits; if that fails, the work is unwound first. */
async function unwinding(steps: Steps<unknown>, value: PromiseLike<unknown>): Promise<void> {
  try {
    await value;
  } catch (error) {
    steps.return(undefined as never);
    throw error;
  }
}

function now(): number {
  return performance.now();
}

/** A turn of the event loop. A message is not clamped to 4 ms as timers are, but not every runtime has one. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel !== 'function') {
      setTimeout(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
