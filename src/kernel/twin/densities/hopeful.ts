// Samples that are given up half-way: a quadratic form only grows, so once what is left of l lies 64 ln 2 below the best,
// so does l itself, and the weight is exactly 0.
//
// Kernel: assembly/densities/hopeful.ts

import { ZERO } from '../responsibilities.js';
import { logDensity } from './quadratic.js';

/** Terms of the form after which it is asked again whether samples are hopeless. */
export const ASK = 8;

/** Whether l − best < −64 ln 2. */
export function isHopeless(constant: number, q: number, best: number): boolean {
  return logDensity(constant, q) - best < ZERO;
}
