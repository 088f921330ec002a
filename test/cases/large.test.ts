import { describe, expect, it } from 'vitest';
import { fitSync, GaussianMixture } from '../../src/index.js';

// Data of which k-means sees only a sample.
const n = 150_000;

describe('meansInit on data larger than the sample of k-means', () => {
  it('counts rows that lie between the sampled tiles', () => {
    const values = Float64Array.from({ length: n }, (_, i) => ((i * 37) % 101) / 10 - 5);
    // the second tile of 128 rows is never sampled here
    for (let i = 130; i < 135; i++) values[i] = 100 + i / 1000;
    const model = fitSync(values, { nComponents: 2, meansInit: [0, 100], maxIter: 0 });
    expect(model.means.map((mean) => mean[0])).toEqual([0, 100]);
    expect(model.weights[1]).toBeCloseTo(5 / n, 12);
    expect(model.warnings.filter((text) => text.includes('meansInit'))).toEqual([]);
  });

  it('d = 33, whose slices end with short tiles', () => {
    const d = 33;
    const rows = 70_000;
    const data = Float64Array.from({ length: rows * d }, (_, i) => ((i * 37) % 101) / 10 + (i % (2 * d) < d ? 30 : 0));
    const model = fitSync({ data, shape: [rows, d] }, { nComponents: 2, covarianceType: 'diag', maxIter: 3 });
    expect(Array.from(model.weights, (w) => w.toFixed(6))).toEqual(['0.500000', '0.500000']);
  });
});

it('predicting with very many components needs no more than a piece of responsibilities', () => {
  const k = 70_000;
  const means = Array.from({ length: k }, (_, c) => c);
  const model = GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: means.map(() => 1 / k),
    means,
    covariances: means.map(() => 0.01),
  });
  const values = Float64Array.from({ length: 8192 }, (_, i) => 8 * i);
  expect(Array.from(model.predict(values.subarray(0, 20)))).toEqual(Array.from(values.subarray(0, 20)));
});
