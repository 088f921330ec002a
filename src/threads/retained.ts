// Large memory that threads have shared is kept for a moment, and they with it: a thread that waits never collects its
// garbage, so such memory goes only when they go, and to start them anew costs as much as a small fit does. A fit that
// needs at least half of it takes it; for one that needs other large memory it makes room.

import { type Arena, acquireArena, isSmall, releaseArena } from '../kernel/arena.js';
import { later } from '../platform.js';
import type { Thread } from './pool.js';

/** Milliseconds for which it is kept. */
const MOMENT = 1000;

/** Threads that have seen an arena. */
const holders = new WeakMap<Arena, Set<Thread>>();
/** What is kept, and what calls off that it is forgotten. */
let retained: { readonly arena: Arena; readonly callOff: () => void } | undefined;

/** Notes that these threads have seen an arena, if it is large. */
export function retain(arena: Arena, threads: readonly Thread[]): void {
  if (isSmall(arena.buffer.byteLength)) return;
  const known = holders.get(arena) ?? new Set();
  for (const thread of threads) known.add(thread);
  holders.set(arena, known);
}

/** `acquireArena`, but what is kept comes first, or goes. */
export function acquire(bytes: number, wasm: boolean, shared = false): Arena {
  if (retained && !isSmall(bytes)) {
    const { arena, callOff } = retained;
    const { byteLength } = arena.buffer;
    const fits = byteLength >= bytes && byteLength <= 2 * bytes;
    if (fits && shared && (arena.memory !== undefined) === wasm) {
      callOff();
      retained = undefined;
      return arena;
    }
    forgetRetained();
  }
  return acquireArena(bytes, wasm, shared);
}

/** `releaseArena`, but large memory that threads have seen is kept. */
export function release(arena: Arena): void {
  if (!holders.has(arena)) {
    releaseArena(arena);
    return;
  }
  forgetRetained();
  retained = { arena, callOff: later(MOMENT, forgetRetained) };
}

/** Lets go of what is kept, and of the threads that have seen it. */
export function forgetRetained(): void {
  if (!retained) return;
  const { arena, callOff } = retained;
  retained = undefined;
  callOff();
  abandon(arena);
}

/** Gives up an arena that nobody may use any more, since a thread may still be writing to it, and those who have seen it. */
export function abandon(arena: Arena): void {
  for (const thread of holders.get(arena) ?? []) thread.retire();
}
