// What must hold of every mixture and every run of EM. fast-check prints the seed of a failure.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, type GaussianMixture, SingularCovarianceError } from '../../src/index.js';

const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const RUNS = { numRuns: 25 };

const family = fc.constantFrom(...families);
const size = {
  n: fc.integer({ min: 30, max: 200 }),
  d: fc.integer({ min: 1, max: 5 }),
  k: fc.integer({ min: 1, max: 5 }),
};
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Arbitrary rows: a lattice of few values, so that ties are common, shifted and stretched. */
const anyRows = fc
  .record({ ...size, steps: fc.integer({ min: 3, max: 1000 }), shift: fc.constantFrom(0, 1e6, -1e3), seed })
  .map(({ n, d, steps, shift, seed }) => {
    let state = (seed % 2147483646) + 1;
    const uniform = () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
    return Array.from({ length: n }, () => Array.from({ length: d }, () => shift + Math.floor(steps * uniform()) / 10));
  });

function flat(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(flat);
}

function isHealthy(model: GaussianMixture): boolean {
  return model.collapsed.length + model.spurious.length + model.empty.length === 0;
}

/** Mean and covariance of rows, the naive way but centred. */
function moments(rows: number[][]): { mean: number[]; covariance: number[][] } {
  const average = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const features = rows[0].map((_, j) => j);
  const mean = features.map((j) => average(rows.map((row) => row[j])));
  const covariance = features.map((i) =>
    features.map((j) => average(rows.map((row) => (row[i] - mean[i]) * (row[j] - mean[j])))),
  );
  return { mean, covariance };
}

describe('responsibilities', () => {
  it('sum to 1, and predict is their argmax', () => {
    fc.assert(
      fc.property(anyRows, size.k, family, seed, (data, k, covarianceType, seed) => {
        const model = fitSync(data, { nComponents: k, covarianceType, seed, maxIter: 10 });
        const shares = model.predictProba(data);
        const labels = model.predict(data);
        data.forEach((_, i) => {
          const row = Array.from(shares.subarray(i * k, (i + 1) * k));
          expect(row.every((share) => share >= 0 && share <= 1)).toBe(true);
          expect(Math.abs(row.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-14);
          // rounding may make shares equal whose log-densities are not
          expect(row[labels[i]]).toBe(Math.max(...row));
        });
      }),
      RUNS,
    );
  });
});

describe('a result', () => {
  it('has no NaN and no infinity, weights on the simplex, a score that is its likelihood', () => {
    fc.assert(
      fc.property(anyRows, size.k, family, seed, (data, k, covarianceType, seed) => {
        const model = fitSync(data, { nComponents: k, covarianceType, seed, maxIter: 40 });
        const shown = flat([
          model.weights,
          model.means,
          model.covariances,
          model.history,
          model.logLikelihood,
          model.bic(),
        ]);
        for (const value of shown) expect(value).toSatisfy(Number.isFinite);
        expect(Math.abs(model.weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-12);
        expect(model.score(data)).toBe(model.lowerBound);
      }),
      RUNS,
    );
  });

  it('of the twin is the same', () => {
    fc.assert(
      fc.property(anyRows, size.k, family, seed, (data, k, covarianceType, seed) => {
        const options = { nComponents: k, covarianceType, seed, maxIter: 10 };
        const js = fitSync(data, { ...options, backend: 'js' });
        expect(js.execution.backend).toBe('js');
        const { training, ...rest } = fitSync(data, { ...options, backend: 'wasm' }).toJSON();
        const { training: twin, ...twinRest } = js.toJSON();
        expect(twinRest).toEqual(rest);
        expect({ ...twin, execution: 0 }).toEqual({ ...training, execution: 0 });
      }),
      RUNS,
    );
  });
});

describe('the likelihood', () => {
  it('never falls without a floor', () => {
    fc.assert(
      fc.property(anyRows, size.k, family, seed, (data, k, covarianceType, seed) => {
        let history: Float64Array;
        try {
          history = fitSync(data, { nComponents: k, covarianceType, seed, regCovar: 0, maxIter: 60, tol: 0 }).history;
        } catch (error) {
          expect(error).toBeInstanceOf(SingularCovarianceError);
          return;
        }
        for (let t = 1; t < history.length; t++) {
          expect(history[t] - history[t - 1]).toBeGreaterThanOrEqual(-1e-10 * Math.abs(history[t]));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of ten runs is not worse than of one, healthy first', () => {
    fc.assert(
      fc.property(anyRows, size.k, family, seed, (data, k, covarianceType, seed) => {
        const options = { nComponents: k, covarianceType, seed, maxIter: 30, initParams: 'random_from_data' } as const;
        const one = fitSync(data, options);
        const ten = fitSync(data, { ...options, nInit: 10 });
        if (isHealthy(one) === isHealthy(ten)) expect(ten.logLikelihood).toBeGreaterThanOrEqual(one.logLikelihood);
        else expect(isHealthy(ten)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('one component is the closed form', () => {
  it.each(families)('%s', (covarianceType) => {
    fc.assert(
      fc.property(anyRows, (data) => {
        const model = fitSync(data, { nComponents: 1, covarianceType, regCovar: 1e-3 });
        const { mean, covariance } = moments(data);
        const variances = covariance.map((row, i) => row[i] + 1e-3);
        const matrix = covariance.map((row, i) => row.map((x, j) => (i === j ? x + 1e-3 : x)));
        const average = variances.reduce((sum, v) => sum + v, 0) / variances.length;
        const expected = {
          full: matrix,
          tied: matrix,
          diag: variances,
          'tied-diag': variances,
          spherical: average,
          'tied-spherical': average,
        }[covarianceType];
        expect([...model.weights]).toEqual([1]);
        model.means[0].forEach((x, j) => {
          expect(Math.abs(x - mean[j])).toBeLessThanOrEqual(
            1e-12 * Math.max(Math.abs(mean[j]), Math.sqrt(variances[j])),
          );
        });
        const scale = Math.max(...variances);
        flat(model.covariances).forEach((value, i) => {
          expect(Math.abs(value - flat(expected)[i])).toBeLessThanOrEqual(1e-11 * scale);
        });
      }),
      RUNS,
    );
  });
});

it('full is diag on data that make it so', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 5, max: 30 }),
      (a, b, m) => {
        // two far crosses, each symmetric about its centre, so that all covariances are 0
        const cross = Array.from({ length: m }, (_, i) => i + 1).flatMap((i) => [
          [a * i, 0],
          [-a * i, 0],
          [0, b * i],
          [0, -b * i],
        ]);
        const data = [...cross, ...cross.map(([x, y]) => [x + 1e5, y])];
        const start = {
          nComponents: 2,
          meansInit: [
            [0, 0],
            [1e5, 0],
          ],
          regCovar: 0,
        };
        const full = fitSync(data, start);
        const diag = fitSync(data, { ...start, covarianceType: 'diag' });
        for (let c = 0; c < 2; c++) {
          for (let j = 0; j < 2; j++) {
            expect(Math.abs(full.covariances[c][j][j] / diag.covariances[c][j] - 1)).toBeLessThan(1e-12);
            expect(Math.abs(full.means[c][j] - diag.means[c][j])).toBeLessThan(1e-6);
          }
          expect(Math.abs(full.covariances[c][0][1])).toBeLessThan(1e-6);
        }
        expect(Math.abs(full.logLikelihood / diag.logLikelihood - 1)).toBeLessThan(1e-12);
      },
    ),
    RUNS,
  );
});

describe('accounting', () => {
  it('history has nIter + 1 entries, the last of them the lower bound', () => {
    fc.assert(
      fc.property(
        anyRows,
        size.k,
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(0, 1e-7, 1e-3),
        (data, k, maxIter, tol) => {
          const calls: number[] = [];
          const model = fitSync(data, {
            nComponents: k,
            // one start is followed, so all calls belong to one run
            initParams: 'kmeans',
            maxIter,
            tol,
            onIteration: ({ lowerBound }) => void calls.push(lowerBound),
          });
          expect(model.history).toHaveLength(model.nIter + 1);
          expect(model.history[model.nIter]).toBe(model.lowerBound);
          expect(model.nIter).toBeLessThanOrEqual(maxIter);
          expect(calls).toHaveLength(model.nIter + 1);
          if (tol === 0) expect([model.nIter, model.converged]).toEqual([maxIter, false]);
          if (!model.converged) expect(model.nIter).toBe(maxIter);
          if (maxIter === 0) expect(model.converged).toBe(false);
          // before the last, which belongs to the sorted model, they are what the caller was told
          expect([...model.history.slice(0, -1)]).toEqual(calls.slice(0, -1));
        },
      ),
      RUNS,
    );
  });

  it('maxIter reached is said', () => {
    const data = Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) / 10);
    const options = { nComponents: 3, maxIter: 2, tol: 1e-12 };
    const model = fitSync(data, options);
    expect([model.nIter, model.converged]).toEqual([2, false]);
    expect(model.warnings.join()).toMatch(
      /not converged after maxIter = 2 .*: raise .*, or try acceleration: 'squarem'\.$/,
    );
    const accelerated = fitSync(data, { ...options, acceleration: 'squarem' });
    expect(accelerated.warnings.join()).toMatch(/not converged after maxIter = 2 iterations: raise maxIter or tol\.$/);
  });
});
