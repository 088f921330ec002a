// The mixture of the other features when some are known.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, GaussianMixture, SingularCovarianceError } from '../../src/index.js';

interface Fixture {
  data: number[][];
  fits: { id: string; final: { weights: number[]; means: number[][]; covariances: number[][][] } }[];
}

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const { data: iris } = fixture('iris');
const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

function flat(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(flat);
}

function expectAll(got: unknown, expected: unknown, tolerance: number) {
  const list = flat(got);
  const right = flat(expected);
  expect(list).toHaveLength(right.length);
  list.forEach((value, i) => {
    expect(Math.abs(value - right[i]), `${value} instead of ${right[i]}`).toBeLessThanOrEqual(
      tolerance * Math.abs(right[i]),
    );
  });
}

const pair = {
  weights: [0.25, 0.75],
  means: [
    [0, 1, 2],
    [1, -1, 0.5],
  ],
  covariances: [
    [
      [2, 0.5, 0.25],
      [0.5, 1, -0.5],
      [0.25, -0.5, 3],
    ],
    [
      [1, -0.25, 0.5],
      [-0.25, 2, 0.75],
      [0.5, 0.75, 1.5],
    ],
  ],
};

describe('against the formulas with inverses and determinants, by mpmath with 60 digits', () => {
  const model = GaussianMixture.fromParameters(pair);

  it('one feature of three', () => {
    const rest = model.condition([2], [1.5]);
    expectAll(rest.weights, [0.23984687173299166, 0.7601531282670083], 1e-14);
    expectAll(rest.means, [-0.041666666666666664, 1.0833333333333333, 1.3333333333333333, -0.5], 1e-14);
    const first = [1.9791666666666667, 0.5416666666666666, 0.5416666666666666, 0.9166666666666666];
    expectAll(rest.covariances, [...first, 0.8333333333333334, -0.5, -0.5, 1.625], 1e-14);
    expectAll(rest.mean, [1.0035438847004698, -0.1202424530894299], 1e-13);
  });

  it('two of three, in any order', () => {
    for (const rest of [model.condition([2, 0], [1.5, -1]), model.condition([0, 2], [-1, 1.5])]) {
      expectAll(rest.weights, [0.8097876836765339, 0.19021231632346608], 1e-14);
      expectAll(rest.means, [0.8210526315789474, 0.9], 1e-14);
      expectAll(rest.covariances, [0.7684210526315789, 1.325], 1e-14);
      expectAll(rest.mean, [0.8360693933939578], 1e-14);
    }
  });

  it('far away', () => {
    const rest = model.condition([1], [-30]);
    expectAll(rest.weights, [2.019807631422604e-118, 1], 1e-12);
    expectAll(rest.means, [-15.5, 17.5, 4.625, -10.375], 1e-14);
    expectAll(rest.mean, [4.625, -10.375], 1e-14);
  });

  it('the regression of eruptions on waiting', () => {
    const { final } = fixture('faithful').fits.find(({ id }) => id === 'faithful/VVV/k2/farthest-rows')!;
    const { weights: given, means, covariances: matrices } = final;
    const faithful = GaussianMixture.fromParameters({ weights: given, means, covariances: matrices });
    const regression = [60, 70, 80].map((waiting) => faithful.condition([1], [waiting]).mean[0]);
    expectAll(regression, [2.1256058198497336, 3.922443239845584, 4.2904241767672255], 1e-13);
    const { weights, covariances } = faithful.condition([1], [60]);
    expectAll(weights, [0.010784914814635534, 0.9892150851853645], 1e-12);
    expectAll(covariances, [0.1454236678184002, 0.06354790592776227], 1e-13);
  });
});

describe.each(families)('condition, %s', (covarianceType) => {
  const model = fitSync(iris, { nComponents: 3, covarianceType });

  it.each([[[0]], [[3, 1]], [[2, 0, 1]]])('p(a, b) = p(a)·p(b | a), a = %j', (features) => {
    const left = [0, 1, 2, 3].filter((j) => !features.includes(j));
    const joint = model.scoreSamples(iris);
    const marginal = model.marginal(features).scoreSamples(iris.map((row) => features.map((j) => row[j])));
    iris.forEach((row, i) => {
      const values = features.map((j) => row[j]);
      const rest: GaussianMixture = model.condition(features, values);
      expect([rest.covarianceType, rest.nFeatures, rest.nComponents]).toEqual([covarianceType, left.length, 3]);
      const conditional = rest.scoreSamples([left.map((j) => row[j])])[0];
      expect(Math.abs(marginal[i] + conditional - joint[i])).toBeLessThan(1e-11);
    });
  });

  it('weights are the responsibilities of the marginal', () => {
    const values = [5.9, 1.4];
    const { weights } = model.condition([0, 3], values);
    model
      .marginal([0, 3])
      .predictProba([values])
      .forEach((share, c) => {
        expect(Math.abs(weights[c] - share)).toBeLessThan(1e-12);
      });
  });

  it.each([1e3, 1e9, 1e100, 1e140])('%d away from everything', (distance) => {
    for (const values of [
      [distance, -distance],
      [distance, 0],
    ]) {
      const rest = model.condition([1, 2], values);
      expect(Math.abs(rest.weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-15);
      expect(rest.weights.every((weight) => weight >= 0)).toBe(true);
      for (const mean of flat(rest.means)) expect(mean).toSatisfy(Number.isFinite);
      expect([...rest.mean].every(Number.isFinite)).toBe(true);
    }
  });

  it('is a model without training, to JSON and back', () => {
    const rest = model.condition([1], [3]);
    expect([rest.logLikelihood, rest.nIter, rest.warnings]).toEqual([Number.NaN, 0, []]);
    const loaded = GaussianMixture.fromJSON(JSON.stringify(rest));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(rest));
    expect(loaded.sample(4)).toEqual(rest.sample(4));
  });
});

describe('condition', () => {
  it('a component that what is known makes unlikely still counts where it is alone', () => {
    const model = GaussianMixture.fromParameters({
      covarianceType: 'spherical',
      weights: [0.5, 0.5],
      means: [
        [0, 0],
        [12, 100],
      ],
      covariances: [1, 1],
    });
    const rest = model.condition([0], [0]);
    expectAll(rest.weights, [1, Math.exp(-72)], 1e-13);
    expectAll(rest.scoreSamples([100]), [-72 - Math.log(2 * Math.PI) / 2], 1e-13);
  });

  // squares of 1e190 standard deviations overflow, and the component without weight is the nearest
  it.each([1, 1e-100])(
    'far away, the nearest in its own measure; equal ones share by weight: variance %d',
    (variance) => {
      const model = GaussianMixture.fromParameters({
        covarianceType: 'diag',
        weights: [0.5, 0.25, 0.25, 0],
        means: [
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 4],
        ],
        covariances: [
          [variance, 1],
          [4 * variance, 1],
          [4 * variance, 1],
          [9, 1],
        ],
      });
      for (const x of [1e3, 1e60, -1e140]) {
        expect(model.condition([0], [x]).weights).toEqual(Float64Array.of(0, 0.5, 0.5, 0));
      }
    },
  );

  it('components of weight 0 stay so and say nothing', () => {
    const model = GaussianMixture.fromParameters({ ...pair, weights: [0, 1] });
    const rest = model.condition([2], [2]);
    expect([...rest.weights]).toEqual([0, 1]);
    expectAll(rest.mean, [1.5, -0.25], 1e-15);
  });

  it.each([-498, 498])('at the scale 2^%d', (e) => {
    const c = 2 ** e;
    const scaled = GaussianMixture.fromParameters({
      weights: pair.weights,
      means: pair.means.map((mean) => mean.map((x) => x * c)),
      covariances: pair.covariances.map((matrix) => matrix.map((row) => row.map((x) => x * c * c))),
    });
    const rest = GaussianMixture.fromParameters(pair).condition([1], [0.5]);
    const same = scaled.condition([1], [0.5 * c]);
    expect(same.weights).toEqual(rest.weights);
    expect(flat(same.means)).toEqual(flat(rest.means).map((x) => x * c));
    expect(flat(same.covariances)).toEqual(flat(rest.covariances).map((x) => x * c * c));
  });

  it('features that nearly determine each other leave a positive variance', () => {
    const model = GaussianMixture.fromParameters({
      weights: [1],
      means: [[0, 0]],
      covariances: [
        [
          [1, 1 - 2 ** -40],
          [1 - 2 ** -40, 1],
        ],
      ],
    });
    // 1 − (1 − ε)² = 2ε − ε²
    expectAll(model.condition([0], [1]).covariances, [2 ** -39 - 2 ** -80], 1e-4);
    expectAll(model.condition([0], [1]).mean, [1 - 2 ** -40], 1e-15);
  });

  it('what is refused', () => {
    const model = GaussianMixture.fromParameters(pair);
    const refused = (
      features: unknown,
      values: unknown,
      kind: typeof RangeError | typeof TypeError,
      message: RegExp,
    ) => {
      const run = () => model.condition(features as number[], values as number[]);
      expect(run).toThrow(kind);
      expect(run).toThrow(message);
    };
    refused(1, [1], TypeError, /^features must be an array/);
    refused([], [], RangeError, /^features is empty/);
    refused([3], [1], RangeError, /^features\[0\] must be an integer from 0 to 2/);
    refused([1, 1], [1, 1], RangeError, /^features\[1\] is 1, and so is features\[0\]/);
    refused([2, 1, 0], [1, 1, 1], RangeError, /^features names all d = 3 of them: at least one must be left/);
    refused([1], 1, TypeError, /^values must be an array of numbers such as \[1.5\], got 1$/);
    refused([1], [1, 2], RangeError, /^values must be 1, one for each of features, got 2$/);
    refused([0, 1], [1, '2'], TypeError, /^values\[1\] is the string "2"/);
    refused([0, 1], [1, Number.NaN], RangeError, /^values\[1\] must be a finite number, got NaN$/);
    refused([0], [Number.POSITIVE_INFINITY], RangeError, /^values\[0\] must be a finite number, got Infinity$/);
    refused([0], [1e200], RangeError, /^values\[0\] is 1e\+200: too far from the model/);
    const line = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [1] });
    expect(() => line.condition([0], [1])).toThrow(/names all d = 1/);
  });

  it('a covariance that is only just positive definite', () => {
    // found by search: it can be factored in one order of features and not in the other
    const covariances = [1.9679557019695433, 0.7466021361414797, 0.7466021361414797, 0.28324557769931313];
    const model = () => GaussianMixture.fromParameters({ weights: [1], means: [[0, 0]], covariances });
    expect(() => model().condition([1], [0])).toThrow(SingularCovarianceError);
    expect(() => model().condition([1], [0])).toThrow(/cannot be factored with these features first/);
  });
});
