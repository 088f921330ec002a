// What is needed of types that not every platform declares, so that the package's own types need neither DOM nor Node.

/** An AbortSignal. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

/** A URL. */
export interface Location {
  readonly href: string;
  readonly protocol: string;
}

/** A compiled WebAssembly.Module, which has no members to tell it by. */
export type CompiledModule = object;

/** The bytes of a binary. */
export type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** A WebAssembly.Memory. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}
