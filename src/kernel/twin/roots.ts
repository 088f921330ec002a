// 2^(j/64) for 0 <= j < 64, as a double and what it misses, the same bits as assembly/roots.ts: how is told there.

/** 2^27 + 1: leaves the upper half of a double's bits. */
const SPLITTER = 134217729;
/** Bits of j. */
export const BITS = 6;

/** 2^(2^bit/64) */
const POWERS = [
  1.0108892860517005,
  1.0218971486541166,
  1.0442737824274138,
  1.0905077326652577,
  1.189207115002721,
  Math.SQRT2,
];
/** What they miss. */
const MISSING = [
  -1.5234778603368577e-17, 5.109225028973444e-17, 8.551889705537965e-17, -3.046782079812471e-17, 3.982015231465646e-17,
  -9.667293313452913e-17,
];

function upper(x: number): number {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}

/** h and t of 2^(j/64) = h (1 + t). */
export function root(j: number): { head: number; tail: number } {
  let high = 1;
  let low = 0;
  for (let bit = 0; bit < BITS; bit++) {
    if (!((j >> bit) & 1)) continue;
    const factor = POWERS[bit];
    const product = high * factor;
    const high1 = upper(high);
    const high2 = high - high1;
    const factor1 = upper(factor);
    const factor2 = factor - factor1;
    const missed = high1 * factor1 - product + high1 * factor2 + high2 * factor1 + high2 * factor2;
    low = missed + (high * MISSING[bit] + low * factor);
    high = product + low;
    low -= high - product;
  }
  return { head: high, tail: low / high };
}
