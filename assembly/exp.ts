// exp on a block of logs, and on one number over the whole range.
//
//   e^x = 2^(n/64) e^r        n = the integer nearest to 64 x / ln 2, r = x - n ln 2 / 64, |r| <= 0.00542
//   2^(n/64) = 2^i 2^(j/64)   j = n mod 64; 2^(j/64) = h (1 + t), h a double and t what it misses (roots.ts)
//   e^x = s + s (t + r + r^2 q(r))        s = 2^i h
//
// Logs of blocks come in steps of ln 2 / 64: then n is the integer nearest to x, r is x - n steps without error, and the
// coefficients are those of a polynomial in steps. Elsewhere ln 2 / 64 is taken in two constants (Cody & Waite): STEP_HI has
// 36 bits, so n STEP_HI is exact for |n| < 2^17 and so is x - n STEP_HI.
//
// q has degree 3: minimax for the relative error of e^r, each coefficient rounded to a double before the next is fitted;
// with the rounded ones the error is 2^-59.4. It is summed in pairs, as a polynomial in r^2. The table with what its doubles
// miss is an idea of Tang (1989). The rest is rounding: of the last sum, and, a hundred times smaller, of what is added to
// s. Scaling by 2^i is exact, or rounds once more where the result is subnormal.
//
// Error: below 0.52 ulp, of subnormal results below 0.77, and monotone across all seams of the reduction (strict
// arithmetic; test/kernel/exp.test.ts). exp(0) = 1.
//
// For blocks the roots are in a table, and so are the constants: an engine builds a v128 constant anew from two 64-bit
// immediates at each use, which costs four instructions; a load with splat is one.
//
//   table   64 × (t | bits of h, less j·2^46) | shift step c2 c3 c4 c5 zero | 7 free | check 2      c_i of (r / step)^i
//
// Twin: src/kernel/twin/exp.ts

import { clear, HALF_BYTES, madd } from './lanes';
import { BITS, root } from './roots';

/** −64 ln 2 in steps: what is less beside the greatest is 0. */
export const ZERO: f64 = -4096;

/** ln 2 / 64: logs of densities are in such steps. */
export const STEP: f64 = 0.010830424696249145;
/** 64 / ln 2: steps in a log of 1. */
export const STEPS: f64 = 92.33248261689366;
/** The 36 leading bits of ln 2 / 64. */
const STEP_HI: f64 = 0.010830424696223417;
/** ln 2 / 64 - STEP_HI */
const STEP_LO: f64 = 2.572804622327669e-14;
/** 1.5·2^52: adding it rounds to an integer and leaves that integer in the low bits. */
const SHIFT: f64 = 6755399441055744;
/** The largest argument with a finite result. */
const LARGEST: f64 = 709.782712893384;
/** The result is 0 from here on down. */
const SMALLEST: f64 = -745.1332191019412;

const C2: f64 = 0.49999999999948574;
const C3: f64 = 0.16666666666681196;
const C4: f64 = 0.04166672336372109;
const C5: f64 = 0.008333332939276638;

// times STEP, as often as their index says
const C2_OF_STEPS: f64 = 5.864904955050137e-05;
const C3_OF_STEPS: f64 = 2.117313715548323e-07;
const C4_OF_STEPS: f64 = 5.732859489499702e-10;
const C5_OF_STEPS: f64 = 1.2417843114516789e-12;

/** Roots in the table. */
const ROOTS: i32 = 1 << BITS;
/** Shifts n/64 to where the exponent of a double is. */
const TO_EXPONENT: i32 = 52 - BITS;
/** Bytes from the start of the table. */
const CONSTANTS: usize = 16 * ROOTS;
const CHECK: usize = CONSTANTS + 112;
/** Doubles of the table. */
export const EXP_TABLE: i32 = 2 * ROOTS + 16;
/**
 * What all 16 bytes of the table come to, each bit modulo 2, but for its address: no memory is so by accident, nor by
 * pieces of tables that have been elsewhere.
 */
const WHOLE_TABLE: i64 = 0x6a09e667f3bcc908;

/**
 * Sees to it that the table is there. Memory comes as it was left: mostly with the table, which is known by all of its
 * bits, as to make it takes longer than a pass over a few rows.
 *
 * @param table - a multiple of 16
 */
export function readyExp(table: usize): void {
  if (!i64x2.all_true(i64x2.eq(parity(table), mark(table)))) tabulate(table);
}

function mark(table: usize): v128 {
  return i64x2.splat(WHOLE_TABLE ^ <i64>table);
}

function parity(table: usize): v128 {
  let p0 = v128.load(table), p1 = v128.load(table, 16), p2 = v128.load(table, 32), p3 = v128.load(table, 48);
  for (const end = table + (EXP_TABLE << 3); (table += 64) < end; ) {
    p0 = v128.xor(p0, v128.load(table));
    p1 = v128.xor(p1, v128.load(table, 16));
    p2 = v128.xor(p2, v128.load(table, 32));
    p3 = v128.xor(p3, v128.load(table, 48));
  }
  return v128.xor(v128.xor(p0, p1), v128.xor(p2, p3));
}

function tabulate(table: usize): void {
  clear(table, EXP_TABLE);
  for (let j = 0; j < ROOTS; j++) {
    const entry = table + (<usize>j << 4);
    store<f64>(entry, root(j, true));
    store<i64>(entry, reinterpret<i64>(root(j, false)) - (<i64>j << TO_EXPONENT), 8);
  }
  store<f64>(table, SHIFT, CONSTANTS);
  store<f64>(table, STEP, CONSTANTS + 8);
  store<f64>(table, C2_OF_STEPS, CONSTANTS + 16);
  store<f64>(table, C3_OF_STEPS, CONSTANTS + 24);
  store<f64>(table, C4_OF_STEPS, CONSTANTS + 32);
  store<f64>(table, C5_OF_STEPS, CONSTANTS + 40);
  store<f64>(table, ZERO, CONSTANTS + 48);
  v128.store(table, v128.xor(parity(table), mark(table)), CHECK);
}

/** t and h of the entry of n. */
// @ts-ignore: decorator
@inline
function entryOf(table: usize, n: i32): v128 {
  return v128.load(table + (<usize>(n & (ROOTS - 1)) << 4));
}

/** `expBlock` for half a block: four logs. */
// @ts-ignore: decorator
@inline
export function expHalf(at: usize, m0: v128, m1: v128, table: usize): bool {
  const cut = v128.load64_splat(table, CONSTANTS + 48);
  const x0 = f64x2.sub(v128.load(at), m0), kept0 = f64x2.ge(x0, cut);
  const x1 = f64x2.sub(v128.load(at, 16), m1), kept1 = f64x2.ge(x1, cut);
  if (!v128.any_true(v128.or(kept0, kept1))) {
    const zero = f64x2.splat(0);
    v128.store(at, zero);
    v128.store(at, zero, 16);
    return false;
  }
  const shift = v128.load64_splat(table, CONSTANTS);
  const bits0 = f64x2.add(x0, shift), r0 = f64x2.sub(x0, f64x2.sub(bits0, shift));
  const bits1 = f64x2.add(x1, shift), r1 = f64x2.sub(x1, f64x2.sub(bits1, shift));
  v128.store(at, bits0);
  v128.store(at, bits1, 16);
  const even0 = entryOf(table, load<i32>(at)), odd0 = entryOf(table, load<i32>(at, 8));
  const even1 = entryOf(table, load<i32>(at, 16)), odd1 = entryOf(table, load<i32>(at, 24));
  // 2^i into the exponent
  const s0 = i64x2.add(v128.shuffle<i64>(even0, odd0, 1, 3), i64x2.shl(bits0, TO_EXPONENT));
  const s1 = i64x2.add(v128.shuffle<i64>(even1, odd1, 1, 3), i64x2.shl(bits1, TO_EXPONENT));
  const t0 = f64x2.mul(r0, r0), t1 = f64x2.mul(r1, r1);
  const c5 = v128.load64_splat(table, CONSTANTS + 40), c4 = v128.load64_splat(table, CONSTANTS + 32);
  let q0 = madd(c5, r0, c4), q1 = madd(c5, r1, c4);
  const c3 = v128.load64_splat(table, CONSTANTS + 24), c2 = v128.load64_splat(table, CONSTANTS + 16);
  q0 = madd(q0, t0, madd(c3, r0, c2));
  q1 = madd(q1, t1, madd(c3, r1, c2));
  const step = v128.load64_splat(table, CONSTANTS + 8);
  const p0 = madd(t0, q0, madd(step, r0, v128.shuffle<i64>(even0, odd0, 0, 2)));
  const p1 = madd(t1, q1, madd(step, r1, v128.shuffle<i64>(even1, odd1, 0, 2)));
  v128.store(at, v128.and(madd(s0, p0, s0), kept0));
  v128.store(at, v128.and(madd(s1, p1, s1), kept1), 16);
  return true;
}

/**
 * One block of a component's logs l at `at`, in steps, becomes e^(l - m), and exactly 0 where l - m < ZERO; l <= m.
 *
 * @param table - after `readyExp`
 * @returns false if all eight are 0
 */
// @ts-ignore: decorator
@inline
export function expBlock(at: usize, m0: v128, m1: v128, m2: v128, m3: v128, table: usize): bool {
  const first = expHalf(at, m0, m1, table), second = expHalf(at + HALF_BYTES, m2, m3, table);
  return first || second;
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
  const n = SHIFT + x * STEPS - SHIFT;
  const r = x + n * -STEP_HI + n * -STEP_LO;
  const t = r * r;
  const q = C2 + C3 * r + (C4 + C5 * r) * t;
  const whole = <i32>n;
  const j = whole & (ROOTS - 1);
  const head = root(j, false);
  const y = head + head * (r + root(j, true) + t * q);
  // two factors, so that only the last product can leave the normal numbers, and rounds once
  const exponent = whole >> BITS;
  const half = exponent >> 1;
  return y * power(half) * power(exponent - half);
}
