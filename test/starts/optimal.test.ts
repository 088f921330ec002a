import { describe, expect, it } from 'vitest';
import { optimalMeans, tally } from '../../src/starts/optimal.js';
import { Draw } from '../kernel/draw.js';

/** The least cost of K intervals of sorted values, by trying all. */
function leastCost(sorted: readonly number[], k: number): number {
  if (k === 1) {
    const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length;
    return sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  }
  let least = Number.POSITIVE_INFINITY;
  for (let cut = 1; cut <= sorted.length - k + 1; cut++) {
    least = Math.min(least, leastCost(sorted.slice(0, cut), 1) + leastCost(sorted.slice(cut), k - 1));
  }
  return least;
}

function costOf(values: readonly number[], means: Float64Array): number {
  return values.reduce((sum, x) => sum + Math.min(...Array.from(means, (mean) => (x - mean) ** 2)), 0);
}

describe('the best partition of values', () => {
  it('costs as little as the best of all', () => {
    for (let seed = 0; seed < 60; seed++) {
      const draw = new Draw(seed);
      const n = draw.integer(4, 14);
      // a good part of them equal
      const values = Array.from({ length: n }, () => Math.round(draw.normal() * 4));
      const k = draw.integer(1, 4);
      const distinct = new Set(values).size;
      const means = optimalMeans(tally(Float64Array.from(values), undefined), k);
      const best = leastCost(
        [...values].sort((a, b) => a - b),
        Math.min(k, distinct),
      );
      expect(costOf(values, means), `seed ${seed}`).toBeCloseTo(best, 10);
      expect([...means]).toEqual([...means].sort((a, b) => a - b));
    }
  });

  it('an integer weight counts as copies', () => {
    const draw = new Draw(5);
    const values = Float64Array.from({ length: 30 }, () => draw.normal());
    const weights = Float64Array.from({ length: 30 }, () => draw.integer(1, 4));
    const copies = Float64Array.from([...values].flatMap((x, i) => new Array(weights[i]).fill(x)));
    const weighted = optimalMeans(tally(values, weights), 4);
    optimalMeans(tally(copies, undefined), 4).forEach((mean, c) => {
      expect(weighted[c]).toBeCloseTo(mean, 12);
    });
  });

  it('with fewer distinct values than groups has them all', () => {
    expect([...optimalMeans(tally(Float64Array.of(2, 1, 2, 2), undefined), 4)]).toEqual([1, 2, 2, 2]);
  });
});
