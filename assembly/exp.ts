// exp on two lanes, and on one number over the whole range.
//
//   e^x = 2^n e^r         n = the integer nearest to x / ln 2, r = x - n ln 2, |r| <= 0.3466
//   e^r = 1 + (r + r^2 q(r))
//
// ln 2 in two constants (Cody & Waite): LN2_HI has 42 bits, so n LN2_HI is exact for |n| < 2048 and so is x - n LN2_HI.
// q has degree 9: minimax (Remez exchange) for the relative error of e^r, each coefficient rounded to a double before
// the next is fitted; with the rounded ones the error is 2^-57.9. The rest is rounding: of r, of r + r^2 q, and of the
// last sum, most where e^r < 0.78. Scaling by 2^n is exact, or rounds once where the result is subnormal.
//
// Error: below 0.98 ulp, and monotone across all seams of the reduction (strict arithmetic; test/kernel/exp.test.ts;
// 0.973 at worst in 10^7 arguments where it is worst). exp(0) = 1.
// Twin: src/kernel/twin/exp.ts

import { madd } from './lanes';

const LOG2E: f64 = 1.4426950408889634;
/** The 42 leading bits of ln 2. */
export const LN2_HI: f64 = 0.6931471805598903;
/** ln 2 - LN2_HI */
export const LN2_LO: f64 = 5.497923018708371e-14;
/** 1.5·2^52: adding it rounds to an integer and leaves that integer in the low bits. */
const SHIFT: f64 = 6755399441055744;
/** The largest argument with a finite result. */
const LARGEST: f64 = 709.782712893384;
/** The result is 0 from here on down. */
const SMALLEST: f64 = -745.1332191019412;

const C2: f64 = 0.5000000000000011;
const C3: f64 = 0.16666666666666466;
const C4: f64 = 0.04166666666652881;
const C5: f64 = 0.008333333333470184;
const C6: f64 = 0.001388888894369694;
const C7: f64 = 0.00019841269546311762;
const C8: f64 = 2.480149317512646e-5;
const C9: f64 = 2.7557558423853666e-6;
const C10: f64 = 2.763019319862576e-7;
const C11: f64 = 2.5007232452598398e-8;

/** Doubles of the table of constants. */
export const EXP_TABLE: i32 = 15;

/**
 * Writes the constants of `expLanes` to memory. An engine builds a v128 constant anew from two 64-bit immediates at
 * each use, which costs four instructions; a load with splat is one, and the loop over components has no registers
 * to keep them in.
 */
export function storeExpTable(table: usize): void {
  store<f64>(table, LOG2E);
  store<f64>(table, SHIFT, 8);
  store<f64>(table, -LN2_HI, 16);
  store<f64>(table, -LN2_LO, 24);
  store<f64>(table, C2, 32);
  store<f64>(table, C3, 40);
  store<f64>(table, C4, 48);
  store<f64>(table, C5, 56);
  store<f64>(table, C6, 64);
  store<f64>(table, C7, 72);
  store<f64>(table, C8, 80);
  store<f64>(table, C9, 88);
  store<f64>(table, C10, 96);
  store<f64>(table, C11, 104);
  store<f64>(table, 1, 112);
}

/** e^x for -708 <= x <= 709; elsewhere the result means nothing, and nothing traps. */
// @ts-ignore: decorator
@inline
export function expLanes(x: v128, table: usize): v128 {
  const shift = v128.load64_splat(table, 8);
  const bits = madd(x, v128.load64_splat(table), shift);
  const n = f64x2.sub(bits, shift);
  const r = madd(n, v128.load64_splat(table, 24), madd(n, v128.load64_splat(table, 16), x));
  // odd and even powers apart: two short chains of additions instead of one long one
  const rr = f64x2.mul(r, r);
  let odd = madd(v128.load64_splat(table, 104), rr, v128.load64_splat(table, 88));
  let even = madd(v128.load64_splat(table, 96), rr, v128.load64_splat(table, 80));
  odd = madd(odd, rr, v128.load64_splat(table, 72));
  even = madd(even, rr, v128.load64_splat(table, 64));
  odd = madd(odd, rr, v128.load64_splat(table, 56));
  even = madd(even, rr, v128.load64_splat(table, 48));
  odd = madd(odd, rr, v128.load64_splat(table, 40));
  even = madd(even, rr, v128.load64_splat(table, 32));
  const y = f64x2.add(v128.load64_splat(table, 112), madd(rr, madd(odd, r, even), r));
  // n into the exponent: the low 12 bits are n modulo 2^12
  return i64x2.add(y, i64x2.shl(bits, 52));
}

/** 2^n for -1022 <= n <= 1023. */
function power(n: i32): f64 {
  return reinterpret<f64>(<i64>(n + 1023) << 52);
}

/** e^x for any x. */
export function exp(x: f64): f64 {
  if (x > LARGEST) return Infinity;
  if (x < SMALLEST) return 0;
  if (x !== x) return x;
  const shifted = SHIFT + x * LOG2E;
  const n = shifted - SHIFT;
  const r = x + n * -LN2_HI + n * -LN2_LO;
  const rr = r * r;
  const odd = C3 + (C5 + (C7 + (C9 + C11 * rr) * rr) * rr) * rr;
  const even = C2 + (C4 + (C6 + (C8 + C10 * rr) * rr) * rr) * rr;
  const y = 1 + (r + rr * (even + odd * r));
  // two factors, so that only the last product can leave the normal numbers, and rounds once
  const whole = <i32>n;
  const half = whole >> 1;
  return y * power(half) * power(whole - half);
}
