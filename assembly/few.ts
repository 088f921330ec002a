// `softmax` of one tile without weights for two or three components. The greatest log of a sample takes no exp, as e^0 is
// 1: logs change places so that it is out of the way, and what has become of the others goes back. The bits are those of an
// exp for each.
//
//   l1 l2 l3  →  turned | in place of l2 and l3 those that lost to a greater one     m | turned, for l3
//
// The tile is gone through three times: to change places, for exp, and for all the rest. Block by block, where each waits
// for what came before, a processor would look too few instructions ahead to have enough to do meanwhile.
//
// Twin: none, as the same comes of an exp for each (src/kernel/twin/responsibilities.ts)

import { expHalf, STEP } from './exp';
import { fold, HALF_BYTES } from './lanes';
import { log } from './log';

/** Components of which that pays. */
export const FEW: i32 = 3;
/** Samples that one log is enough for, at least (see `blocksPerLog`): a tile has no more. */
export const WIDEST: i32 = 128;

/** `softmax` of rows of `stride` bytes; `spare` has room for two of them. */
export function softmaxFew(logs: usize, stride: usize, k: i32, table: usize, spare: usize): f64 {
  const one = f64x2.splat(1), lowest = f64x2.splat(-f64.MAX_VALUE);
  const end = logs + stride;
  let greatest = spare;
  for (let first = logs; first < end; first += 16, greatest += 16) {
    const second = first + stride, third = second + stride;
    let m = v128.load(first), l = v128.load(second);
    v128.store(first, f64x2.lt(m, l));
    v128.store(second, f64x2.pmin(l, m));
    m = f64x2.pmax(m, l);
    if (k === 3) {
      l = v128.load(third);
      v128.store(greatest + stride, f64x2.lt(m, l));
      v128.store(third, f64x2.pmin(l, m));
      m = f64x2.pmax(m, l);
    }
    v128.store(greatest, m);
  }
  for (let at = end, last = logs + <usize>k * stride; at < last;) {
    for (let m = spare; m < greatest; m += HALF_BYTES, at += HALF_BYTES) {
      expHalf(at, v128.load(m), v128.load(m, 16), table);
    }
  }
  let sum = f64x2.splat(0), product = one;
  greatest = spare;
  for (let first = logs; first < end; first += HALF_BYTES, greatest += HALF_BYTES) {
    const second = first + stride, third = second + stride, turned = greatest + stride;
    const m0 = v128.load(greatest), m1 = v128.load(greatest, 16);
    // 1, or 0 where all logs are −∞
    let a0 = v128.and(one, f64x2.ge(m0, lowest)), a1 = v128.and(one, f64x2.ge(m1, lowest));
    let b0 = v128.load(second), b1 = v128.load(second, 16);
    let c0 = f64x2.splat(0), c1 = c0;
    if (k === 3) {
      c0 = v128.load(third), c1 = v128.load(third, 16);
      const t0 = v128.and(v128.xor(a0, c0), v128.load(turned)), t1 = v128.and(v128.xor(a1, c1), v128.load(turned, 16));
      a0 = v128.xor(a0, t0);
      a1 = v128.xor(a1, t1);
      c0 = v128.xor(c0, t0);
      c1 = v128.xor(c1, t1);
    }
    const s0 = f64x2.add(f64x2.add(a0, b0), c0), s1 = f64x2.add(f64x2.add(a1, b1), c1);
    sum = f64x2.add(f64x2.add(sum, m0), m1);
    product = f64x2.mul(f64x2.mul(product, s0), s1);
    const f0 = f64x2.div(one, s0), f1 = f64x2.div(one, s1);
    const t0 = v128.and(v128.xor(a0, b0), v128.load(first)), t1 = v128.and(v128.xor(a1, b1), v128.load(first, 16));
    v128.store(first, f64x2.mul(v128.xor(a0, t0), f0));
    v128.store(first, f64x2.mul(v128.xor(a1, t1), f1), 16);
    v128.store(second, f64x2.mul(v128.xor(b0, t0), f0));
    v128.store(second, f64x2.mul(v128.xor(b1, t1), f1), 16);
    if (k === 3) {
      v128.store(third, f64x2.mul(c0, f0));
      v128.store(third, f64x2.mul(c1, f1), 16);
    }
  }
  return log(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1)) + fold(sum) * STEP;
}
