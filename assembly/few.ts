// Of two or three components the greatest log of each sample takes no exp, as e^0 is 1: logs change places so that it comes
// first, and what has become of the others goes back. The bits are those of an exp for each.
//
//   l0 l1 l2  →  greatest, and in place of l1 and l2 those that lost to a greater one: g and h say where
//
// Twin: none, as the same comes of an exp for each (src/kernel/twin/responsibilities.ts)

import { expBlock } from './exp';

/** Components of which that pays. */
export const FEW: i32 = 3;

/**
 * e^(l − m) of a block of the logs of two or three components, in place, m being the greatest of a sample; exactly 0 where
 * l − m < ZERO.
 *
 * @param table - after `readyExp`
 * @param greatest - where to write m, a block
 */
// @ts-ignore: decorator
@inline
export function expFew(first: usize, stride: usize, k: i32, table: usize, greatest: usize): void {
  const second = first + stride;
  const third = second + stride;
  let m0 = v128.load(first), m1 = v128.load(first, 16), m2 = v128.load(first, 32), m3 = v128.load(first, 48);
  let l0 = v128.load(second), l1 = v128.load(second, 16), l2 = v128.load(second, 32), l3 = v128.load(second, 48);
  const g0 = f64x2.lt(m0, l0), g1 = f64x2.lt(m1, l1), g2 = f64x2.lt(m2, l2), g3 = f64x2.lt(m3, l3);
  v128.store(second, f64x2.pmin(l0, m0));
  v128.store(second, f64x2.pmin(l1, m1), 16);
  v128.store(second, f64x2.pmin(l2, m2), 32);
  v128.store(second, f64x2.pmin(l3, m3), 48);
  m0 = f64x2.pmax(m0, l0);
  m1 = f64x2.pmax(m1, l1);
  m2 = f64x2.pmax(m2, l2);
  m3 = f64x2.pmax(m3, l3);
  let h0 = g0, h1 = g1, h2 = g2, h3 = g3;
  if (k === 3) {
    l0 = v128.load(third), l1 = v128.load(third, 16), l2 = v128.load(third, 32), l3 = v128.load(third, 48);
    h0 = f64x2.lt(m0, l0), h1 = f64x2.lt(m1, l1), h2 = f64x2.lt(m2, l2), h3 = f64x2.lt(m3, l3);
    v128.store(third, f64x2.pmin(l0, m0));
    v128.store(third, f64x2.pmin(l1, m1), 16);
    v128.store(third, f64x2.pmin(l2, m2), 32);
    v128.store(third, f64x2.pmin(l3, m3), 48);
    m0 = f64x2.pmax(m0, l0);
    m1 = f64x2.pmax(m1, l1);
    m2 = f64x2.pmax(m2, l2);
    m3 = f64x2.pmax(m3, l3);
  }
  v128.store(greatest, m0);
  v128.store(greatest, m1, 16);
  v128.store(greatest, m2, 32);
  v128.store(greatest, m3, 48);
  for (let p = second, end = first + <usize>k * stride; p < end; p += stride) expBlock(p, m0, m1, m2, m3, table);
  // 1, or 0 where all logs are −∞
  const one = f64x2.splat(1), lowest = f64x2.splat(-f64.MAX_VALUE);
  m0 = v128.and(one, f64x2.ge(m0, lowest));
  m1 = v128.and(one, f64x2.ge(m1, lowest));
  m2 = v128.and(one, f64x2.ge(m2, lowest));
  m3 = v128.and(one, f64x2.ge(m3, lowest));
  if (k === 3) {
    l0 = v128.load(third), l1 = v128.load(third, 16), l2 = v128.load(third, 32), l3 = v128.load(third, 48);
    v128.store(third, v128.bitselect(m0, l0, h0));
    v128.store(third, v128.bitselect(m1, l1, h1), 16);
    v128.store(third, v128.bitselect(m2, l2, h2), 32);
    v128.store(third, v128.bitselect(m3, l3, h3), 48);
    m0 = v128.bitselect(l0, m0, h0);
    m1 = v128.bitselect(l1, m1, h1);
    m2 = v128.bitselect(l2, m2, h2);
    m3 = v128.bitselect(l3, m3, h3);
  }
  l0 = v128.load(second), l1 = v128.load(second, 16), l2 = v128.load(second, 32), l3 = v128.load(second, 48);
  v128.store(second, v128.bitselect(m0, l0, g0));
  v128.store(second, v128.bitselect(m1, l1, g1), 16);
  v128.store(second, v128.bitselect(m2, l2, g2), 32);
  v128.store(second, v128.bitselect(m3, l3, g3), 48);
  v128.store(first, v128.bitselect(l0, m0, g0));
  v128.store(first, v128.bitselect(l1, m1, g1), 16);
  v128.store(first, v128.bitselect(l2, m2, g2), 32);
  v128.store(first, v128.bitselect(l3, m3, g3), 48);
}
