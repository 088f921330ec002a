// The half-blocks of a tile in which a component has any weight, gathered so that the rest is never touched:
//
//   responsibilities  | 0 0 0 0 | r r 0 r | 0 0 0 0 | r 0 0 0 |
//   compacted                   | r r 0 r |           r 0 0 0 |       halves: byte offsets 32, 96 in every row of the tile
//
// Four samples are one step of all partial sums. Left out are sums of exact zeros, so nothing shows in the bits.
//
// Twin: src/kernel/twin/statistics/blocks.ts

import { fold2, HALF_BYTES } from '../lanes';

/**
 * Gathers one row of responsibilities.
 *
 * @param total - Σ r is added here
 * @returns the number of half-blocks
 */
export function gather(responsibilities: usize, width: i32, compacted: usize, halves: usize, total: usize): i32 {
  const end = <usize>width << 3;
  let count = 0;
  let n0 = f64x2.splat(0), n1 = n0;
  for (let at: usize = 0; at < end; at += HALF_BYTES) {
    const r = responsibilities + at;
    const r0 = v128.load(r), r1 = v128.load(r, 16);
    if (v128.any_true(v128.or(r0, r1))) {
      v128.store(compacted, r0);
      v128.store(compacted, r1, 16);
      compacted += HALF_BYTES;
      store<u32>(halves + (<usize>count << 2), <u32>at);
      count++;
      n0 = f64x2.add(n0, r0);
      n1 = f64x2.add(n1, r1);
    }
  }
  store<f64>(total, load<f64>(total) + fold2(n0, n1));
  return count;
}
