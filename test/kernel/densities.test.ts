import { describe, expect, it } from 'vitest';
import { Draw } from './draw.js';
import { naiveLogs, type Options, problem, SIZES } from './mixture.js';
import { expectClose, FAMILIES, STEP, tileOf } from './naive.js';

/** Log-densities of all tiles, in nats; row i of the result holds the K values of sample i. */
function logsOf(draw: Draw, options: Options) {
  const made = problem(draw, options);
  const { n, d, k, family } = options;
  const { both, padded } = made;
  const { tiles, parameters, logs, scratch } = both.at;
  const result: number[][] = [];
  for (let start = 0; start < n; start += tileOf(d)) {
    const width = Math.min(tileOf(d), padded - start);
    both.call('densities', tiles + 8 * start * d, width, d, k, family, parameters, logs + 8 * start * k, scratch);
    const values = both.get('logs', k * width, start * k);
    for (let i = 0; i < Math.min(width, n - start); i++) {
      result.push(Array.from({ length: k }, (_, c) => values[c * width + i] * STEP));
    }
  }
  return { ...made, logs: result };
}

describe.each(FAMILIES)('densities, $name', ({ family }) => {
  it('has the same bits in both kernels, at every size', { timeout: 30_000 }, () => {
    SIZES.forEach((size, index) => {
      const options = { ...size, family, weighted: false, spread: index % 2 ? 2 : 40, dead: index % 3 === 0 };
      logsOf(new Draw(1000 + index), { ...options, outliers: index % 2 === 0 });
    });
  });

  it.each([1, 2, 3, 4, 5, 8, 13, 33, 64])('is the formula by determinant and inverse, d = %i', (d) => {
    for (const k of [1, 2, 5]) {
      const { mixture, rows, logs, label } = logsOf(new Draw(90 + d), { n: 37, d, k, family, weighted: false });
      const naive = naiveLogs(mixture);
      logs.forEach((values, row) => {
        const expected = naive(rows, row);
        values.forEach((value, c) => {
          expectClose(value, expected[c], 1e-10, () => `${label}, row ${row}, component ${c}`);
        });
      });
    }
  });

  it('gives −Infinity to a component of weight 0 and finite values to all others, however far the row', () => {
    for (const d of [1, 2, 5]) {
      const draw = new Draw(7 + d);
      const made = problem(draw, { n: 16, d, k: 3, family, weighted: false, dead: true });
      const { both } = made;
      const far = 2 ** 480;
      both.put('tiles', new Float64Array(16 * d).fill(far));
      both.call('densities', both.at.tiles, 16, d, 3, family, both.at.parameters, both.at.logs, both.at.scratch);
      const logs = both.get('logs', 48);
      expect([...logs.slice(32)], made.label).toEqual(new Array(16).fill(Number.NEGATIVE_INFINITY));
      for (const value of logs.slice(0, 32)) {
        expect(Number.isFinite(value), `${made.label}: ${value}`).toBe(true);
        expect(value).toBeLessThan(-1e100);
      }
    }
  });
});

describe('densities under a shared covariance', () => {
  it('does not lose digits where the means are far from each other', () => {
    const draw = new Draw(31);
    const { mixture, rows, logs, label } = logsOf(draw, { n: 64, d: 3, k: 4, family: 3, weighted: false, spread: 1e6 });
    const naive = naiveLogs(mixture);
    logs.forEach((values, row) => {
      const expected = naive(rows, row);
      // whitened about the heaviest mean: an absolute error of ε·‖W(x − μ_g)‖ in z
      const nearest = Math.max(...values);
      expectClose(nearest, Math.max(...expected), 1e-6, () => `${label}, row ${row}`);
    });
  });
});
