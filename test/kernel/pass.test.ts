import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { problem, SIZES } from './mixture.js';
import { expectClose, FAMILIES } from './naive.js';
import { expectStatistics, naivePass, naiveStatistics, type Problem } from './sums.js';

function runPass({ both, mixture }: Problem, n: number, weighted: boolean, centred = true, direct = 0): void {
  const { d, k, family } = mixture;
  const { tiles, parameters, centres, weights, statistics, scratch } = both.at;
  both.call(
    'pass',
    tiles,
    n,
    d,
    k,
    family,
    parameters,
    centred ? centres : 0,
    weighted ? weights : 0,
    direct,
    0,
    0,
    statistics,
    scratch,
    0,
    0,
  );
}

const WEIGHTED = [false, true];

describe.each(FAMILIES)('pass, $name', ({ family }) => {
  it.each(WEIGHTED)(
    'has the same bits in both kernels, at every size; weighted %s',
    { timeout: 30_000 },
    (weighted) => {
      SIZES.forEach((size, index) => {
        const spread = [2, 40, 1000][index % 3];
        const options = { ...size, family, weighted, spread, dead: index % 4 === 0, outliers: index % 2 === 0 };
        const made = problem(new Draw(2000 + index), options);
        runPass(made, size.n, weighted);
        expect(made.both.get('statistics', 1)[0], made.label).not.toBeNaN();
        const [logLikelihood, weight] = made.both.get('statistics', 2);
        made.both.fill('statistics', Number.NaN);
        runPass(made, size.n, weighted, false);
        // without centres the two first numbers are the same, and nothing else is written
        expect(made.both.get('statistics', 3), made.label).toEqual(Float64Array.of(logLikelihood, weight, Number.NaN));
      });
    },
  );

  it('has responsibilities that are exactly 0 in whole blocks, and not in others', () => {
    const made = problem(new Draw(5), { n: 141, d: 3, k: 3, family, weighted: false, spread: 40 });
    const { responsibilities } = naivePass(made, 141);
    const blocks = Array.from({ length: 17 }, (_, b) => responsibilities.slice(8 * b, 8 * b + 8));
    const zeros = [0, 1, 2].flatMap((c) => blocks.map((block) => block.every((r) => r[c] === 0)));
    expect(new Set(zeros)).toEqual(new Set([true, false]));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 9])('is what plain sums give, d = %i', (d) => {
    for (const weighted of WEIGHTED) {
      for (const k of [1, 2, 5]) {
        for (const spread of [2, 1000]) {
          const n = 141;
          const made = problem(new Draw(300 + d), { n, d, k, family, weighted, spread, dead: k === 5 });
          // centres need not be the means
          const centres = made.mixture.means.map((mean, i) => mean + 0.3 * Math.cos(i));
          made.both.put('centres', centres);
          runPass(made, n, weighted);
          const naive = naivePass(made, n);
          const [logLikelihood, weight] = made.both.get('statistics', 2);
          expectClose(logLikelihood, naive.logLikelihood, 1e-10, () => made.label);
          expectClose(weight, naive.weight, 1e-14, () => made.label);
          // responsibilities are as good as differences of logs: ε × |log|
          expectStatistics(made, naiveStatistics(made, naive.responsibilities, made.weights, centres), 1e-9);
        }
      }
    }
  });

  it('gives the same bits with weights of 1 for all but the log-likelihood', () => {
    const options = { n: 141, d: 3, k: 3, family, weighted: false };
    const made = problem(new Draw(12), options);
    runPass(made, 141, false);
    const length = made.both.call('statistics_length', 3, 3, family);
    const without = made.both.get('statistics', length);
    runPass(made, 141, true);
    const given = made.both.get('statistics', length);
    expect(given.slice(1)).toEqual(without.slice(1));
    expectClose(given[0], without[0], 1e-13, () => made.label);
  });
});

describe('merge', () => {
  it.each([1, 2, 3, 7, 8, 9, 16, 17, 127, 128, 129, 1000])('adds %i doubles one by one', (length) => {
    const draw = new Draw(length);
    const both = new Both(`merge, seed ${draw.seed}`, { target: length + 1, source: length + 1 });
    const target = draw.normals(length + 1, 1e3);
    const source = draw.normals(length + 1);
    both.put('target', target);
    both.put('source', source);
    both.call('merge', both.at.target, both.at.source, length);
    const expected = target.map((value, i) => (i < length ? value + source[i] : value));
    expect(both.get('target', length + 1)).toEqual(expected);
    expect(both.get('source', length + 1)).toEqual(source);
  });
});
