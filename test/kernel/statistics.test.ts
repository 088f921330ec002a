import { describe, expect, it } from 'vitest';
import { Draw } from './draw.js';
import { problem, SIZES } from './mixture.js';
import { expectClose, FAMILIES } from './naive.js';
import { expectStatistics, naiveStatistics, type Problem } from './sums.js';

const WEIGHTED = [false, true];

function runGiven({ both, mixture }: Problem, n: number, weighted: boolean, byLabel: boolean): void {
  const { d, k, family } = mixture;
  const { tiles, responsibilities, labels, centres, weights, statistics, scratch } = both.at;
  both.call(
    'pass_given',
    tiles,
    n,
    d,
    k,
    family,
    byLabel ? 0 : responsibilities,
    byLabel ? labels : 0,
    centres,
    weighted ? weights : 0,
    statistics,
    scratch,
  );
}

/** Responsibilities in runs, with zeros; or all on one component. */
function drawShares(draw: Draw, n: number, k: number, byLabel: boolean): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const own = byLabel ? draw.integer(0, k - 1) : Math.floor(i / 8) % k;
    const values = Array.from({ length: k }, (_, c) => {
      if (c === own) return 1;
      return byLabel || draw.uniform() < 0.5 ? 0 : draw.uniform();
    });
    const sum = values.reduce((total, value) => total + value, 0);
    return values.map((value) => value / sum);
  });
}

describe.each(FAMILIES)('pass_given, $name', ({ family }) => {
  it.each(WEIGHTED)(
    'has the same bits in both kernels, and is what plain sums give; weighted %s',
    { timeout: 30_000 },
    (weighted) => {
      SIZES.forEach((size, index) => {
        const { n, d, k } = size;
        // the widest do one of the two
        for (const byLabel of d > 100 ? [index % 2 === 0] : [false, true]) {
          const draw = new Draw(4000 + index);
          const made = problem(draw, { ...size, family, weighted });
          const r = drawShares(draw, n, k, byLabel);
          if (byLabel)
            made.both.putIntegers(
              'labels',
              r.map((row) => row.indexOf(1)),
            );
          else made.both.put('responsibilities', r.flat());
          runGiven(made, n, weighted, byLabel);
          const [logLikelihood, weight] = made.both.get('statistics', 2);
          expect(logLikelihood, made.label).toBe(0);
          expectClose(
            weight,
            made.weights.reduce((sum, w) => sum + w, 0),
            1e-13,
            () => made.label,
          );
          if (d > 33 || k > 16 || n > 300) continue;
          expectStatistics(made, naiveStatistics(made, r, made.weights, made.mixture.means), 1e-12);
        }
      });
    },
  );
});
