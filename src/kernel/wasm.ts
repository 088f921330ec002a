// The WebAssembly binaries: decoded, validated, and compiled once each.

import { relaxed, simd } from '../generated/binaries.js';
import { withSharedMemory } from './shared-memory.js';

/** Strict, or with fused multiply-add; and that on a memory that threads share. */
export type Variant = 'simd' | 'relaxed' | 'simd-threads' | 'relaxed-threads';

const modules = new Map<Variant, WebAssembly.Module>();
const valid = new Map<Variant, boolean>();

function digit(code: number): number {
  return code - (code > 57 ? 87 : 48);
}

/** Binaries are inlined as hexadecimal digits: what repeats in them, and the two repeat each other, compresses best so. */
function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = 16 * digit(text.charCodeAt(2 * i)) + digit(text.charCodeAt(2 * i + 1));
  }
  return bytes;
}

function bytesOf(variant: Variant): Uint8Array<ArrayBuffer> {
  const encoded = variant.startsWith('simd') ? simd : relaxed;
  const bytes = fromHex(encoded);
  return variant.endsWith('-threads') ? withSharedMemory(bytes) : bytes;
}

/** Why a variant cannot run here; undefined if nothing speaks against it. */
export function obstacle(variant: Variant): string | undefined {
  if (typeof WebAssembly !== 'object') return 'this engine has no WebAssembly';
  if (!valid.has(variant)) valid.set(variant, WebAssembly.validate(bytesOf(variant)));
  if (valid.get(variant)) return undefined;
  return variant.startsWith('relaxed')
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
