// What is needed of types that not every platform declares, so that the package's own types need neither DOM nor Node.

/** An AbortSignal. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A URL. */
export interface Location {
  readonly href: string;
  readonly protocol: string;
}

/** A compiled WebAssembly.Module, which has no members to tell it by; but the promise of one is none. */
export type CompiledModule = object & { readonly then?: never };

/** The bytes of a binary. */
export type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** A WebAssembly.Memory. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}

/** A module of Node, if this is Node or something like it. */
export function builtin<T>(name: string): T | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): T | undefined } };
  return process?.getBuiltinModule?.(name);
}

/** How many threads the machine runs at once. */
export function concurrency(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  const cores = builtin<{ availableParallelism(): number }>('node:os')?.availableParallelism();
  return cores ?? navigator?.hardwareConcurrency ?? 1;
}

/** Does something after so many milliseconds, unless the process has ended by then; the answer calls it off. */
export function later(milliseconds: number, action: () => void): () => void {
  const timer: unknown = setTimeout(action, milliseconds);
  if (typeof timer === 'object') (timer as { unref?(): void }).unref?.();
  else (globalThis as { Deno?: { unrefTimer?(timer: unknown): void } }).Deno?.unrefTimer?.(timer);
  return () => clearTimeout(timer as number);
}
