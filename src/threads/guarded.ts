// Work in threads that may fail or be called off.

import type { Signal } from '../platform.js';
import { endThreads, type Thread } from './pool.js';

/** Waits for work in threads; whatever goes wrong, and when the signal is aborted, they are ended. */
export async function guarded<T>(
  threads: readonly Thread[],
  signal: Signal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
  });
  aborted.catch(() => {});
  try {
    return await Promise.race([work(), aborted]);
  } catch (error) {
    endThreads(threads);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
