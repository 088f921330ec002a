// What passes should find, from the formulas of the textbook.

import type { problem } from './mixture.js';
import { naiveLogs } from './mixture.js';
import { expectClose, shares } from './naive.js';

export type Problem = ReturnType<typeof problem>;

/** Statistics about centres, by plain sums over samples; `scatter` K (or one) full matrices, packed as the family has. */
export function naiveStatistics(
  { mixture, rows }: Problem,
  r: number[][],
  weights: ArrayLike<number>,
  centres: Float64Array,
) {
  const { d, k, family } = mixture;
  const sums = Array.from({ length: k }, () => new Float64Array(1 + d));
  const blocks = Array.from({ length: family < 3 ? k : 1 }, () => [] as number[]);
  const length = [(d * (d + 1)) / 2, d, 1][family % 3];
  for (const block of blocks) for (let i = 0; i < length; i++) block.push(0);
  const sizes = blocks.map((block) => block.slice());
  r.forEach((shares, i) => {
    shares.forEach((share, c) => {
      const weight = share * weights[i];
      if (weight === 0) return;
      const y = Array.from({ length: d }, (_, j) => rows[i * d + j] - centres[c * d + j]);
      sums[c][0] += weight;
      for (let j = 0; j < d; j++) sums[c][1 + j] += weight * y[j];
      const b = family < 3 ? c : 0;
      const add = (at: number, value: number) => {
        blocks[b][at] += weight * value;
        sizes[b][at] += weight * Math.abs(value);
      };
      let at = 0;
      for (let a = 0; a < d; a++) {
        if (family % 3 === 0) for (let e = 0; e <= a; e++) add(at++, y[a] * y[e]);
        else add(family % 3 === 1 ? a : 0, y[a] * y[a]);
      }
    });
  });
  return { sums, blocks, sizes };
}

/** Fails unless the statistics in the arena are these, relative to sums of absolute values. */
export function expectStatistics(made: Problem, expected: ReturnType<typeof naiveStatistics>, tolerance: number): void {
  const { both, label, mixture } = made;
  const { d, k } = mixture;
  const scale = Math.sqrt(Math.max(...expected.sizes.flat(), 1));
  expected.sums.forEach((sums, c) => {
    both.get('statistics', 1 + d, 2 + c * (1 + d)).forEach((value, j) => {
      const size = j === 0 ? 0 : scale * Math.sqrt(sums[0]);
      expectClose(value, sums[j], tolerance, () => `${label}: moment ${j} of component ${c}`, size + 1e-13);
    });
  });
  const length = expected.blocks[0].length;
  expected.blocks.forEach((block, b) => {
    both.get('statistics', length, 2 + k * (1 + d) + b * length).forEach((value, i) => {
      const size = Math.max(...expected.sizes[b]);
      expectClose(value, block[i], tolerance, () => `${label}: scatter ${i} of block ${b}`, size + 1e-13);
    });
  });
}

/** Responsibilities and log-likelihoods of the first n rows. */
export function naivePass(made: Problem, n: number) {
  const logs = naiveLogs(made.mixture);
  const found = Array.from({ length: n }, (_, i) => shares(logs(made.rows, i)));
  let logLikelihood = 0;
  let weight = 0;
  found.forEach(({ logSum }, i) => {
    logLikelihood += made.weights[i] * logSum;
    weight += made.weights[i];
  });
  return {
    responsibilities: found.map((one) => one.shares),
    logLikelihood,
    weight,
    logSums: found.map((f) => f.logSum),
  };
}
