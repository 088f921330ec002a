// Log-sum-exp over components, for the samples of one tile; logs are in steps of ln 2/64 (exp.ts), but what leaves is not:
//
//   m = max_k l_k     e_k = exp(l_k − m), exactly 0 if l_k − m < −64 ln 2     s = Σ_k e_k     r_k = e_k/s
//   ln p(x) = step·m + ln s
//
// The cut is made on logs, before any exp: a pair that is skipped and one that is computed give the same bits, and no
// subnormal appears. Unweighted samples share one log for the product of their sums; as s ≤ K, the product of `run`
// samples stays below K^run ≤ 2^1000. Weighted samples take a log each, and r is multiplied by the weight.
//
//   logs, responsibilities   K rows of `width` values, row k at k·width
//
// Twin: src/kernel/twin/responsibilities.ts

import { EXP_TABLE, expBlock, readyExp, STEP, ZERO } from './exp';
import { FEW, softmaxFew, WIDEST } from './few';
import { BLOCK, BLOCK_BYTES, fold, madd } from './lanes';
import { log, logLanes } from './log';
import { WHOLE } from './whole';

/** Blocks whose sums may be multiplied before a log is due: at most 1000/⌈log₂ K⌉ samples, and at most 512. */
export function blocksPerLog(k: i32): i32 {
  const bits = 32 - clz(k - 1);
  const run = bits < 2 ? 512 : 1000 / bits;
  return (run > 512 ? 512 : run) / BLOCK;
}

/**
 * Turns the log-densities of a tile into responsibilities, in place.
 *
 * @param weights - a weight a sample, or 0 for none
 * @param densities - where to write ln p(x) of each sample, or 0
 * @param table - after `readyExp`, with room for two rows of a tile behind it
 * @returns Σ w·ln p(x)
 */
export function softmax(logs: usize, width: i32, k: i32, weights: usize, densities: usize, table: usize): f64 {
  const stride = <usize>width << 3;
  if (WHOLE && k > 1 && k <= FEW && width <= WIDEST && !weights && !densities) {
    return softmaxFew(logs, stride, k, table, table + (EXP_TABLE << 3));
  }
  const rows = <usize>k * stride;
  const one = f64x2.splat(1);
  const run = blocksPerLog(k);
  const sums = table + (EXP_TABLE << 3), tops = sums + BLOCK_BYTES;
  let blocks = 0;
  let total: f64 = 0;
  let sum = f64x2.splat(0);
  let product = one;
  for (let at: usize = 0; at < stride; at += BLOCK_BYTES) {
    const first = logs + at;
    const end = first + rows;
    let m0 = v128.load(first), m1 = v128.load(first, 16), m2 = v128.load(first, 32), m3 = v128.load(first, 48);
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let p = first + stride; p < end; p += stride) {
      m0 = f64x2.pmax(m0, v128.load(p));
      m1 = f64x2.pmax(m1, v128.load(p, 16));
      m2 = f64x2.pmax(m2, v128.load(p, 32));
      m3 = f64x2.pmax(m3, v128.load(p, 48));
    }
    for (let p = first; p < end; p += stride) {
      if (!expBlock(p, m0, m1, m2, m3, table)) continue;
      s0 = f64x2.add(s0, v128.load(p));
      s1 = f64x2.add(s1, v128.load(p, 16));
      s2 = f64x2.add(s2, v128.load(p, 32));
      s3 = f64x2.add(s3, v128.load(p, 48));
    }
    let f0 = f64x2.div(one, s0), f1 = f64x2.div(one, s1), f2 = f64x2.div(one, s2), f3 = f64x2.div(one, s3);
    if (weights || densities) {
      // one vector after the other: the code of a log is long
      v128.store(sums, s0);
      v128.store(sums, s1, 16);
      v128.store(sums, s2, 32);
      v128.store(sums, s3, 48);
      v128.store(tops, m0);
      v128.store(tops, m1, 16);
      v128.store(tops, m2, 32);
      v128.store(tops, m3, 48);
      for (let v: usize = 0; v < BLOCK_BYTES; v += 16) {
        const t = madd(v128.load(tops + v), f64x2.splat(STEP), logLanes(v128.load(sums + v)));
        if (densities) v128.store(densities + at + v, t);
        if (weights) sum = f64x2.add(sum, f64x2.mul(v128.load(weights + at + v), t));
      }
      if (weights) {
        const w = weights + at;
        f0 = f64x2.mul(f0, v128.load(w));
        f1 = f64x2.mul(f1, v128.load(w, 16));
        f2 = f64x2.mul(f2, v128.load(w, 32));
        f3 = f64x2.mul(f3, v128.load(w, 48));
      }
    }
    if (!weights) {
      sum = f64x2.add(f64x2.add(f64x2.add(f64x2.add(sum, m0), m1), m2), m3);
      product = f64x2.mul(f64x2.mul(f64x2.mul(f64x2.mul(product, s0), s1), s2), s3);
      if (++blocks === run) {
        total += log(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
        product = one;
        blocks = 0;
      }
    }
    for (let p = first; p < end; p += stride) {
      v128.store(p, f64x2.mul(v128.load(p), f0));
      v128.store(p, f64x2.mul(v128.load(p, 16), f1), 16);
      v128.store(p, f64x2.mul(v128.load(p, 32), f2), 32);
      v128.store(p, f64x2.mul(v128.load(p, 48), f3), 48);
    }
  }
  if (blocks) total += log(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
  return total + (weights ? fold(sum) : fold(sum) * STEP);
}

/** `softmax`, whatever is in the table, which is a multiple of 16. */
export function normalise(logs: usize, width: i32, k: i32, weights: usize, densities: usize, table: usize): f64 {
  readyExp(table);
  return softmax(logs, width, k, weights, densities, table);
}

/** The likeliest component of each sample of a tile, from its log-densities; the lowest index on a tie. */
export function likeliest(logs: usize, width: i32, k: i32, labels: usize): void {
  const stride = <usize>width << 3;
  const end = logs + stride;
  for (; logs < end; logs += 16, labels += 8) {
    let best = v128.load(logs);
    let index = f64x2.splat(0);
    let p = logs;
    for (let c = 1; c < k; c++) {
      p += stride;
      const l = v128.load(p);
      const better = f64x2.gt(l, best);
      best = v128.bitselect(l, best, better);
      index = v128.bitselect(f64x2.splat(<f64>c), index, better);
    }
    v128.store64_lane(labels, i32x4.trunc_sat_f64x2_s_zero(index), 0);
  }
}

/** Bits of a key that tell which components a sample has weight in; component c is bit c mod 16. */
export const KEY_BITS: i32 = 16;

/**
 * The key of each sample of a tile, by which rows are ordered: its likeliest component | the set of components in which
 * its weight is not zero << 16. Sets are numbered along a Gray code, so that neighbours differ in few components.
 *
 * @param keys - an i32 a sample
 */
export function rank(logs: usize, width: i32, k: i32, keys: usize): void {
  likeliest(logs, width, k, keys);
  const stride = <usize>width << 3;
  const end = logs + stride;
  for (; logs < end; logs += 16, keys += 8) {
    let best = v128.load(logs);
    let p = logs;
    for (let c = 1; c < k; c++) {
      p += stride;
      best = f64x2.pmax(best, v128.load(p));
    }
    let set = i64x2.splat(0);
    p = logs;
    for (let c = 0; c < k; c++) {
      const counts = f64x2.ge(f64x2.sub(v128.load(p), best), f64x2.splat(ZERO));
      set = v128.or(set, v128.and(counts, i64x2.splat(<i64>1 << (c % KEY_BITS))));
      p += stride;
    }
    // the place of a set in the Gray code: each bit plus all higher ones
    for (let shift = 1; shift < KEY_BITS; shift <<= 1) set = v128.xor(set, i64x2.shr_u(set, shift));
    const first = load<u64>(keys);
    const sets = (<u64>i64x2.extract_lane(set, 0) << KEY_BITS) | (<u64>i64x2.extract_lane(set, 1) << (KEY_BITS + 32));
    store<u64>(keys, first | sets);
  }
}
