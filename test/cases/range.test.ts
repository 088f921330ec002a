// Group N: number range and precision. Named as in the collection of hard cases; right values by long double or by hand.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CovarianceType,
  type FitOptions,
  fitSync,
  GaussianMixture,
  SingularCovarianceError,
} from '../../src/index.js';

const grid = (i: number) => ((i * 37) % 101) / 10 - 5;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

interface ReferenceFit {
  id: string;
  model: string;
  k: number;
  init: { weights: number[]; means: number[][]; covariances: number[][][] };
  final: { loglik: number; means: number[][] };
}

function fixture(name: string): { data: number[][]; fits: ReferenceFit[] } {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const faithful = fixture('faithful').data;

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

/** The same variance of each feature for all components, in the shape of a family. */
function inShape(type: CovarianceType, variances: number[], k: number) {
  const matrix = variances.map((variance, i) => variances.map((_, j) => (i === j ? variance : 0)));
  const repeat = <T>(value: T) => Array.from({ length: k }, () => value);
  const shapes = {
    full: repeat(matrix),
    tied: matrix,
    diag: repeat(variances),
    spherical: repeat(variances[0]),
    'tied-diag': variances,
    'tied-spherical': variances[0],
  };
  return shapes[type];
}

describe('N01 single precision does not lose the variance', () => {
  it('two far values', () => {
    const data = Float32Array.of(9999, 0);
    const model = fitSync(data, { nComponents: 2, covarianceType: 'spherical', regCovar: 0.1 });
    for (const variance of model.covariances) expectRelative(variance, 0.1, 1e-9);
    expect([...model.weights]).toEqual([0.5, 0.5]);
  });

  it('two far groups, no floor', () => {
    const data = Float32Array.of(4097.5, 4097.6, 4097.7, 0, 0.1, 0.2);
    const model = fitSync(data, { nComponents: 2, covarianceType: 'diag', regCovar: 0 });
    const variance = (values: number[]) => {
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    };
    expectRelative(model.covariances[0][0], variance([...data.slice(3)]), 1e-9);
    expectRelative(model.covariances[1][0], variance([...data.slice(0, 3)]), 1e-9);
  });
});

describe.each(families)('N04 tight Gaussians in 70 dimensions, %s', (covarianceType) => {
  const d = 70;
  const variances = new Array<number>(d).fill(1e-10);

  it('one component', () => {
    const covariances = inShape(covarianceType, variances, 1);
    const model = GaussianMixture.fromParameters({
      covarianceType,
      weights: [1],
      means: [variances.map(() => 0)],
      covariances,
    });
    expectRelative(model.scoreSamples(variances.map(() => 0))[0], 741.5790852235889, 1e-13);
    expect([...model.predictProba(variances.map(() => 0))]).toEqual([1]);
  });

  it('two components at the same place', () => {
    const means = [variances.map(() => 0), variances.map(() => 0)];
    const covariances = inShape(covarianceType, variances, 2);
    const model = GaussianMixture.fromParameters({ covarianceType, weights: [0.5, 0.5], means, covariances });
    expect([...model.predictProba(means)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe.each(families)('N06 the determinant of 361 dimensions, %s', (covarianceType) => {
  it.each([
    [0.001, 915.1130173693889],
    [1000, -1578.586638343],
  ])('variance %d', (variance, expected) => {
    const variances = new Array<number>(361).fill(variance);
    const means = [variances.map(() => 1)];
    const covariances = inShape(covarianceType, variances, 1);
    const model = GaussianMixture.fromParameters({ covarianceType, weights: [1], means, covariances });
    expectRelative(model.scoreSamples(means)[0], expected, 1e-12);
  });
});

describe.each(families)('N07 the terms of the log-density, %s', (covarianceType) => {
  it.each([1, 2, 3, 5])('d = %d', (d) => {
    const isotropic = covarianceType.endsWith('spherical');
    const variances = range(1, d).map((j) => (isotropic ? 4 : (j + 1) ** 2));
    const x = range(1, d).map((j) => j + 1);
    const expected = variances.reduce(
      (sum, v, j) => sum - (Math.log(2 * Math.PI) + Math.log(v) + x[j] ** 2 / v) / 2,
      0,
    );
    const means = [variances.map(() => 0)];
    const covariances = inShape(covarianceType, variances, 1);
    const model = GaussianMixture.fromParameters({ covarianceType, weights: [1], means, covariances });
    expectRelative(model.scoreSamples([x])[0], expected, 1e-14);
    if (d === 2 && !isotropic) expectRelative(model.scoreSamples([x])[0], -4.629636535637401, 1e-14);
  });
});

describe('N09 a nearly singular covariance', () => {
  const data = range(1, 90)
    .map(grid)
    .map((t) => [t, t + 1e-9 * t, -t]);

  it('without a floor: an error or a flag, never the log of a negative number', () => {
    let model: GaussianMixture;
    try {
      model = fitSync(data, { nComponents: 1, regCovar: 0 });
    } catch (error) {
      expect(error).toBeInstanceOf(SingularCovarianceError);
      expect((error as Error).message).toMatch(/not positive definite/);
      return;
    }
    expect(model.logLikelihood).toSatisfy(Number.isFinite);
    expect(model.collapsed).toEqual([0]);
  });

  it('with a floor: finite', () => {
    const model = fitSync(data, { nComponents: 1, regCovar: 1e-6 });
    expect(model.logLikelihood).toSatisfy(Number.isFinite);
    for (const value of model.scoreSamples(data)) expect(value).toSatisfy(Number.isFinite);
  });
});

describe('N10 values near overflow', () => {
  const cases: { options: Omit<FitOptions, 'nComponents'>; name: string }[] = families.flatMap((covarianceType) => [
    { name: `${covarianceType}, default floor`, options: { covarianceType } },
    { name: `${covarianceType}, no floor`, options: { covarianceType, regCovar: 0 } },
  ]);

  it.each(cases)('powers of two change nothing but the scale: $name', ({ options }) => {
    const model = fitSync(faithful, { nComponents: 2, ...options });
    for (const e of [20, -20, 200, -200]) {
      const c = 2 ** e;
      const data = faithful.map((row) => row.map((x) => x * c));
      const scaled = fitSync(data, { nComponents: 2, ...options });
      expect(scaled.nIter).toBe(model.nIter);
      expect(scaled.weights).toEqual(model.weights);
      expect(scaled.means).toEqual(model.means.map((mean) => mean.map((x) => x * c)));
      expect(scaled.predict(data)).toEqual(model.predict(faithful));
      expectRelative(scaled.logLikelihood, model.logLikelihood - faithful.length * 2 * Math.log(c), 1e-12);
    }
  });

  it('a floor in units scales with the square', () => {
    const model = fitSync(faithful, { nComponents: 2, regCovar: 0.01 });
    const data = faithful.map((row) => row.map((x) => x * 1024));
    const scaled = fitSync(data, { nComponents: 2, regCovar: 0.01 * 1024 ** 2 });
    expect(scaled.means).toEqual(model.means.map((mean) => mean.map((x) => x * 1024)));
  });

  it('1e200: the right answer or a typed error', () => {
    const data = range(1, 60).map((i) => (i % 2 ? 1e200 : -1e200) + 1e198 * grid(i));
    const model = fitSync(data, { nComponents: 2 });
    const small = fitSync(
      data.map((x) => x / 1e200),
      { nComponents: 2 },
    );
    for (let c = 0; c < 2; c++) expectRelative(model.means[c][0] / 1e200, small.means[c][0], 1e-9);
    expectRelative(model.lowerBound, small.lowerBound - Math.log(1e200), 1e-9);

    const mixed = range(1, 60).map(grid).concat(1e200, -1e200);
    try {
      const extreme = fitSync(mixed, { nComponents: 2 });
      expect(extreme.logLikelihood).toSatisfy(Number.isFinite);
      for (const [mean] of extreme.means) expect(mean).toSatisfy(Number.isFinite);
    } catch (error) {
      expect((error as Error).message).toMatch(/too large|too far|not positive definite/);
    }
  });
});

describe.each(families)('%s', (covarianceType) => {
  it.each([
    [1e200, 'Infinity'],
    [1e-200, '0'],
    [1e-160, 'a number with fewer digits'],
  ])('variances of data times %d show as %s, and that is said', (scale) => {
    const options = { nComponents: 2, covarianceType, seed: 1 };
    const model = fitSync(
      faithful.map((row) => row.map((x) => x * scale)),
      options,
    );
    expect(model.warnings).toEqual([expect.stringMatching(/^Variances are beyond the range of numbers/)]);
    expect(fitSync(faithful, options).warnings).toEqual([]);
    const back = GaussianMixture.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(back.warnings).toEqual(model.warnings);
    const labels = model.predict(faithful.map((row) => row.map((x) => x * scale)));
    expect([...new Set(labels)].sort()).toEqual([0, 1]);
  });
});

it('of several features only one may be out of range', () => {
  const data = faithful.map(([x, y]) => [x * 1e100, y * 1e160]);
  expect(fitSync(data, { nComponents: 2 }).warnings).toEqual([expect.stringMatching(/^Variances/)]);
});

it('N12 a heavy outlier', () => {
  const data = [...range(1, 99).map(grid), 1e6];
  const model = fitSync(data, {
    nComponents: 2,
    weightsInit: [0.5, 0.5],
    meansInit: [0, 1e6],
    covariancesInit: [10, 10],
    regCovar: 1e-6,
  });
  expectRelative(model.means[0][0], 0.03636363636363636, 1e-9);
  expectRelative(model.means[1][0], 1e6, 1e-15);
  expectRelative(model.covariances[0][0][0], 8.398072625344353, 1e-9);
  expectRelative(model.covariances[1][0][0], 1e-6, 1e-9);
  expectRelative(model.logLikelihood, -245.4223559755797, 1e-10);
  expect(model.collapsed).toEqual([1]);
});

it.each([
  ['so1d', 'so1d/V/k2/quantile-groups', 1],
  ['faithful', 'faithful/VVV/k2/farthest-rows', 2],
  ['iris', 'iris/VVV/k3/classes', 4],
  ['thyroid', 'thyroid/VVV/k3/classes', 5],
])('N14 no dimension is built in: %s', (name, id, d) => {
  const { data, fits } = fixture(name);
  const { k, init, final } = fits.find((fit) => fit.id === id)!;
  const model = fitSync(data, {
    nComponents: k,
    weightsInit: init.weights,
    meansInit: init.means,
    covariancesInit: init.covariances,
    regCovar: 0,
    tol: 1e-12,
  });
  expect(model.nFeatures).toBe(d);
  expect(Math.abs(model.logLikelihood - final.loglik)).toBeLessThan(1e-8);
  final.means.forEach((mean, c) => {
    mean.forEach((x, j) => {
      expectRelative(model.means[c][j], x, 1e-6);
    });
  });
});
