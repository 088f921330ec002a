// log on two lanes, and on one number over the whole range.
//
//   log x = k ln 2 + log(1 + f)     x = 2^k (1 + f), 1 + f in [sqrt 1/2, sqrt 2)
//   log(1 + f) = f - (f^2/2 - s (f^2/2 + z Q(z)))     s = f / (2 + f), z = s^2 <= 0.0295
//
// The second line is 2 atanh s written so that f, which is exact, is added last (as in fdlibm's e_log.c); near x = 1
// the rest is small beside it. ln 2 in two constants (Cody & Waite), k LN2_HI exact; where k is not 0 the sum is at
// least 0.34, so nothing cancels. Q has degree 6: minimax (Remez exchange) for the relative error of log(1 + f), each
// coefficient rounded to a double before the next is fitted; with the rounded ones the error is 2^-59.3.
//
// Error: below 0.9 ulp, and monotone across all seams of the reduction (strict arithmetic;
// test/kernel/log.test.ts; 0.886 at worst in 6·10^6 arguments where it is worst, just below sqrt 1/2). log(1) = 0.
// Twin: src/kernel/twin/log.ts

import { madd } from './lanes';

/** The 42 leading bits of ln 2. */
const LN2_HI: f64 = 0.6931471805598903;
/** ln 2 - LN2_HI */
const LN2_LO: f64 = 5.497923018708371e-14;

const C1: f64 = 0.6666666666666731;
const C2: f64 = 0.3999999999943335;
const C3: f64 = 0.2857142873921026;
const C4: f64 = 0.2222219883002754;
const C5: f64 = 0.18183553252390053;
const C6: f64 = 0.15314300927072055;
const C7: f64 = 0.14793596843726736;

/** The bits of sqrt 1/2, the lower word left out. */
const ROOT_HALF: i64 = 0x3fe6a09e00000000;
/** The bits of 1, less ROOT_HALF: carries x from sqrt 2 on into the next exponent. */
const ROUND_UP: i64 = 0x3ff0000000000000 - 0x3fe6a09e00000000;
const MANTISSA: i64 = 0x000fffffffffffff;
/** The bits of 2^52: over an integer below 2^52 they make the double 2^52 + integer. */
const INTEGER: i64 = 0x4330000000000000;
/** 2^52 + 1023, the integer's offset and the exponent's. */
const BIAS: f64 = 4503599627371519;
const SMALLEST_NORMAL: f64 = 2.2250738585072014e-308;
const TWO_54: f64 = 18014398509481984;

/** log(x·2^(BIAS - bias)) for x > 0 and normal. */
// @ts-ignore: decorator
@inline
function biased(x: v128, bias: v128): v128 {
  // x = 2^k (1 + f); no lane conversion from i64 to f64 exists, hence the bits of 2^52
  const bits = i64x2.add(x, i64x2.splat(ROUND_UP));
  const k = f64x2.sub(v128.or(i64x2.shr_u(bits, 52), i64x2.splat(INTEGER)), bias);
  const m = i64x2.add(v128.and(bits, i64x2.splat(MANTISSA)), i64x2.splat(ROOT_HALF));
  const f = f64x2.sub(m, f64x2.splat(1));

  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  let q = madd(f64x2.splat(C7), z, f64x2.splat(C6));
  q = madd(q, z, f64x2.splat(C5));
  q = madd(q, z, f64x2.splat(C4));
  q = madd(q, z, f64x2.splat(C3));
  q = madd(q, z, f64x2.splat(C2));
  q = madd(q, z, f64x2.splat(C1));

  const h = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const t = madd(k, f64x2.splat(LN2_LO), f64x2.mul(s, madd(z, q, h)));
  return madd(k, f64x2.splat(LN2_HI), f64x2.sub(f, f64x2.sub(h, t)));
}

/** log x for positive normal x; elsewhere the result means nothing, and nothing traps. */
// @ts-ignore: decorator
@inline
export function logLanes(x: v128): v128 {
  return biased(x, f64x2.splat(BIAS));
}

/** log x for any x. */
export function log(x: f64): f64 {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const subnormal = x < SMALLEST_NORMAL;
  const scaled = f64x2.splat(subnormal ? x * TWO_54 : x);
  const bias = f64x2.splat(subnormal ? BIAS + 54 : BIAS);
  return f64x2.extract_lane(biased(scaled, bias), 0);
}
