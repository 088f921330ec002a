// The WebAssembly binaries: decoded, validated, and compiled once each.

import { DIGITS, RADIX } from '../generated/digits.js';
import { binary as simd } from '../generated/simd.js';
import { withSharedMemory } from '../threads/shared-memory.js';
import { absence, relaxed } from './relaxed/index.js';

/** Strict, or with fused multiply-add; and that on a memory that threads share. */
export type Variant = 'simd' | 'relaxed' | 'simd-threads' | 'relaxed-threads';

const modules = new Map<Variant, WebAssembly.Module>();
const valid = new Map<Variant, boolean>();

/** The bytes of a binary that is inlined as text (build.mjs). */
export function fromText(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) values[DIGITS.charCodeAt(i)] = i;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let high = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)];
    if (value < RADIX) bytes[length++] = high + value;
    high = value < RADIX ? 0 : RADIX * (value - RADIX + 1);
  }
  return bytes.slice(0, length);
}

function bytesOf(variant: Variant): Uint8Array<ArrayBuffer> {
  const bytes = fromText(variant.startsWith('simd') ? simd : relaxed);
  return variant.endsWith('-threads') ? withSharedMemory(bytes) : bytes;
}

/** Why a variant cannot run here; undefined if nothing speaks against it. */
export function obstacle(variant: Variant): string | undefined {
  if (typeof WebAssembly !== 'object') return 'this engine has no WebAssembly';
  if (absence && variant.startsWith('relaxed')) return absence;
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
