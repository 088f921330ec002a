// The replacement beside gaussian-mixture-model, and beside a textbook where that rounds to single precision.

import { describe, expect, it } from 'vitest';
import GMM from '../../src/compat/gaussian-mixture-model.js';
import { SingularCovarianceError } from '../../src/index.js';
import { type Parameters, responsibilities, step } from './naive.js';
import { furthest, mixture, OriginalModel, seeded } from './originals.js';

const identity = (d: number, scale = 1) =>
  Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? scale : 0)));

const options = () => ({
  weights: [0.5, 0.5],
  means: [
    [-25, 40],
    [-60, -30],
  ],
  covariances: [identity(2, 400), identity(2, 400)],
});
const points = [
  [11, 42],
  [19, 45],
  [15, 36],
  [25, 38],
  [24, 33],
  [-24, 3],
  [-31, -4],
  [-34, -14],
  [-25, -5],
  [-16, 7],
];

const parametersOf = ({ weights, means, covariances }: Parameters): unknown => [weights, means, covariances];

/** A model that has seen points. */
function shown<T extends GMM>(Model: new (options: ConstructorParameters<typeof GMM>[0]) => T, data = points): T {
  const model = new Model({ ...options(), bufferSize: 1000 });
  for (const point of data) model.addPoint(point);
  return model;
}

describe('as in the original', () => {
  it('its example', () => {
    const gmm = new GMM(options());
    for (const point of points) gmm.addPoint(point);
    expect(gmm.runEM(5)).toBeUndefined();
    const predicted = gmm.predict([-5, 25]);
    expect(predicted[0] / 0.000009438559331418772).toBeCloseTo(1, 5);
    expect(predicted[1] / 0.000002126123537376676).toBeCloseTo(1, 5);
    const normalised = gmm.predictNormalize([-5, 25]);
    expect(normalised[0]).toBeCloseTo(0.8161537535012295, 5);
    expect(normalised[1]).toBeCloseTo(0.18384624649877046, 5);
  });

  it.each([1, 2, 3, 4, 6])('densities of %i features', (d) => {
    const random = seeded(d);
    const means = mixture(3, [new Array(d).fill(0)], d);
    const covariances = means.map(() => {
      const root = Array.from({ length: d }, () => Array.from({ length: d }, () => random.normal()));
      return root.map((a, i) => root.map((b, j) => a.reduce((sum, x, m) => sum + x * b[m], 0) + Number(i === j)));
    });
    const given = { weights: [0.2, 0.3, 0.5], means, covariances, bufferSize: 10 };
    const [ours, theirs] = [new GMM(given), new OriginalModel(given)];
    for (const point of mixture(20, [new Array(d).fill(0)], 10 + d)) {
      const expected = theirs.predict(point);
      for (const [k, density] of ours.predict(point).entries()) expect(density / expected[k]).toBeCloseTo(1, 11);
      expect(furthest(ours.predictNormalize(point), theirs.predictNormalize(point))).toBeLessThan(1e-12);
    }
    for (const [k, determinant] of ours.covDeterminants.entries()) {
      expect(determinant / theirs.covDeterminants[k]).toBeCloseTo(1, 11);
    }
  });

  it('iterations, up to its single precision', () => {
    const data = mixture(
      300,
      [
        [0, 0],
        [3, 1],
        [1, 4],
      ],
      7,
    );
    const [ours, theirs] = [shown(GMM, data), shown(OriginalModel, data)];
    for (const iterations of [1, 4, 20]) {
      expect(ours.runEM(iterations)).toBe(theirs.runEM(iterations));
      expect(furthest(parametersOf(ours), parametersOf(theirs))).toBeLessThan(1e-5);
    }
  });

  it('a single component', () => {
    const data = mixture(200, [[5, -1, 2]], 3);
    const given = { means: [[0, 0, 0]], covariances: [identity(3)], bufferSize: 1000 };
    const models = [new GMM(given), new OriginalModel(given)];
    for (const model of models) {
      for (const point of data) model.addPoint(point);
      model.runEM(2);
    }
    const [ours, theirs] = models;
    expect(furthest(parametersOf(ours), parametersOf(theirs))).toBeLessThan(1e-7);
  });

  it('the ring of points', () => {
    const given = { ...options(), bufferSize: 4 };
    const models = [new GMM(given), new OriginalModel(given)];
    for (const model of models) for (const point of points.slice(0, 6)) model.addPoint(point);
    const [ours, theirs] = models;
    expect(ours.data).toEqual(theirs.data);
    expect([ours.idx, ours.dataLength, ours.bufferSize]).toEqual([2, 4, 4]);
    expect([theirs.idx, theirs.dataLength, theirs.bufferSize]).toEqual([2, 4, 4]);
  });

  it('sizes, equal weights by default, copies of what is given, and nothing to do without points', () => {
    const { means, covariances } = options();
    const gmm = new GMM({ means, covariances });
    expect([gmm.dimensions, gmm.clusters, gmm.bufferSize]).toEqual([2, 2, 1e6]);
    expect(gmm.weights).toEqual([0.5, 0.5]);
    expect(gmm.runEM(3)).toBeUndefined();
    expect(gmm.means).toEqual(means);
    expect(gmm.means[0]).not.toBe(means[0]);
    expect(gmm.covariances[1][0]).not.toBe(covariances[1][0]);
  });

  it('changes its arrays in place', () => {
    const gmm = shown(GMM);
    const { weights, means, covariances } = gmm;
    const [mean, row] = [means[0], covariances[0][1]];
    gmm.runEM();
    expect([gmm.weights, gmm.means, gmm.covariances]).toEqual([weights, means, covariances]);
    expect(gmm.means[0]).toBe(mean);
    expect(gmm.covariances[0][1]).toBe(row);
    expect(mean[0]).not.toBe(-25);
  });

  it('stops at a singular covariance and names its mean', () => {
    const same = Array.from({ length: 5 }, () => [3, 4]);
    for (const model of [shown(GMM, same), shown(OriginalModel, same)]) {
      const singular = model.runEM(10);
      expect(singular).toEqual([3, 4]);
      expect(model.singularity).toBe(singular);
      expect(model.means).toContain(singular);
    }
  });
});

describe('where the original is wrong', () => {
  it('iterates in double precision', () => {
    const data = mixture(
      200,
      [
        [0, 0],
        [2, 1],
      ],
      5,
    );
    const gmm = shown(GMM, data);
    let expected: Parameters = options();
    for (let i = 0; i < 10; i++) expected = step(data, expected);
    gmm.runEM(4);
    gmm.runEM(6);
    expect(furthest(parametersOf(gmm), parametersOf(expected))).toBeLessThan(1e-11);
  });

  it('does not lose points that are far from all components', () => {
    const given = { means: [[25], [35], [44]], covariances: [[[0.01]], [[0.01]], [[0.01]]], bufferSize: 64 };
    const gmm = new GMM(given);
    const data = Array.from({ length: 50 }, (_, i) => [20 + i / 2]);
    for (const point of data) gmm.addPoint(point);
    let expected: Parameters = { ...given, weights: [1 / 3, 1 / 3, 1 / 3] };
    for (let i = 0; i < 3; i++) expected = step(data, expected);
    expect(gmm.runEM(3)).toBeUndefined();
    expect(furthest(parametersOf(gmm), parametersOf(expected))).toBeLessThan(1e-11);
    expect(gmm.predict([1e5])).toEqual([0, 0, 0]);
    expect(furthest(gmm.predictNormalize([90]), responsibilities([90], expected))).toBeLessThan(1e-9);
    expect(gmm.predictNormalize([1e5]).reduce((a, b) => a + b)).toBe(1);
  });

  it('takes parameters that were changed by hand', () => {
    const data = mixture(
      100,
      [
        [0, 0],
        [3, 1],
      ],
      5,
    );
    const gmm = shown(GMM, data);
    gmm.predict([0, 0]);
    gmm.weights[0] = 3;
    gmm.means[0] = [0, 0];
    gmm.means[1][0] = 2;
    gmm.covariances[0] = [
      [4, 1],
      [1, 2],
    ];
    const expected = { weights: [...gmm.weights], means: structuredClone(gmm.means), covariances: gmm.covariances };
    expect(furthest(gmm.predictNormalize([1, 1]), responsibilities([1, 1], expected))).toBeLessThan(1e-13);
    const after = step(data, expected);
    gmm.runEM(1);
    expect(furthest(parametersOf(gmm), parametersOf(after))).toBeLessThan(1e-12);
  });

  it('stays where it is once a covariance is singular', () => {
    const gmm = shown(
      GMM,
      Array.from({ length: 5 }, () => [3, 4]),
    );
    const singular = gmm.runEM(10);
    const before = structuredClone(parametersOf(gmm));
    expect(gmm.runEM(10)).toBe(singular);
    expect(parametersOf(gmm)).toEqual(before);
    expect(() => gmm.predict([3, 4])).toThrow(SingularCovarianceError);
    expect(() => gmm.predictNormalize([3, 4])).toThrow('covariances[0] is not positive definite');
    expect(gmm.covDeterminants).toContain(0);
  });

  it('keeps a component that no point belongs to', () => {
    const gmm = new GMM({ means: [[0], [1e4]], covariances: [[[1]], [[1]]], bufferSize: 10 });
    for (const value of [-1, 0, 2]) gmm.addPoint(value);
    expect(gmm.runEM(3)).toBeUndefined();
    expect([gmm.weights, gmm.means[1], gmm.covariances[1]]).toEqual([[1, 0], [1e4], [[1]]]);
    expect(gmm.predictNormalize(1e4)).toEqual([1, 0]);
  });

  it('takes numbers for points of one feature', () => {
    const [numbers, arrays] = [0, 1].map(() => new GMM({ means: [[0], [5]], covariances: [[[1]], [[1]]] }));
    for (const value of [0.5, -0.2, 4, 5.5, 6]) {
      numbers.addPoint(value);
      arrays.addPoint([value]);
    }
    numbers.runEM(3);
    arrays.runEM(3);
    expect(parametersOf(numbers)).toEqual(parametersOf(arrays));
    expect(numbers.predict(3)).toEqual(arrays.predict([3]));
  });

  it.each([
    ['no covariances', () => new GMM({ means: [[0]] } as never), TypeError, 'covariances must be an array'],
    ['no means', () => new GMM({ covariances: [[[1]]] } as never), TypeError, 'means must be an array'],
    ['nothing', () => new GMM(undefined as never), TypeError, 'options must be an object'],
    ['too few weights', () => new GMM({ ...options(), weights: [1] }), RangeError, 'weights must be of shape 2'],
    ['weights below 0', () => new GMM({ ...options(), weights: [2, -1] }), RangeError, 'weights[1]'],
    ['weights of 0', () => new GMM({ ...options(), weights: [0, 0] }), RangeError, 'positive entry'],
    ['a bad buffer', () => new GMM({ ...options(), bufferSize: 0 }), RangeError, 'bufferSize'],
    ['a short point', () => shown(GMM, [[1]]), RangeError, 'a point must have 2 features, got 1'],
    ['a number for two', () => new GMM(options()).predict(1), RangeError, 'a point must have 2 features, got 1'],
    ['no point', () => new GMM(options()).addPoint(null as never), TypeError, 'a point must be an array'],
    ['NaN', () => shown(GMM, [[1, Number.NaN]]), RangeError, 'point[1] must be a finite number, got NaN'],
  ])('refuses %s', (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  });
});
