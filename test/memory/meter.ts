// What memory is in use: WebAssembly memories are counted as they are made, so the library must be imported after this.

const MIB = 2 ** 20;

interface Made {
  count: number;
  /** Bytes of all that were ever made. */
  bytes: number;
  readonly alive: Map<number, WeakRef<WebAssembly.Memory>>;
}

const made: Made = { count: 0, bytes: 0, alive: new Map() };

class CountedMemory extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    made.alive.set(made.count++, new WeakRef(this));
    made.bytes += this.buffer.byteLength;
  }
}

// before any module of the library is evaluated
Object.defineProperty(WebAssembly, 'Memory', { value: CountedMemory, configurable: true, writable: true });

/** How many memories were ever made. */
export function memoriesMade(): number {
  return made.count;
}

/** Bytes of WebAssembly memories that still exist, plus those of ArrayBuffers. */
export function inUse(): number {
  let wasm = 0;
  for (const [index, reference] of made.alive) {
    const memory = reference.deref();
    if (memory) wasm += memory.buffer.byteLength;
    else made.alive.delete(index);
  }
  // some engines count a WebAssembly memory among the ArrayBuffers as well: then this is too much, never too little
  return wasm + process.memoryUsage().arrayBuffers;
}

/** Collects garbage, weak references and finalisers too. */
export async function collect(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function gc(): void {
  const run = (globalThis as { gc?: () => void }).gc;
  if (!run) throw new Error('the project memory runs with --expose-gc');
  run();
}

export const mebibytes = (bytes: number): number => bytes / MIB;

/** Looks every few milliseconds, and when asked. */
export class Peak {
  readonly #base = inUse();
  readonly #timer = setInterval(() => this.look(), 2);
  #highest = this.#base;
  looks = 0;

  look(): void {
    this.looks++;
    this.#highest = Math.max(this.#highest, inUse());
  }

  /** MiB beyond what there was at the beginning. */
  end(): number {
    this.look();
    clearInterval(this.#timer);
    return mebibytes(this.#highest - this.#base);
  }
}

/** Rows in three clusters, cheap to make: n·d numbers. */
export function fill(data: Float64Array, d: number): Float64Array {
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 32 + 3 * (Math.floor(i / d) % 3);
  }
  return data;
}
