// 2^(j/64) for 0 <= j < 64, as a double and what it misses: 2^(j/64) = h (1 + t).
//
// A product of those of 2^(1/64), 2^(2/64), 2^(4/64), … that the bits of j name. Each is a sum of two doubles, and so is
// the product: what the product of the first ones misses is found without error by halves of 26 bits (Dekker 1971). So
// both languages have the same roots without a list of them, and h (1 + t) is right to 2^-100.
//
// Twin: src/kernel/twin/roots.ts

/** 2^27 + 1: leaves the upper half of a double's bits. */
const SPLITTER: f64 = 134217729;
/** Bits of j. */
export const BITS: i32 = 6;

/** 2^(2^bit/64) */
function power(bit: i32): f64 {
  switch (bit) {
    case 0: return 1.0108892860517005;
    case 1: return 1.0218971486541166;
    case 2: return 1.0442737824274138;
    case 3: return 1.0905077326652577;
    case 4: return 1.189207115002721;
    default: return Math.SQRT2;
  }
}

/** What `power` misses. */
function missing(bit: i32): f64 {
  switch (bit) {
    case 0: return -1.5234778603368577e-17;
    case 1: return 5.109225028973444e-17;
    case 2: return 8.551889705537965e-17;
    case 3: return -3.046782079812471e-17;
    case 4: return 3.982015231465646e-17;
    default: return -9.667293313452913e-17;
  }
}

function upper(x: f64): f64 {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}

/** h, or t. */
export function root(j: i32, tail: bool): f64 {
  let high: f64 = 1, low: f64 = 0;
  for (let bit = 0; bit < BITS; bit++) {
    if (!((j >> bit) & 1)) continue;
    const factor = power(bit);
    const product = high * factor;
    const high1 = upper(high), high2 = high - high1;
    const factor1 = upper(factor), factor2 = factor - factor1;
    const missed = high1 * factor1 - product + high1 * factor2 + high2 * factor1 + high2 * factor2;
    low = missed + (high * missing(bit) + low * factor);
    high = product + low;
    low -= high - product;
  }
  return tail ? low / high : high;
}
