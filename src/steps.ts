// Long work in steps. A generator does the work and yields where it may pause; who drives it decides whether to pause.
// One loop so serves the synchronous calls, which never pause, and the asynchronous ones, which let the thread breathe
// and look at the signal.

import type { Signal } from './platform.js';

/** Work that can be paused at every yield. */
export type Steps<T> = Generator<void, T, void>;

/** Milliseconds that the asynchronous calls keep the thread at most. */
const BREATH = 16;

/** Runs to the end without a pause. */
export function runSync<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Runs in pieces of at most about 16 ms.
 *
 * @throws the signal's reason once it is aborted; the work is unwound first, so that what it holds is freed
 */
export async function runAsync<T>(steps: Steps<T>, signal?: Signal): Promise<T> {
  let since = now();
  for (;;) {
    if (signal?.aborted) {
      steps.return(undefined as never);
      throw signal.reason;
    }
    const { done, value } = steps.next();
    if (done) return value;
    if (now() - since < BREATH) continue;
    await breath();
    since = now();
  }
}

function now(): number {
  return performance.now();
}

/** A turn of the event loop. A message is not clamped to 4 ms as timers are. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
