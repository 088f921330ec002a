// The blocks of a tile in which a component has any weight, gathered so that the rest is never touched:
//
//   responsibilities  | 0 … 0 | r r 0 r … | 0 … 0 | r … |
//   compacted                 | r r 0 r … |         r … |       blocks: byte offsets 64, 192 in every row of the tile
//
// Left out are sums of exact zeros, so nothing shows in the bits. Nor does it whether blocks are gathered, which are
// faster to go through, or halves of four samples, of which more are left out: a half is one step of all partial sums.
//
// Twin: src/kernel/twin/statistics/blocks.ts

import { BLOCK_BYTES, fold2, HALF_BYTES } from '../lanes';

/**
 * Gathers one row of responsibilities.
 *
 * @param total - Σ r is added here
 * @returns the number of blocks
 */
export function gather(responsibilities: usize, width: i32, compacted: usize, blocks: usize, total: usize): i32 {
  const end = <usize>width << 3;
  let count = 0;
  let n0 = f64x2.splat(0), n1 = n0;
  for (let at: usize = 0; at < end; at += BLOCK_BYTES) {
    const r = responsibilities + at;
    const r0 = v128.load(r), r1 = v128.load(r, 16), r2 = v128.load(r, 32), r3 = v128.load(r, 48);
    if (v128.any_true(v128.or(v128.or(r0, r1), v128.or(r2, r3)))) {
      v128.store(compacted, r0);
      v128.store(compacted, r1, 16);
      v128.store(compacted, r2, 32);
      v128.store(compacted, r3, 48);
      compacted += BLOCK_BYTES;
      store<u32>(blocks + (<usize>count << 2), <u32>at);
      count++;
      n0 = f64x2.add(f64x2.add(n0, r0), r2);
      n1 = f64x2.add(f64x2.add(n1, r1), r3);
    }
  }
  store<f64>(total, load<f64>(total) + fold2(n0, n1));
  return count;
}

/** The same by half-blocks; returns their number. */
export function gatherHalves(responsibilities: usize, width: i32, compacted: usize, halves: usize, total: usize): i32 {
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
