// Kernels on an arena: instances of the WebAssembly module, or the twin. One of each is kept with the arena.

import type { CompiledModule } from '../platform.js';
import type { Arena } from './arena.js';
import type { Kernel, KernelFunctions } from './kernel.js';
import { createTwin } from './twin/index.js';

function imports(arena: Arena): { env: { memory: WebAssembly.Memory } } {
  if (!arena.memory) throw new TypeError('this arena has no WebAssembly memory');
  return { env: { memory: arena.memory as WebAssembly.Memory } };
}

function kept(arena: Arena, module: CompiledModule, exports: unknown): Kernel {
  const kernel: Kernel = {
    doubles: new Float64Array(arena.buffer),
    integers: new Int32Array(arena.buffer),
    functions: exports as KernelFunctions,
  };
  arena.kernels.set(module, kernel);
  return kernel;
}

/** A kernel on an arena; old browsers refuse this on their main thread. */
export function bindSync(module: CompiledModule, arena: Arena): Kernel {
  const known = arena.kernels.get(module);
  if (known) return known;
  return kept(arena, module, new WebAssembly.Instance(module as WebAssembly.Module, imports(arena)).exports);
}

export async function bind(module: CompiledModule, arena: Arena): Promise<Kernel> {
  const known = arena.kernels.get(module);
  if (known) return known;
  const { exports } = await WebAssembly.instantiate(module as WebAssembly.Module, imports(arena));
  return kept(arena, module, exports);
}

/** A module on an arena that WebAssembly can use, else the twin. */
export function bindModule(module: CompiledModule | undefined, arena: Arena): Kernel {
  return module && arena.memory ? bindSync(module, arena) : bindTwin(arena);
}

/** The twin on an arena. */
export function bindTwin(arena: Arena): Kernel {
  arena.twin ??= createTwin(arena.buffer);
  return arena.twin;
}
