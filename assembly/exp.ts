// exp on a block of eight logs, and on one number over the whole range.
//
//   e^x = 2^n e^r         n = the integer nearest to x / ln 2, r = x - n ln 2, |r| <= 0.3466
//   e^r = 1 + (r + r^2 q(r))
//
// ln 2 in two constants (Cody & Waite): LN2_HI has 42 bits, so n LN2_HI is exact for |n| < 2048 and so is x - n LN2_HI.
// q has degree 9: minimax (Remez exchange) for the relative error of e^r, each coefficient rounded to a double before
// the next is fitted; with the rounded ones the error is 2^-57.9. It is summed in pairs, as a polynomial in r^2, so that
// the chain of dependent operations is half as long. The rest is rounding: of r, of r + r^2 q, and of the
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
 * Writes the constants of `expBlock` to memory. An engine builds a v128 constant anew from two 64-bit immediates at
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

/**
 * One block of a component's logs l at `at` becomes e^(l - m), and exactly 0 where l - m < cut; -708 <= cut, l <= m.
 *
 * Four vectors go side by side: each constant is loaded once for all, and four chains of additions are in flight.
 *
 * @param table - what `storeExpTable` wrote
 * @returns false if all eight are 0
 */
// @ts-ignore: decorator
@inline
export function expBlock(at: usize, m0: v128, m1: v128, m2: v128, m3: v128, cut: f64, table: usize): bool {
  const least = f64x2.splat(cut);
  const x0 = f64x2.sub(v128.load(at), m0), kept0 = f64x2.ge(x0, least);
  const x1 = f64x2.sub(v128.load(at, 16), m1), kept1 = f64x2.ge(x1, least);
  const x2 = f64x2.sub(v128.load(at, 32), m2), kept2 = f64x2.ge(x2, least);
  const x3 = f64x2.sub(v128.load(at, 48), m3), kept3 = f64x2.ge(x3, least);
  if (!v128.any_true(v128.or(v128.or(kept0, kept1), v128.or(kept2, kept3)))) {
    const zero = f64x2.splat(0);
    v128.store(at, zero);
    v128.store(at, zero, 16);
    v128.store(at, zero, 32);
    v128.store(at, zero, 48);
    return false;
  }
  const log2e = v128.load64_splat(table), shift = v128.load64_splat(table, 8);
  const bits0 = madd(x0, log2e, shift), n0 = f64x2.sub(bits0, shift);
  const bits1 = madd(x1, log2e, shift), n1 = f64x2.sub(bits1, shift);
  const bits2 = madd(x2, log2e, shift), n2 = f64x2.sub(bits2, shift);
  const bits3 = madd(x3, log2e, shift), n3 = f64x2.sub(bits3, shift);
  const high = v128.load64_splat(table, 16), low = v128.load64_splat(table, 24);
  const r0 = madd(n0, low, madd(n0, high, x0));
  const r1 = madd(n1, low, madd(n1, high, x1));
  const r2 = madd(n2, low, madd(n2, high, x2));
  const r3 = madd(n3, low, madd(n3, high, x3));
  // four short chains in place of a long one
  const t0 = f64x2.mul(r0, r0), t1 = f64x2.mul(r1, r1), t2 = f64x2.mul(r2, r2), t3 = f64x2.mul(r3, r3);
  const c11 = v128.load64_splat(table, 104), c10 = v128.load64_splat(table, 96);
  let q0 = madd(c11, r0, c10), q1 = madd(c11, r1, c10), q2 = madd(c11, r2, c10), q3 = madd(c11, r3, c10);
  const c9 = v128.load64_splat(table, 88), c8 = v128.load64_splat(table, 80);
  q0 = madd(q0, t0, madd(c9, r0, c8)); q1 = madd(q1, t1, madd(c9, r1, c8));
  q2 = madd(q2, t2, madd(c9, r2, c8)); q3 = madd(q3, t3, madd(c9, r3, c8));
  const c7 = v128.load64_splat(table, 72), c6 = v128.load64_splat(table, 64);
  q0 = madd(q0, t0, madd(c7, r0, c6)); q1 = madd(q1, t1, madd(c7, r1, c6));
  q2 = madd(q2, t2, madd(c7, r2, c6)); q3 = madd(q3, t3, madd(c7, r3, c6));
  const c5 = v128.load64_splat(table, 56), c4 = v128.load64_splat(table, 48);
  q0 = madd(q0, t0, madd(c5, r0, c4)); q1 = madd(q1, t1, madd(c5, r1, c4));
  q2 = madd(q2, t2, madd(c5, r2, c4)); q3 = madd(q3, t3, madd(c5, r3, c4));
  const c3 = v128.load64_splat(table, 40), c2 = v128.load64_splat(table, 32);
  q0 = madd(q0, t0, madd(c3, r0, c2)); q1 = madd(q1, t1, madd(c3, r1, c2));
  q2 = madd(q2, t2, madd(c3, r2, c2)); q3 = madd(q3, t3, madd(c3, r3, c2));
  const one = v128.load64_splat(table, 112);
  const y0 = f64x2.add(one, madd(t0, q0, r0));
  const y1 = f64x2.add(one, madd(t1, q1, r1));
  const y2 = f64x2.add(one, madd(t2, q2, r2));
  const y3 = f64x2.add(one, madd(t3, q3, r3));
  // n into the exponent: the low 12 bits of `bits` are n modulo 2^12
  v128.store(at, v128.and(i64x2.add(y0, i64x2.shl(bits0, 52)), kept0));
  v128.store(at, v128.and(i64x2.add(y1, i64x2.shl(bits1, 52)), kept1), 16);
  v128.store(at, v128.and(i64x2.add(y2, i64x2.shl(bits2, 52)), kept2), 32);
  v128.store(at, v128.and(i64x2.add(y3, i64x2.shl(bits3, 52)), kept3), 48);
  return true;
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
  const t = r * r;
  let q = C10 + C11 * r;
  q = C8 + C9 * r + q * t;
  q = C6 + C7 * r + q * t;
  q = C4 + C5 * r + q * t;
  q = C2 + C3 * r + q * t;
  const y = 1 + (r + t * q);
  // two factors, so that only the last product can leave the normal numbers, and rounds once
  const whole = <i32>n;
  const half = whole >> 1;
  return y * power(half) * power(whole - half);
}
