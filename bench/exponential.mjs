// What the exponentials of a pass take if nothing else is done: the kernel's own, on logs that lie in the first-level cache.

import { compileProbe } from './probe.mjs';
import { median } from './race.mjs';

const ROUNDS = 50;
/** Until the optimising compiler is done, which works aside. */
const WARM_MS = 1000;
/** Times over the tile in a round: some 2 ms. */
const TIMES = 3000;

/** A block is eight samples in four vectors. */
const VECTORS = 4;

/**
 * The logs of a tile under three components become 2^((l − 64)/64) in place, again and again: from 0 on, they stay between 0
 * and 1, so that nothing is ever skipped.
 */
const SOURCE = `
import { expBlock, readyExp } from './exp';
import { BLOCK_BYTES } from './lanes';
import { tileSize } from './layout';

const TABLE: usize = 64;
const TILE: usize = 4096;

export function values(): i32 {
  return 3 * tileSize(1);
}

export function run(times: i32): f64 {
  readyExp(TABLE);
  const top = f64x2.splat(64);
  const end = TILE + (<usize>values() << 3);
  for (let i = 0; i < times; i++) {
    for (let at = TILE; at < end; at += BLOCK_BYTES) expBlock(at, top, top, top, top, TABLE);
  }
  return load<f64>(end - 8);
}
`;

/** Nanoseconds of one exponential of strict arithmetic, and its additions and multiplications as they were compiled. */
export async function exponential() {
  const { exports, text } = await compileProbe(SOURCE);
  const first = exports.run(1);
  if (!(Math.abs(2 * first - 1) < 1e-15)) throw new Error(`the probe of exp gives ${first} for 1/2`);
  const round = () => {
    const start = performance.now();
    exports.run(TIMES);
    return performance.now() - start;
  };
  for (let warm = 0; warm < WARM_MS; ) warm += round();
  const rounds = Array.from({ length: ROUNDS }, round);
  const ns = (median(rounds) * 1e6) / (TIMES * exports.values());
  const operations = text.match(/f64x2\.(add|sub|mul)\b/g).length / VECTORS;
  console.error(`  exp alone: ${operations} operations, ${ns.toFixed(2)} ns`);
  return { operations, ns };
}
