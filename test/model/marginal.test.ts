// The mixture of some of the features, and the mean of all of them.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, GaussianMixture } from '../../src/index.js';

function fixture(name: string): number[][] {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')).data;
}

const iris = fixture('iris');
const faithful = fixture('faithful');
const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const models = families.map((type) => [type, fitSync(iris, { nComponents: 3, covarianceType: type })] as const);

/** Rows and columns of covariances, in the shape of their family. */
function selected(type: CovarianceType, shown: unknown, features: number[]): unknown {
  const numbers = (row: unknown) => features.map((j) => (row as number[])[j]);
  const square = (matrix: unknown) => features.map((i) => numbers((matrix as number[][])[i]));
  if (type === 'full') return (shown as unknown[]).map(square);
  if (type === 'tied') return square(shown);
  if (type === 'diag') return (shown as unknown[]).map(numbers);
  return type === 'tied-diag' ? numbers(shown) : shown;
}

function plain(value: unknown): unknown {
  return typeof value === 'number' ? value : Array.from(value as ArrayLike<unknown>, plain);
}

describe.each(models)('marginal, %s', (type, model) => {
  it.each([[[2]], [[0, 1]], [[3, 0, 2]], [[0, 1, 2, 3]]])('of %j shows the same numbers', (features) => {
    const some: GaussianMixture = model.marginal(features);
    expect([some.covarianceType, some.nComponents, some.nFeatures]).toEqual([type, 3, features.length]);
    expect(some.weights).toEqual(model.weights);
    expect(plain(some.means)).toEqual(model.means.map((mean) => features.map((j) => mean[j])));
    expect(plain(some.covariances)).toEqual(plain(selected(type, model.covariances, features)));
    expect(some.execution.backend).toBe(model.execution.backend);
  });

  it('of all features is the model', () => {
    const all = model.marginal([0, 1, 2, 3]);
    expect(all.scoreSamples(iris)).toEqual(model.scoreSamples(iris));
    expect(all.predictProba(iris)).toEqual(model.predictProba(iris));
  });

  it('of a marginal is the marginal', () => {
    const twice = model.marginal([3, 1, 0]).marginal([2, 0]);
    expect(JSON.stringify(twice)).toBe(JSON.stringify(model.marginal([0, 3])));
  });

  it('is a model without training, to JSON and back', () => {
    const some = model.marginal([1, 3]);
    expect([some.logLikelihood, some.lowerBound, some.nIter, some.converged]).toEqual([
      Number.NaN,
      Number.NaN,
      0,
      false,
    ]);
    expect(() => some.bic()).toThrow(TypeError);
    const loaded = GaussianMixture.fromJSON(JSON.stringify(some));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(some));
    const rows = iris.map((row) => [row[1], row[3]]);
    expect(loaded.scoreSamples(rows)).toEqual(some.scoreSamples(rows));
  });
});

it('the density of a marginal is the integral over the other features', () => {
  const model = fitSync(faithful, { nComponents: 2 });
  const step = 0.5;
  for (const x of [1.5, 2.2, 3, 4.4, 6]) {
    // the trapezoid rule is exact to many digits for what ends smoothly
    const rows = Array.from({ length: 300 }, (_, i) => [x, i * step]);
    const total = model.scoreSamples(rows).reduce((sum, value) => sum + Math.exp(value), 0) * step;
    const density = model.marginal([0]).pdf(x);
    expect(Math.abs(total - density)).toBeLessThanOrEqual(1e-12 * density);
  }
});

it('the mean of the mixture', () => {
  const model = GaussianMixture.fromParameters({
    covarianceType: 'diag',
    weights: [0.25, 0.75, 0],
    means: [
      [0, 8],
      [4, -8],
      [99, 99],
    ],
    covariances: [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  });
  expect(model.mean).toEqual(Float64Array.of(3, -4));
  // a fit keeps the mean of its data
  const fitted = fitSync(iris, { nComponents: 3 });
  fitted.mean.forEach((mean, j) => {
    const expected = iris.reduce((sum, row) => sum + row[j], 0) / 150;
    expect(Math.abs(mean - expected)).toBeLessThan(1e-12 * expected);
  });
  fitted.mean.fill(0);
  expect(fitted.mean[0]).toBeGreaterThan(5);
});

it('features that are none', () => {
  const [, model] = models[0];
  const refused = (features: unknown, kind: typeof RangeError | typeof TypeError, message: RegExp) => {
    expect(() => model.marginal(features as number[])).toThrow(kind);
    expect(() => model.marginal(features as number[])).toThrow(message);
  };
  refused(0, TypeError, /^features must be an array of indices such as \[0\], got 0$/);
  refused('01', TypeError, /^features must be an array/);
  refused(undefined, TypeError, /got undefined/);
  refused(['0'], TypeError, /^features\[0\] is the string "0"/);
  refused([], RangeError, /^features is empty/);
  refused([1, 4], RangeError, /^features\[1\] must be an integer from 0 to 3, since the model has 4 features; got 4$/);
  refused([-1], RangeError, /got -1$/);
  refused([0.5], RangeError, /got 0.5$/);
  refused([2, 0, 2], RangeError, /^features\[2\] is 2, and so is features\[0\]/);
});
