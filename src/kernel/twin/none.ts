// What stands in for the twin in `gmm-wasm/core`: as much of it as packs rows while the binary is being compiled. Nothing
// else is asked of it, since no kernel is chosen there but WebAssembly.

import { absence as absenceOf } from '../../absent.js';
import type { Kernel, KernelFunctions } from '../kernel.js';
import { packingFunctions } from './packing.js';

export const absence: string | undefined = absenceOf("fallback (backend 'js')");

export function createTwin(arena: ArrayBufferLike): Kernel {
  const doubles = new Float64Array(arena);
  return { doubles, integers: new Int32Array(arena), functions: packingFunctions(doubles) as KernelFunctions };
}
