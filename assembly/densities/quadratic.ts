// From a quadratic form to a log-density in steps of ln 2/64 (exp.ts): l = c − q/(2·step). A form that overflowed is held at
// 2^1000, so that a point beyond every component still has finite log-densities, and a component of weight 0 (c = −∞)
// stays at −∞.
//
// Twin: src/kernel/twin/densities/quadratic.ts

import { STEPS } from '../exp';
import { madd } from '../lanes';

const MOST: f64 = 1.0715086071862673e301;
/** −½ in steps. */
const MINUS_HALF: f64 = -0.5 * STEPS;
/** √(½ in steps): what is multiplied by it has a square that is half a form in steps. */
export const ROOT_HALF: f64 = 6.7945744023041525;

export function logDensity(c: v128, q: v128): v128 {
  return madd(f64x2.splat(MINUS_HALF), f64x2.pmin(q, f64x2.splat(MOST)), c);
}

/** `logDensity`, from half the form in steps. */
export function logDensityOfHalf(c: v128, half: v128): v128 {
  return f64x2.sub(c, f64x2.pmin(half, f64x2.splat(MOST)));
}
