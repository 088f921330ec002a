// Tiles in single precision: half the bytes at rest. To be worked on, a range of them is widened to doubles, and what
// was put in order is narrowed again; what single precision holds comes back unchanged.
//
// Kernel: assembly/single.ts

/** `count` floats from `source` on become doubles at `target`. */
export function widen(floats: Float32Array, source: number, count: number, memory: Float64Array, target: number): void {
  for (let i = 0; i < count; i++) memory[target + i] = floats[source + i];
}

/**
 * `count` doubles from `source` on become the nearest floats at `target`, to even on a tie.
 *
 * @returns false if one is beyond the largest float
 */
export function narrow(
  memory: Float64Array,
  source: number,
  count: number,
  floats: Float32Array,
  target: number,
): boolean {
  let within = true;
  for (let i = 0; i < count; i++) {
    floats[target + i] = memory[source + i];
    if (Math.abs(floats[target + i]) === Number.POSITIVE_INFINITY) within = false;
  }
  return within;
}
