// exp in doubles, the same bits as assembly/exp.ts: the formula, the error bound and the reasons are there.
//
// expOfSteps is one lane of expBlock; exp is the whole range. Products are added as c + a·b, in the order of madd.

import { BITS, root } from './roots.js';

/** ln 2 / 64: logs of densities are in such steps. */
export const STEP = 0.010830424696249145;
/** 64 / ln 2 */
export const STEPS = 92.33248261689366;
/** The 36 leading bits of ln 2 / 64. */
const STEP_HI = 0.010830424696223417;
/** ln 2 / 64 - STEP_HI */
const STEP_LO = 2.572804622327669e-14;
/** 1.5·2^52: adding it rounds to an integer and leaves that integer in the low bits. */
const SHIFT = 6755399441055744;
/** The largest argument with a finite result. */
const LARGEST = 709.782712893384;
/** The result is 0 from here on down. */
const SMALLEST = -745.1332191019412;

const C2 = 0.49999999999948574;
const C3 = 0.16666666666681196;
const C4 = 0.04166672336372109;
const C5 = 0.008333332939276638;

// times STEP, as often as their index says
const C2_OF_STEPS = 5.864904955050137e-5;
const C3_OF_STEPS = 2.117313715548323e-7;
const C4_OF_STEPS = 5.732859489499702e-10;
const C5_OF_STEPS = 1.2417843114516789e-12;

const ROOTS = 1 << BITS;

const LEAST_POWER = -1022;
/** POWERS[n - LEAST_POWER] = 2^n, -1022 <= n <= 1023. */
const POWERS = /* @__PURE__ */ powersOfTwo();
/** 2^(j/64) = TABLE[2 j + 1] (1 + TABLE[2 j]) */
const TABLE = /* @__PURE__ */ tabulate();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  powers[-LEAST_POWER] = 1;
  for (let n = 1; n <= 1023; n++) powers[n - LEAST_POWER] = 2 * powers[n - 1 - LEAST_POWER];
  for (let n = -1; n >= LEAST_POWER; n--) powers[n - LEAST_POWER] = 0.5 * powers[n + 1 - LEAST_POWER];
  return powers;
}

function tabulate(): Float64Array {
  const table = new Float64Array(2 * ROOTS);
  for (let j = 0; j < ROOTS; j++) {
    const { head, tail } = root(j);
    table[2 * j] = tail;
    table[2 * j + 1] = head;
  }
  return table;
}

/** 2^n for an integer n that a normal double can hold. */
function power(n: number): number {
  return POWERS[(n - LEAST_POWER) | 0];
}

/** 2^(j/64) but for the last bit, j = n mod 64. */
function head(n: number): number {
  return TABLE[2 * (n & (ROOTS - 1)) + 1];
}

/** What that misses. */
function tail(n: number): number {
  return TABLE[2 * (n & (ROOTS - 1))];
}

/** s + s·(first + r² q(r)), q of four coefficients. */
function series(s: number, first: number, r: number, c2: number, c3: number, c4: number, c5: number): number {
  const t = r * r;
  return s + s * (first + t * (c2 + c3 * r + (c4 + c5 * r) * t));
}

/** e^(x·ln 2/64) for -55000 <= x <= 65000; elsewhere the result means nothing. */
export function expOfSteps(x: number): number {
  const n = SHIFT + x - SHIFT;
  const r = x - n;
  const s = head(n) * power(n >> BITS);
  return series(s, tail(n) + STEP * r, r, C2_OF_STEPS, C3_OF_STEPS, C4_OF_STEPS, C5_OF_STEPS);
}

/** e^x for any x. */
export function exp(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST) return 0;
  if (Number.isNaN(x)) return x;
  const n = SHIFT + x * STEPS - SHIFT;
  const r = x + n * -STEP_HI + n * -STEP_LO;
  // two factors, so that only the last product can leave the normal numbers, and rounds once
  const exponent = n >> BITS;
  const half = exponent >> 1;
  return series(head(n), r + tail(n), r, C2, C3, C4, C5) * power(half) * power(exponent - half);
}
