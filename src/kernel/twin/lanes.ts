// What the sums of the kernel look like without vectors: four partial sums p[i mod 4], folded as (p0 + p2) + (p1 + p3).
// Offsets are in doubles everywhere in the twin, and `memory` is the whole arena.
//
// Kernel: assembly/lanes.ts

/** Samples in a block. */
export const BLOCK = 8;

/** y[0..count) += a·x[0..count) */
export function axpy(memory: Float64Array, y: number, x: number, a: number, count: number): void {
  for (let i = 0; i < count; i++) memory[y + i] = memory[y + i] + a * memory[x + i];
}
