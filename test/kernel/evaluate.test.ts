import { describe, expect, it } from 'vitest';
import { Draw } from './draw.js';
import { type Options, problem, SIZES } from './mixture.js';
import { expectClose, FAMILIES } from './naive.js';
import { naivePass, type Problem } from './sums.js';

describe.each(FAMILIES)('evaluate, $name', ({ family }) => {
  const run = (
    { both, mixture }: Problem,
    n: number,
    which: { logs?: boolean; labels?: boolean; shares?: boolean },
  ) => {
    const { d, k } = mixture;
    const { tiles, parameters, densities, labels, responsibilities, scratch } = both.at;
    const at = [which.logs ? densities : 0, which.labels ? labels : 0, which.shares ? responsibilities : 0] as const;
    both.call('evaluate', tiles, n, d, k, family, parameters, ...at, scratch);
  };

  it('has the same bits in both kernels, at every size, whatever is asked for', { timeout: 30_000 }, () => {
    SIZES.forEach((size, index) => {
      const { n, d, k } = size;
      const options: Options = { ...size, family, weighted: false, spread: index % 2 ? 2 : 40, dead: index % 3 === 0 };
      const made = problem(new Draw(6000 + index), { ...options, outliers: index % 2 === 0 });
      const { both, label } = made;
      run(made, n, { logs: true, labels: true, shares: true });
      const all = [both.get('densities', n), both.getIntegers('labels', n), both.get('responsibilities', n * k)];
      if (d > 65) return;
      const one = [{ logs: true }, { labels: true }, { shares: true }];
      one.forEach((which, i) => {
        for (const name of ['densities', 'labels', 'responsibilities'] as const) both.fill(name, Number.NaN);
        run(made, n, which);
        const now = [both.get('densities', n), both.getIntegers('labels', n), both.get('responsibilities', n * k)];
        expect(now[i], `${label}, ${JSON.stringify(which)}`).toEqual(all[i]);
        // what is not asked for is not written
        for (const other of [0, 2]) if (other !== i) expect(now[other][0], label).toBeNaN();
        if (i !== 1) expect(now[1][0], label).toBe(0);
      });
    });
  });

  it('is what the formulas give', () => {
    for (const d of [1, 2, 3, 5, 8]) {
      const n = 141;
      const k = 4;
      const made = problem(new Draw(500 + d), { n, d, k, family, weighted: false });
      run(made, n, { logs: true, labels: true, shares: true });
      const { responsibilities, logSums } = naivePass(made, n);
      const r = made.both.get('responsibilities', n * k);
      const labels = made.both.getIntegers('labels', n);
      made.both.get('densities', n).forEach((value, i) => {
        expectClose(value, logSums[i], 1e-10, () => `${made.label}, row ${i}`);
        responsibilities[i].forEach((share, c) => {
          expectClose(r[i * k + c], share, 1e-9, () => `${made.label}, row ${i}`);
        });
        const sum = r.slice(i * k, i * k + k).reduce((total, share) => total + share, 0);
        expectClose(sum, 1, 1e-15 * k, () => `${made.label}, row ${i}`);
        const best = Math.max(...responsibilities[i]);
        expect(responsibilities[i][labels[i]], `${made.label}, row ${i}`).toBeGreaterThan(best - 1e-9);
      });
    }
  });
});
