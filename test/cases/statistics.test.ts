// Group S: the statistics that are reported. Named as in the collection of hard cases.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceSynonym, type CovarianceType, fitSync, GaussianMixture } from '../../src/index.js';

interface ReferenceFit {
  id: string;
  model: CovarianceSynonym;
  k: number;
  init: { weights: number[]; means: number[][]; covariances: number[][][] };
  final: { loglik: number; meanLoglik: number; bic: number; aic: number; nParameters: number };
}

function fixture(name: string): { data: number[] | number[][]; n: number; fits: ReferenceFit[] } {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

/** A fit to the fixed point from a recorded start. */
function refit(name: string, id: string) {
  const { data, n, fits } = fixture(name);
  const { k, model, init, final } = fits.find((fit) => fit.id === id)!;
  const shared = model.startsWith('E');
  const fitted = fitSync(data, {
    nComponents: k,
    covarianceType: model,
    weightsInit: init.weights,
    meansInit: init.means,
    covariancesInit: shared ? init.covariances[0] : init.covariances,
    regCovar: 0,
    tol: 1e-14,
  });
  return { data, n, fitted, final };
}

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

it('S01 BIC and AIC use the total, not the mean', () => {
  const { data, fitted, final } = refit('faithful', 'faithful/VVV/k2/farthest-rows');
  expectRelative(fitted.logLikelihood, -1130.2639601847, 1e-11);
  expect(fitted.nParameters).toBe(11);
  expectRelative(fitted.bic(), 2322.1917430987, 1e-11);
  expectRelative(fitted.aic(), 2282.5279203695, 1e-11);
  expectRelative(fitted.bic(), final.bic, 1e-12);
  expect(fitted.bic(data)).toBe(fitted.bic());
});

describe('S02 parameter counts', () => {
  const counts: [CovarianceType, number, number, number][] = [
    ['full', 3, 4, 39],
    ['tied', 3, 4, 3 + 12 + 6],
    ['diag', 3, 4, 27],
    ['spherical', 3, 4, 19],
    ['tied-spherical', 3, 4, 16],
    ['tied-diag', 3, 4, 18],
    ['tied', 1, 2, 4],
    ['full', 1, 2, 5],
    ['full', 4, 1, 14],
  ];

  it.each(counts)('%s, d = %d, K = %d: %d', (covarianceType, d, k, expected) => {
    const means = Array.from({ length: k }, (_, c) => new Array<number>(d).fill(c));
    const identity = means[0].map((_, i) => means[0].map((__, j) => (i === j ? 1 : 0)));
    const shapes = {
      full: means.map(() => identity),
      tied: identity,
      diag: means.map(() => means[0].map(() => 1)),
      spherical: means.map(() => 1),
      'tied-diag': means[0].map(() => 1),
      'tied-spherical': 1,
    };
    const weights = means.map(() => 1 / k);
    const model = GaussianMixture.fromParameters({
      covarianceType,
      weights,
      means,
      covariances: shapes[covarianceType],
    });
    expect(model.nParameters).toBe(expected);
  });
});

it('S04 the log-likelihood is the sum of logs of summed weighted densities', () => {
  const { data, n, fitted } = refit('faithful-waiting', 'faithful-waiting/V/k2/quantile-groups');
  let naive = 0;
  for (const x of data as number[]) {
    let density = 0;
    for (let c = 0; c < 2; c++) {
      const [[variance]] = (fitted.covariances as Float64Array[][])[c];
      const z = (x - fitted.means[c][0]) ** 2 / variance;
      density += (fitted.weights[c] * Math.exp(-z / 2)) / Math.sqrt(2 * Math.PI * variance);
    }
    naive += Math.log(density);
  }
  expectRelative(fitted.logLikelihood, naive, 1e-13);
  expectRelative(fitted.logLikelihood, -1034.0017498316, 1e-11);
  const scores = fitted.scoreSamples(data);
  expect(scores).toHaveLength(n);
  expectRelative(
    scores.reduce((sum, value) => sum + value, 0),
    naive,
    1e-13,
  );
  for (let t = 1; t < fitted.history.length; t++) {
    expect(fitted.history[t]).toBeGreaterThanOrEqual(fitted.history[t - 1] - 1e-12);
  }
});

describe('S05 weights are weights', () => {
  const density = (weights: number[], x: number) =>
    Math.log(
      weights.reduce((sum, weight, c) => {
        const [mean, sd] = [
          [1000, 200],
          [2000, 400],
        ][c];
        return sum + (weight * Math.exp(-(((x - mean) / sd) ** 2) / 2)) / (sd * Math.sqrt(2 * Math.PI));
      }, 0),
    );
  const build = (weights: number[]) =>
    GaussianMixture.fromParameters({ weights, means: [1000, 2000], covariances: [200 ** 2, 400 ** 2] });

  it.each([[[0.979 / 1.2, 0.221 / 1.2]], [[0.5, 0.5]]])('%j', (weights) => {
    expectRelative(build(weights).scoreSamples([1000])[0], density(weights, 1000), 1e-14);
  });

  it('must sum to 1', () => {
    expect(() => build([0.979, 0.221])).toThrow(RangeError);
    expect(() => build([0.979, 0.221])).toThrow(/weights must sum to 1, got 1\.2/);
  });
});

describe('S07 the score is a mean, the log-likelihood a sum', () => {
  const { data, n, fitted, final } = refit('faithful', 'faithful/VVV/k2/farthest-rows');

  it('of samples', () => {
    expectRelative(fitted.score(data), final.meanLoglik, 1e-12);
    expect(fitted.logLikelihood / n).toBe(fitted.lowerBound);
    expect(fitted.score(data)).toBe(fitted.lowerBound);
  });

  it('over the sum of weights', () => {
    const sampleWeight = Array.from({ length: n }, (_, i) => (i % 4) / 2);
    const scores = fitted.scoreSamples(data);
    const total = sampleWeight.reduce((sum, weight) => sum + weight, 0);
    const expected = scores.reduce((sum, score, i) => sum + score * sampleWeight[i], 0) / total;
    expectRelative(fitted.score(data, { sampleWeight }), expected, 1e-13);
    const weighted = fitSync(data, { nComponents: 2, sampleWeight });
    expectRelative(weighted.logLikelihood / weighted.lowerBound, total, 1e-14);
    expectRelative(weighted.bic(), -2 * weighted.logLikelihood + 11 * Math.log(total), 1e-14);
  });
});

it('S08 a tight fit equals the optimum, not an early stop', () => {
  const { fitted } = refit('faithful', 'faithful/EEE/k3/hc');
  expect(Math.abs(fitted.logLikelihood - -1126.3159278234)).toBeLessThan(1e-8);
  expectRelative(fitted.bic(), 2314.2956783761, 1e-11);
});
