import { describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { clusters, expectSame, flat, TYPES } from './compare.js';

const N = 400;
const OPTIONS = { nComponents: 3, maxIter: 60, seed: 2 } as const;

/** Clusters on a grid of 2^−10, so that shifts by whole numbers up to 2^40 are exact. */
function gridded(seed: number, n: number, d: number): Float64Array {
  return clusters(seed, n, d, 3).map((x) => Math.round(x * 1024) / 1024);
}

/** What does not change when data are shifted and scaled by powers of two. */
function internal(data: Float64Array, d: number, covarianceType: (typeof TYPES)[number], start: object = {}) {
  const table = { data, shape: [data.length / d, d] };
  const model = fitSync(table, { ...OPTIONS, covarianceType, ...start });
  const { weights, means, covariances, exponent, origin } = model.toJSON();
  const run = [model.nIter, Number(model.converged), ...model.collapsed, -1, ...model.spurious, -1, ...model.empty];
  const labels = model.predict(table);
  return { model, exponent, origin, same: { weights, means, covariances, run, labels, p: model.predictProba(table) } };
}

describe.each(TYPES)('a fit, %s', (covarianceType) => {
  it.each([1, 20, -20, 21, -7, 200, -200, 600])(
    'has the same internal bits when the data are scaled by 2^%i',
    (power) => {
      for (const d of [1, 2, 5]) {
        for (const initParams of ['kmeans', 'random'] as const) {
          const seed = 30 + d;
          const label = `seed ${seed}, d ${d}, ${initParams}, 2^${power}`;
          const data = clusters(seed, N, d, 3);
          const scaled = data.map((x) => x * 2 ** power);
          expect(
            scaled.map((x) => x * 2 ** -power),
            'the scaling is exact',
          ).toEqual(data);
          const before = internal(data, d, covarianceType, { initParams });
          const after = internal(scaled, d, covarianceType, { initParams });
          expectSame(after.same, before.same, label);
          expect(after.exponent, label).toBe(before.exponent - power);
          // what is shown is scaled exactly, unless a variance leaves the range of doubles
          const means = flat(before.model.means).map((x) => x * 2 ** power);
          expectSame({ means: flat(after.model.means) }, { means }, label);
          if (Math.abs(power) > 500) continue;
          const covariances = flat(before.model.covariances).map((x) => x * 2 ** power * 2 ** power);
          expectSame({ covariances: flat(after.model.covariances) }, { covariances }, label);
        }
      }
    },
  );

  it.each([1, 1000, -(2 ** 20), 2 ** 40])('has the same internal bits when the data are shifted by %i', (shift) => {
    for (const d of [1, 2, 5]) {
      for (const initParams of ['kmeans', 'random'] as const) {
        const seed = 60 + d;
        const label = `seed ${seed}, d ${d}, ${initParams}, shift ${shift}`;
        const data = gridded(seed, N, d);
        // another shift for each feature
        const shifted = data.map((x, i) => x + shift * (1 + (i % d)));
        expect(
          shifted.map((x, i) => x - shift * (1 + (i % d))),
          'the shift is exact',
        ).toEqual(data);
        const before = internal(data, d, covarianceType, { initParams });
        const after = internal(shifted, d, covarianceType, { initParams });
        expectSame(after.same, before.same, label);
        expect(after.exponent, label).toBe(before.exponent);
        const covariances = { covariances: flat(before.model.covariances) };
        expectSame({ covariances: flat(after.model.covariances) }, covariances, label);
        // the shift is in the origin, and changes no log-likelihood
        expect(after.origin, label).toEqual(before.origin.map((x, j) => x + shift * (1 + j)));
        expectSame({ history: after.model.history }, { history: before.model.history }, label);
      }
    }
  });

  it('has the same internal bits when the data and a given start are shifted and scaled', () => {
    const d = 2;
    const data = gridded(5, N, d);
    const draw = new Draw(6);
    const meansInit = Array.from({ length: 3 * d }, () => draw.integer(-4096, 4096) / 1024);
    const before = internal(data, d, covarianceType, { meansInit });
    const move = (x: number) => (x + 4096) * 2 ** 30;
    const after = internal(data.map(move), d, covarianceType, { meansInit: meansInit.map(move) });
    expectSame(after.same, before.same, 'seed 5');
  });

  it('has other internal bits when the data are scaled by 3', () => {
    const data = clusters(31, N, 2, 3);
    const before = internal(data, 2, covarianceType);
    const after = internal(
      data.map((x) => x * 3),
      2,
      covarianceType,
    );
    expect(after.same.means).not.toEqual(before.same.means);
  });
});

describe('a fit over several slices', () => {
  it('has the same internal bits when the data are shifted and scaled', () => {
    const data = gridded(12, 20_000, 2);
    const before = internal(data, 2, 'full');
    const after = internal(
      data.map((x) => (x - 12345) * 2 ** -100),
      2,
      'full',
    );
    expectSame(after.same, before.same, 'seed 12');
  });
});
