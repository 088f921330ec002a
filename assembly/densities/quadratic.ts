// From a quadratic form to a log-density: l = c − ½·q. A form that overflowed is held at 2^1000, so that a point
// beyond every component still has finite log-densities, and a component of weight 0 (c = −∞) stays at −∞.
//
// Twin: src/kernel/twin/densities/quadratic.ts

import { madd } from '../lanes';

const MOST: f64 = 1.0715086071862673e301;

export function logDensity(c: v128, q: v128): v128 {
  return madd(f64x2.splat(-0.5), f64x2.pmin(q, f64x2.splat(MOST)), c);
}
