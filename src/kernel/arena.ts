// Arenas: memories that kernels work on. Small ones are kept for the next call, since a WebAssembly memory reserves
// gigabytes of address space whatever its size, and thousands of fits in a row would wait for the garbage collector.

import type { CompiledModule, LinearMemory } from '../platform.js';
import type { Kernel } from './kernel.js';

const PAGE = 65536;
/** Arenas up to this size are kept: 16 MiB. */
const KEPT_BYTES = 16_777_216;
/** And at most so many of each kind. */
const KEPT = 2;

/** A memory, and the kernels that have been bound to it. */
export interface Arena {
  readonly buffer: ArrayBufferLike;
  /** Missing where there is no WebAssembly, or the caller wants none. */
  readonly memory?: LinearMemory;
  /** Whether other threads can see it. */
  readonly shared: boolean;
  readonly kernels: WeakMap<CompiledModule, Kernel>;
  twin?: Kernel;
}

const idle: Arena[] = [];

/** Small sizes are rounded up to a power of two, so that an arena serves many problems. */
function pagesFor(bytes: number): number {
  const pages = Math.ceil(bytes / PAGE);
  if (bytes > KEPT_BYTES) return pages;
  let rounded = 16;
  while (rounded < pages) rounded *= 2;
  return rounded;
}

/**
 * An arena of at least `bytes` bytes, with whatever was left in it.
 *
 * @param wasm - whether a WebAssembly kernel may be bound to it
 * @param shared - whether other threads are to see it
 * @throws RangeError if the engine has not so much memory
 */
export function acquireArena(bytes: number, wasm: boolean, shared = false): Arena {
  const found = idle.findIndex(
    (arena) => arena.buffer.byteLength >= bytes && (arena.memory !== undefined) === wasm && arena.shared === shared,
  );
  if (found >= 0) return idle.splice(found, 1)[0];
  const pages = pagesFor(bytes);
  try {
    if (wasm) return arenaOf(new WebAssembly.Memory({ initial: pages, maximum: pages, shared }));
    return arenaOf(shared ? new SharedArrayBuffer(pages * PAGE) : new ArrayBuffer(pages * PAGE));
  } catch (cause) {
    throw new RangeError(
      `the engine refused ${(bytes / 1_048_576).toFixed(0)} MiB of memory; fit a sample of the rows or fewer features`,
      { cause },
    );
  }
}

/** The arena on a WebAssembly memory, or on a buffer. */
export function arenaOf(source: LinearMemory | ArrayBufferLike): Arena {
  const memory = 'buffer' in source ? source : undefined;
  const buffer = memory ? memory.buffer : (source as ArrayBufferLike);
  // of any realm; and where there is none, nothing is shared
  const shared = Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
  return { ...(memory && { memory }), buffer, shared, kernels: new WeakMap() };
}

/** Whether the same kernels can be bound to two arenas. */
function isSameKind(a: Arena, b: Arena): boolean {
  return (a.memory === undefined) === (b.memory === undefined) && a.shared === b.shared;
}

/** Whether memory of so many bytes may be kept for the next call. */
export function isSmall(bytes: number): boolean {
  return bytes <= KEPT_BYTES;
}

/** Gives an arena back; nothing may use it any more. */
export function releaseArena(arena: Arena): void {
  if (!isSmall(arena.buffer.byteLength)) return;
  idle.push(arena);
  const kind = idle.filter((other) => isSameKind(other, arena));
  if (kind.length <= KEPT) return;
  // the smallest goes: a larger one of its kind can serve in its place
  const smallest = kind.reduce((least, other) => (other.buffer.byteLength < least.buffer.byteLength ? other : least));
  idle.splice(idle.indexOf(smallest), 1);
}

/** Lets go of the arenas that are kept; the next call takes new ones. */
export function forgetArenas(): void {
  idle.length = 0;
}
