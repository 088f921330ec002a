// What rows are packed with: all that is needed of a kernel before there are parameters.

import type { KernelFunctions } from '../kernel.js';
import { narrow, widen } from './single.js';
import { pack } from './tile.js';

export type PackingFunctions = Pick<KernelFunctions, 'pack' | 'widen' | 'narrow'>;

export function packingFunctions(f: Float64Array): PackingFunctions {
  const singles = new Float32Array(f.buffer);
  return {
    pack: (source, rows, d, origin, s1, s2, target) => pack(f, source / 8, rows, d, origin / 8, s1, s2, target / 8),
    widen: (source, count, target) => widen(singles, source / 4, count, f, target / 8),
    narrow: (source, count, target) => Number(narrow(f, source / 8, count, singles, target / 4)),
  };
}
