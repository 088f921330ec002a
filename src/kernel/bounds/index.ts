// Where bounds of distances are kept from pass to pass (assembly/bounds.ts), and what is to be done about them.

import type { ProblemSize } from '../memory.js';
import type { Range, Ranges } from '../ranges.js';
import { NOT_KEPT } from '../twin/bounds.js';
import { parametersLength, TIED } from '../twin/layout.js';

/** Whether they are kept of rows that are put in order: not where they would take more than a quarter of what rows take. */
export function isBounded({ d, k, family }: ProblemSize): boolean {
  return family !== TIED && 2 * k <= d;
}

/** Bytes of those of so many rows, of one slice. */
export function boundsBytes(rows: number, k: number): number {
  return 8 + 4 * rows * k;
}

/** Bytes of what a worker notes of the pass before. */
export function driftBytes({ d, k, family }: ProblemSize): number {
  return 8 * (1 + 2 * k + parametersLength(d, k, family));
}

/** Notes how far the components have moved since the pass before. */
export function noteDrift({ bounded, kernel, size, at }: Ranges): void {
  if (bounded) kernel.functions.drift(at.parameters, size.d, size.k, size.family, at.drift, at.scratch);
}

/** Keeps none of a slice until its rows are put in order. */
export function dropBounds({ kernel }: Ranges, { bounds }: Range): void {
  if (bounds) kernel.integers[bounds / 4] = NOT_KEPT;
}
