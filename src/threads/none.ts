// What stands in for threads in `gmm-wasm/core`: nobody but the calling thread, and why.

import { absence } from '../absent.js';
import { forgetArenas } from '../kernel/arena.js';
import type { Plan } from './plan.js';

const REASON = absence('threads');

export const ALONE: Plan = { mode: 'alone', threads: 1, workers: 1 };

export function planFit({ threads = 'auto' }: { readonly threads?: number | 'auto' }): Plan {
  return threads === 'auto' || threads === 1 ? ALONE : { ...ALONE, reason: REASON };
}

export function planEvaluation(): number {
  return 1;
}

export function fitInThreads(): never {
  throw new Error(REASON);
}

export const takeThreadsIfAny = fitInThreads;
export const evaluateInThreads = fitInThreads;
export const withSharedMemory = fitInThreads;

export { acquireArena as acquire, releaseArena as abandon, releaseArena as release } from '../kernel/arena.js';

/** Lets go of the memory that is kept for the next call. */
export const dispose = forgetArenas;
