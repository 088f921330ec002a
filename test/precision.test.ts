// precision 'f32': rows are kept in single precision, and everything else is as with doubles.

import { afterAll, describe, expect, it, vi } from 'vitest';
import { dispose, type FitOptions, fit, fitSync } from '../src/index.js';
import { Draw } from './kernel/draw.js';
import { clusters, expectSame, fitted, TYPES } from './parity/compare.js';
import { compare, withoutSharedMemory } from './threads/fixtures.js';

afterAll(dispose);

/** Rows whose distances from each other single precision holds exactly: multiples of 2⁻¹⁰ below 2⁶ or so. */
function exact(seed: number, n: number, d: number, k: number) {
  return { data: clusters(seed, n, d, k).map((x) => Math.round(x * 1024) / 1024), shape: [n, d] };
}

function weightsFor(n: number): Float64Array {
  const draw = new Draw(n);
  return Float64Array.from({ length: n }, () => (draw.uniform() < 0.1 ? 0 : draw.uniform(0.1, 3)));
}

describe.each(TYPES)('%s', (covarianceType) => {
  // slices of 8192, 2048 and 512 rows, the last of them short; ordered rows at d = 33
  it.each([
    [9000, 1],
    [9000, 3],
    [2500, 9],
    [1100, 33],
  ])('what single precision holds is fitted to the same bits, n = %i, d = %i', (n, d) => {
    const data = exact(n + d, n, d, 3);
    const options: FitOptions = { nComponents: 3, covarianceType, maxIter: 9 };
    for (const more of [{}, { sampleWeight: weightsFor(n) }, { acceleration: 'squarem', maxIter: 60 } as const]) {
      const double = fitSync(data, { ...options, ...more });
      const single = fitSync(data, { ...options, ...more, precision: 'f32' });
      expectSame(fitted(single), fitted(double), `d ${d}, ${Object.keys(more)}`);
    }
  });

  it('other rows are those rounded about the origin, under wasm and js', () => {
    const data = { data: clusters(5, 700, 4, 3).map((x) => x + 1000), shape: [700, 4] };
    const options: FitOptions = { nComponents: 3, covarianceType, precision: 'f32' };
    const model = fitSync(data, options);
    const js = fitSync(data, { ...options, backend: 'js' });
    expectSame(fitted(js), fitted(model), 'backends');
    const { origin, exponent } = model.toJSON();
    const scale = 2 ** exponent;
    const rounded = data.data.map((x, i) => origin[i % 4] + Math.fround((x - origin[i % 4]) * scale) / scale);
    // the same up to the rounding of the sums that undo the origin
    const double = fitSync({ ...data, data: rounded }, { ...options, precision: 'f64' });
    expect(model.nIter).toBe(double.nIter);
    expect(Math.abs(model.lowerBound - double.lowerBound)).toBeLessThan(1e-11);
  });

  it('starts of every kind', () => {
    const data = exact(2, 400, 2, 4);
    for (const initParams of ['kmeans', 'k-means++', 'random', 'random_from_data'] as const) {
      const options: FitOptions = { nComponents: 4, covarianceType, initParams, nInit: 2, maxIter: 5 };
      const double = fitSync(data, options);
      expectSame(fitted(fitSync(data, { ...options, precision: 'f32' })), fitted(double), initParams);
    }
    const responsibilitiesInit = Array.from({ length: 400 }, (_, i) => (i % 3 === 0 ? [0.25, 0.75] : [0.5, 0.5]));
    const options: FitOptions = { nComponents: 2, covarianceType, responsibilitiesInit, maxIter: 5 };
    const double = fitSync(data, options);
    expectSame(fitted(fitSync(data, { ...options, precision: 'f32' })), fitted(double), 'responsibilities');
  });
});

describe('threads', () => {
  const data = { data: clusters(3, 3000, 33, 3, 0.5), shape: [3000, 33] };
  const options: FitOptions = { nComponents: 3, maxIter: 6, tol: 0, precision: 'f32' };

  it('make no difference in shared memory', () => compare(data, options, [2, 3], 'shared'));

  it('nor with copies of rows', async () => {
    withoutSharedMemory();
    await compare(data, { ...options, sampleWeight: weightsFor(3000) }, [2, 3], 'copies');
    vi.unstubAllGlobals();
  });

  it('nor with whole runs', async () => {
    const small = { data: clusters(4, 500, 2, 3), shape: [500, 2] };
    await compare(small, { nComponents: 3, nInit: 5, precision: 'f32' }, [2, 3], 'shared');
  });
});

it('a value too far from the others is named', async () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => [i % 7, i % 11]);
  rows[9000][1] = -1e45;
  const options = { nComponents: 2, precision: 'f32' } as const;
  const message = /data\[9000\]\[1\] is -1e\+45: too far from the first rows/;
  expect(() => fitSync(rows, options)).toThrow(message);
  await expect(fit(rows, options)).rejects.toThrow(message);
  expect(fitSync(rows, { nComponents: 2, maxIter: 1 }).nIter).toBe(1);
});
