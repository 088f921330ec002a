// The WebAssembly binaries: decoded, validated, compiled once each, and bound to a memory.

import { instantiate, instantiateSync } from '@assemblyscript/loader';
import { relaxed, simd } from '../generated/binaries.js';
import type { CompiledModule } from '../platform.js';
import type { Arena } from './arena.js';
import type { Kernel, KernelFunctions } from './kernel.js';

/** The binaries that are inlined: strict, and with fused multiply-add. */
export type Variant = 'simd' | 'relaxed';

const encoded: Record<Variant, string> = { simd, relaxed };
const modules = new Map<Variant, WebAssembly.Module>();
const valid = new Map<Variant, boolean>();

function bytesOf(variant: Variant): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(encoded[variant]), (character) => character.charCodeAt(0));
}

/** Why a variant cannot run here; undefined if nothing speaks against it. */
export function obstacle(variant: Variant): string | undefined {
  if (typeof WebAssembly !== 'object') return 'this engine has no WebAssembly';
  if (!valid.has(variant)) valid.set(variant, WebAssembly.validate(bytesOf(variant)));
  if (valid.get(variant)) return undefined;
  return variant === 'relaxed'
    ? 'this engine does not support WebAssembly relaxed SIMD'
    : 'this engine does not support WebAssembly SIMD';
}

/** The module of a variant, if it has been compiled. */
export function compiled(variant: Variant): WebAssembly.Module | undefined {
  return modules.get(variant);
}

export function compileSync(variant: Variant): WebAssembly.Module {
  const module = modules.get(variant) ?? new WebAssembly.Module(bytesOf(variant));
  modules.set(variant, module);
  return module;
}

export async function compile(variant: Variant): Promise<WebAssembly.Module> {
  const module = modules.get(variant) ?? (await WebAssembly.compile(bytesOf(variant)));
  modules.set(variant, module);
  return module;
}

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
  // only our own: a kept arena would otherwise collect every module that callers bring
  if ([...modules.values()].includes(module as WebAssembly.Module)) arena.kernels.set(module, kernel);
  return kernel;
}

/** A kernel on an arena; old browsers refuse this on their main thread. */
export function bindSync(module: CompiledModule, arena: Arena): Kernel {
  const known = arena.kernels.get(module);
  if (known) return known;
  return kept(arena, module, instantiateSync(module as WebAssembly.Module, imports(arena)).instance.exports);
}

export async function bind(module: CompiledModule, arena: Arena): Promise<Kernel> {
  const known = arena.kernels.get(module);
  if (known) return known;
  const { instance } = await instantiate(module as WebAssembly.Module, imports(arena));
  return kept(arena, module, instance.exports);
}
