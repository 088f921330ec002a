// What a pass costs, roughly: enough to tell work that is worth sharing from work that is not.

import { isTied, shapeOf } from './twin/layout.js';

/** Rough milliseconds of one E-step with statistics over n rows on one thread. */
export function passMilliseconds(n: number, d: number, k: number, family: number): number {
  const perPair = shapeOf(family) === 0 && !isTied(family) ? 3 + 1.2 * d + 0.1 * d * d : 3 + 0.8 * d;
  return (n * k * perPair) / 1e6;
}
