// Group C: convergence, starts, local optima. Named as in the collection of hard cases; traces in long double.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceSynonym, fitSync, GaussianMixture } from '../../src/index.js';

interface ReferenceFit {
  id: string;
  model: CovarianceSynonym;
  k: number;
  status: string;
  init: { weights: number[]; means: number[][]; covariances: number[][][] };
  trace: { iter: number; loglik: number }[];
  final: { loglik: number; means: number[][]; covariances: number[][][]; weights: number[] };
}

interface Fixture {
  data: number[] | number[][];
  n: number;
  fits: ReferenceFit[];
}

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

function reference(name: string, id: string): ReferenceFit {
  return fixture(name).fits.find((fit) => fit.id === id)!;
}

const datasets = readdirSync(new URL('../fixtures/', import.meta.url))
  .filter((file) => file.endsWith('.json') && file !== 'synthetic.json')
  .map((file) => file.replace('.json', ''));

/** The reference's K × d × d matrices in the shape of a family. */
function inShape(model: CovarianceSynonym, matrices: number[][][]) {
  const diagonals = matrices.map((matrix) => matrix.map((row, i) => row[i]));
  const shapes = {
    VVV: matrices,
    V: matrices,
    EEE: matrices[0],
    E: matrices[0],
    VVI: diagonals,
    EEI: diagonals[0],
    VII: diagonals.map(([variance]) => variance),
    EII: diagonals[0][0],
  };
  return shapes[model];
}

/** The variances of a full model of one feature. */
function variancesOf({ covariances }: GaussianMixture): number[] {
  return (covariances as Float64Array[][]).map(([[variance]]) => variance);
}

function inverse(matrix: number[][]): number[][] {
  if (matrix.length === 1) return [[1 / matrix[0][0]]];
  const [[a, b], [c, d]] = matrix;
  const determinant = a * d - b * c;
  return [
    [d / determinant, -b / determinant],
    [-c / determinant, a / determinant],
  ];
}

/** The reference start as options, without a floor. */
function startOf({ model, k, init }: ReferenceFit) {
  return {
    nComponents: k,
    covarianceType: model,
    weightsInit: init.weights,
    meansInit: init.means,
    covariancesInit: inShape(model, init.covariances),
    regCovar: 0,
  };
}

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

it('C02 the tolerance does not depend on n', () => {
  const data = fixture('faithful').data as number[][];
  const start = startOf(reference('faithful', 'faithful/VVV/k2/farthest-rows'));
  const once = fitSync(data, start);
  const twice = fitSync(
    data.flatMap((row) => [row, row]),
    start,
  );
  expect(once.converged).toBe(true);
  expect(twice.nIter).toBe(once.nIter);
  for (let c = 0; c < 2; c++) {
    expectRelative(twice.weights[c], once.weights[c], 1e-12);
    for (let j = 0; j < 2; j++) expectRelative(twice.means[c][j], once.means[c][j], 1e-12);
  }
  expectRelative(twice.logLikelihood, 2 * once.logLikelihood, 1e-12);
  const tight = fitSync(
    data.flatMap((row) => [row, row]),
    { ...start, tol: 1e-13 },
  );
  expectRelative(tight.logLikelihood, -2260.5279203695, 1e-11);
});

describe.each(datasets)('C07 the likelihood never falls without a floor: %s', (name) => {
  const { data, fits } = fixture(name);
  const optima = fits.filter(({ status }) => status === 'optimum');

  it.each(optima.map((fit) => [fit.id, fit] as const))('%s', (_, fit) => {
    const { history } = fitSync(data, { ...startOf(fit), maxIter: 200, tol: 0 });
    expect(history).toHaveLength(201);
    for (let t = 1; t < history.length; t++) {
      expect(history[t] - history[t - 1]).toBeGreaterThanOrEqual(-1e-10 * Math.abs(history[t]));
    }
  });
});

it('C08 identical starting components stay so, and are warned of', () => {
  const { data, n } = fixture('faithful-waiting');
  const model = fitSync(data, {
    nComponents: 2,
    weightsInit: [0.5, 0.5],
    meansInit: [70, 70],
    covariancesInit: [100, 100],
    regCovar: 0,
  });
  for (const [mean] of model.means) expectRelative(mean, 70.8970588235294, 1e-12);
  expectRelative(model.logLikelihood, -1095.2888005007117, 1e-12);
  expect(model.warnings).not.toEqual([]);
  for (let seed = 0; seed < 20; seed++) {
    for (const initParams of ['kmeans', 'k-means++', 'random', 'random_from_data'] as const) {
      const [[first], [second]] = fitSync(data, { nComponents: 2, seed, initParams, maxIter: 0 }).means;
      expect(first).not.toBe(second);
    }
  }
  expect(n).toBe(272);
});

describe('C10 restarts differ and the best is kept', () => {
  const { data } = fixture('iris');

  it('finds the best optimum known and scores it', () => {
    const model = fitSync(data, { nComponents: 3, nInit: 10, seed: 0 });
    expect(model.logLikelihood).toBeGreaterThanOrEqual(-180.1854771 - 1e-4);
    expect(model.score(data)).toBe(model.lowerBound);
    expectRelative(model.score(data) * 150, model.logLikelihood, 1e-14);
  });

  it('ten are not worse than one, and runs differ', () => {
    for (let seed = 0; seed < 10; seed++) {
      const starts: number[] = [];
      const ten = fitSync(data, {
        nComponents: 3,
        nInit: 10,
        seed,
        initParams: 'random_from_data',
        onIteration: ({ iteration, lowerBound }) => void (iteration === 0 && starts.push(lowerBound)),
      });
      const one = fitSync(data, { nComponents: 3, nInit: 1, seed, initParams: 'random_from_data' });
      expect(new Set(starts).size).toBeGreaterThan(5);
      const healthy = (model: GaussianMixture) =>
        model.collapsed.length + model.spurious.length + model.empty.length === 0;
      if (healthy(ten) === healthy(one)) expect(ten.logLikelihood).toBeGreaterThanOrEqual(one.logLikelihood);
      else expect(healthy(ten)).toBe(true);
    }
  });
});

describe('C12 given covariances and precisions are used exactly', () => {
  const { data, n } = fixture('faithful');
  const starts = fixture('faithful').fits.filter(({ id }) => /k2\/farthest-rows/.test(id));

  it('the published trace', () => {
    const { history } = fitSync(data, { ...startOf(starts.find(({ model }) => model === 'VVV')!), maxIter: 3, tol: 0 });
    const published = [-1408.1023890133, -1284.0254390976, -1279.3054243547, -1263.7624851902];
    published.forEach((loglik, t) => {
      expectRelative(history[t] * n, loglik, 1e-10);
    });
  });

  it.each(starts.map((fit) => [fit.model, fit] as const))('%s', (_, fit) => {
    const { covariancesInit, ...start } = startOf(fit);
    const precisionsInit = inShape(fit.model, fit.init.covariances.map(inverse));
    for (const given of [{ covariancesInit }, { precisionsInit }]) {
      const { history } = fitSync(data, { ...start, ...given, maxIter: 20, tol: 0 });
      const points = fit.trace.filter(({ iter }) => iter <= 20);
      expect(points.length).toBeGreaterThan(5);
      for (const { iter, loglik } of points) expectRelative(history[iter] * n, loglik, 1e-10);
    }
  });

  it('all six families are there', () => {
    expect(starts.map(({ model }) => model).sort()).toEqual(['EEE', 'EEI', 'EII', 'VII', 'VVI', 'VVV']);
  });
});

it('C13 responsibilities are normalised over components', () => {
  const { data, n } = fixture('so1d');
  const fit = reference('so1d', 'so1d/V/k2/quantile-groups');
  const model = fitSync(data, { ...startOf(fit), tol: 1e-14 });
  for (const { iter, loglik } of fit.trace) {
    if (iter < model.history.length) expectRelative(model.history[iter] * n, loglik, 1e-10);
  }
  expectRelative(model.logLikelihood, -121.2552029907, 1e-11);
  [32.9964054623, 44.3353222328].forEach((mean, c) => {
    expectRelative(model.means[c][0], mean, 1e-7);
  });
  [53.4801008985, 0.145195105].forEach((variance, c) => {
    expectRelative(variancesOf(model)[c], variance, 1e-6);
  });
  [0.4572397248, 0.5427602752].forEach((weight, c) => {
    expectRelative(model.weights[c], weight, 1e-7);
  });
  const shares = model.predictProba(data);
  for (let i = 0; i < n; i++) expect(Math.abs(shares[2 * i] + shares[2 * i + 1] - 1)).toBeLessThan(1e-15);
  const [first, second] = model.predictProba([44.44571429]);
  expectRelative(first, 0.0132613359, 1e-6);
  expectRelative(second, 0.9867386641, 1e-7);
  expect(model).toBeInstanceOf(GaussianMixture);
});

describe('meansInit with covariancesInit but no weights', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0 : 10) + (((i * 37) % 101) - 50) / 100);

  it('keeps means that no row is nearest to, alive and without a false word', () => {
    const start = { meansInit: [0, 10, 500], covariancesInit: [[[1]], [[1]], [[1e6]]] };
    const model = fitSync(values, { nComponents: 3, ...start, maxIter: 0 });
    expect(model.means.map((mean) => mean[0])).toEqual([0, 10, 500]);
    expect(model.weights[2]).toBeCloseTo(0.5 / 1.5, 12);
    expect(model.warnings.filter((text) => text.includes('moved'))).toEqual([]);
  });

  it('counts an integer weight as so many rows', () => {
    const rows = [0, 0.1, -0.1, 0.05, 10, 10.1, 9.9, 10.05];
    const sampleWeight = [10, 10, 10, 10, 1, 1, 1, 1];
    const start = { nComponents: 2, meansInit: [0, 10], covariancesInit: [[[1]], [[1]]], maxIter: 0 };
    const copies = rows.flatMap((row, i) => new Array<number>(sampleWeight[i]).fill(row));
    const weighted = fitSync(rows, { ...start, sampleWeight });
    expect(weighted.weights[0]).toBeCloseTo(fitSync(copies, start).weights[0], 12);
    expect(weighted.weights[0]).toBeCloseTo(40 / 44, 12);
  });

  it('needs no covariance of the groups', () => {
    const rows = [
      [0, 0],
      [1, 1.5],
      [5, 5],
      [6, 5],
    ];
    const unit = [
      [1, 0],
      [0, 1],
    ];
    const covariancesInit = [unit, unit];
    const options = { nComponents: 2, regCovar: 0, maxIter: 0, covariancesInit };
    const meansInit = [
      [0, 1],
      [6, 5],
    ];
    expect(fitSync(rows, { ...options, meansInit }).covariances[0][0][0]).toBe(1);
    expect(fitSync(rows, options).covariances[1][1][1]).toBe(1);
  });
});
