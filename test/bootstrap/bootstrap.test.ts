import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { bootstrap, dispose, fitSync } from '../../src/index.js';
import { flat, TYPES } from '../parity/compare.js';

const faithful: number[][] = JSON.parse(readFileSync('test/fixtures/faithful.json', 'utf8')).data;

afterAll(dispose);

/**
 * mclust 6.0.0 on R 4.2.2: set.seed(1); MclustBootstrap(Mclust(faithful, G = 2, modelNames = "VVV"), nboot = 999, type),
 * summary(…, what = "se"), its components put in order of their means: weight | means | variances and covariance.
 */
const MCLUST = {
  nonparametric: [
    [0.028616379, 0.029340293, 0.607327966, 0.014421216, 0.168310625, 4.34543806],
    [0.028616379, 0.032334712, 0.461834485, 0.020070443, 0.26820784, 4.35165932],
  ],
  'weighted-likelihood': [
    [0.028943228, 0.028310711, 0.589807871, 0.015134325, 0.180748796, 4.1448675],
    [0.028943228, 0.033392185, 0.475944145, 0.020527665, 0.27369167, 4.45641128],
  ],
} as const;

describe('bootstrap', () => {
  const model = fitSync(faithful, { nComponents: 2 });

  it.each(['nonparametric', 'weighted-likelihood'] as const)('has the standard errors of mclust, %s', async (type) => {
    const { standardErrors, intervals, replicates } = await bootstrap(faithful, model, { type, seed: 1 });
    expect(replicates).toBe(999);
    for (let c = 0; c < 2; c++) {
      const { weights, means, covariances } = standardErrors;
      const ours = [weights[c], ...means[c], covariances[c][0][0], covariances[c][1][0], covariances[c][1][1]];
      // a standard error from 999 draws is itself uncertain by 2.2 %, the ratio of two by 3.2 %: four times that
      ours.forEach((value, at) => {
        expect(Math.abs(value / MCLUST[type][c][at] - 1)).toBeLessThan(0.13);
      });
      for (let j = 0; j < 2; j++) {
        expect(intervals.lower.means[c][j]).toBeLessThan(model.means[c][j]);
        expect(intervals.upper.means[c][j]).toBeGreaterThan(model.means[c][j]);
        const width = intervals.upper.means[c][j] - intervals.lower.means[c][j];
        expect(width / (2 * 1.96 * means[c][j])).toBeCloseTo(1, 0);
      }
    }
  });

  it('gives the same numbers for any number of threads, and others for another seed', async () => {
    const options = { replicates: 20, seed: 3 };
    const alone = await bootstrap(faithful, model, { ...options, threads: 1 });
    expect(await bootstrap(faithful, model, { ...options, threads: 2 })).toEqual(alone);
    const other = await bootstrap(faithful, model, { ...options, seed: 4 });
    expect(other.standardErrors.weights).not.toEqual(alone.standardErrors.weights);
  });

  it.each(TYPES)('has the shapes of the model, %s', async (covarianceType) => {
    const fitted = fitSync(faithful, { nComponents: 3, covarianceType });
    const { standardErrors, intervals } = await bootstrap(faithful, fitted, { replicates: 8 });
    for (const numbers of [standardErrors, intervals.lower, intervals.upper]) {
      expect(flat(numbers.covariances)).toHaveLength(flat(fitted.covariances).length);
      expect(numbers.means.map((mean) => mean.length)).toEqual([2, 2, 2]);
      for (const value of flat(numbers.covariances)) expect(value).toBeGreaterThan(-1e9);
    }
    expect(standardErrors.weights.every((value) => value > 0)).toBe(true);
  });

  it('does not mind in which order the components of the model stand', async () => {
    const { weights, means, covariances } = model;
    const turned = fitSync(faithful, {
      nComponents: 2,
      weightsInit: [...weights].reverse(),
      meansInit: [...means].reverse(),
      covariancesInit: [...covariances].reverse(),
    });
    const there = await bootstrap(faithful, model, { replicates: 30 });
    const back = await bootstrap(faithful, turned, { replicates: 30 });
    for (let c = 0; c < 2; c++) {
      expect(back.standardErrors.means[c][1]).toBeCloseTo(there.standardErrors.means[1 - c][1], 4);
    }
  });

  it('tells of its progress, and can be ended', async () => {
    const told: number[] = [];
    await bootstrap(faithful, model, {
      replicates: 3,
      threads: 1,
      onProgress: ({ completed }) => void told.push(completed),
    });
    expect(told).toEqual([1, 2, 3]);
    const stop = new AbortController();
    const failed = bootstrap(faithful, model, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(failed).rejects.toThrow('enough');
  });

  it.each([
    [{ replicates: 1 }, RangeError, /replicates must be an integer of at least 2, got 1/],
    [{ type: 'parametric' }, RangeError, /type must be one of weighted-likelihood, nonparametric; got "parametric"/],
    [{ level: 95 }, RangeError, /level must be a number between 0 and 1, got 95/],
    [{ seed: -1 }, RangeError, /seed must be an integer/],
    [{ nComponents: 2 }, TypeError, /unknown option 'nComponents'/],
  ])('refuses %j', async (options, kind, message) => {
    const failed = bootstrap(faithful, model, options as object);
    await expect(failed).rejects.toThrow(kind);
    await expect(failed).rejects.toThrow(message);
  });

  it('refuses what is no model, and data of another width', async () => {
    await expect(bootstrap(faithful, {} as never)).rejects.toThrow(/takes the data and a model of it/);
    await expect(bootstrap([1, 2, 3], model)).rejects.toThrow(/the model has 2 features, the data has 1/);
  });
});
