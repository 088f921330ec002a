// Blocks that are given up half-way. A quadratic form only grows, also as it is rounded, since squares are added to it; so
// once what is left of l lies 64 ln 2 below the best of every sample of a block, so does l itself: their weights are
// exactly 0, whatever l is, and l = −∞ will do.
//
// Twin: src/kernel/twin/densities/hopeful.ts

import { ZERO } from '../exp';
import { logDensity } from './quadratic';

/** Terms of the form after which it is asked again whether a block is hopeless. */
export const ASK: i32 = 8;

/** Whether all of 8 samples are out of reach of the best: l − best < −64 ln 2. */
// @ts-ignore: decorator
@inline
export function isHopeless(c: v128, q0: v128, q1: v128, q2: v128, q3: v128, best: usize): bool {
  const zero = f64x2.splat(ZERO);
  const h0 = f64x2.lt(f64x2.sub(logDensity(c, q0), v128.load(best)), zero);
  const h1 = f64x2.lt(f64x2.sub(logDensity(c, q1), v128.load(best, 16)), zero);
  const h2 = f64x2.lt(f64x2.sub(logDensity(c, q2), v128.load(best, 32)), zero);
  const h3 = f64x2.lt(f64x2.sub(logDensity(c, q3), v128.load(best, 48)), zero);
  return i64x2.all_true(v128.and(v128.and(h0, h1), v128.and(h2, h3)));
}

/** Writes −∞ for 8 samples. */
// @ts-ignore: decorator
@inline
export function giveUp(out: usize): void {
  const none = f64x2.splat(-Infinity);
  v128.store(out, none);
  v128.store(out, none, 16);
  v128.store(out, none, 32);
  v128.store(out, none, 48);
}

/** Writes l of 8 samples, and raises the best, if there is one. */
// @ts-ignore: decorator
@inline
export function finish(c: v128, q0: v128, q1: v128, q2: v128, q3: v128, best: usize, out: usize): void {
  const l0 = logDensity(c, q0), l1 = logDensity(c, q1), l2 = logDensity(c, q2), l3 = logDensity(c, q3);
  v128.store(out, l0);
  v128.store(out, l1, 16);
  v128.store(out, l2, 32);
  v128.store(out, l3, 48);
  if (!best) return;
  v128.store(best, f64x2.pmax(v128.load(best), l0));
  v128.store(best, f64x2.pmax(v128.load(best, 16), l1), 16);
  v128.store(best, f64x2.pmax(v128.load(best, 32), l2), 32);
  v128.store(best, f64x2.pmax(v128.load(best, 48), l3), 48);
}
