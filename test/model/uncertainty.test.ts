// 1 − max_k r_ik of each row.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, GaussianMixture } from '../../src/index.js';

const { data: iris } = JSON.parse(readFileSync(new URL('../fixtures/iris.json', import.meta.url), 'utf8')) as {
  data: number[][];
};
const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

describe('uncertainty', () => {
  it.each(families)('is what the other responsibilities sum to, %s', (covarianceType) => {
    const model = fitSync(iris, { nComponents: 3, covarianceType });
    const shares = model.predictProba(iris);
    const labels = model.predict(iris);
    const got = model.uncertainty(iris);
    expect(got).toBeInstanceOf(Float64Array);
    expect(got).toHaveLength(iris.length);
    got.forEach((value, i) => {
      const others = [0, 1, 2].filter((c) => c !== labels[i]).map((c) => shares[3 * i + c]);
      expect(Math.abs(value - (others[0] + others[1]))).toBeLessThanOrEqual(1e-15 * value);
    });
  });

  it('keeps the digits of small ones, where 1 − r has none', () => {
    const model = GaussianMixture.fromParameters({ weights: [0.5, 0.5], means: [0, 8], covariances: [1, 1] });
    // r = 1/(1 + e^(32 − 8x))
    const expected = [Math.exp(-32), Math.exp(-40), 0.5, Math.exp(-40)];
    model.uncertainty([0, -1, 4, 9]).forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-13 * expected[i]);
    });
    expect([...model.uncertainty([-2, 100])]).toEqual([0, 0]);
  });

  it('of one component is 0, of equal ones 1 − 1/K', () => {
    const one = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [1] });
    expect([...one.uncertainty([0, 50])]).toEqual([0, 0]);
    const four = GaussianMixture.fromParameters({
      weights: [0.25, 0.25, 0.25, 0.25],
      means: [0, 0, 0, 0],
      covariances: [1, 1, 1, 1],
    });
    expect([...four.uncertainty([3])]).toEqual([0.75]);
  });

  it('of many rows is that of each', () => {
    const model = fitSync(iris, { nComponents: 3 });
    const few = model.uncertainty(iris);
    const many = model.uncertainty(Array.from({ length: 20_000 }, (_, i) => iris[(i * 7) % 150]));
    many.forEach((value, i) => {
      expect(value).toBe(few[(i * 7) % 150]);
    });
    expect(model.uncertainty({ data: [], shape: [0, 4] })).toEqual(new Float64Array(0));
    expect(() => model.uncertainty([[1, 2]])).toThrow(RangeError);
  });
});
