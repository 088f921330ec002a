// One step, and what surrounds it: against the formula, from every kind of start, and with everything that can be wrong.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fit, fitSync, GaussianMixture, type PartialFitOptions } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { clusters, flat, TYPES } from '../parity/compare.js';
import { covarianceOf, naiveStep } from './naive.js';

const iris: number[][] = JSON.parse(readFileSync(new URL('../fixtures/iris.json', import.meta.url), 'utf8')).data;

function rowsOf(data: Float64Array, d: number): number[][] {
  return Array.from({ length: data.length / d }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
}

function expectClose(actual: Iterable<number>, expected: Iterable<number>, tolerance: number, label: string) {
  const wanted = [...expected];
  const got = [...actual];
  expect(got.length, label).toBe(wanted.length);
  got.forEach((value, i) => {
    const error = Math.abs(value - wanted[i]);
    expect(error, `${label}[${i}] is ${value} instead of ${wanted[i]}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(wanted[i])),
    );
  });
}

/** A model of given parameters of every family, K = 3. */
function start(covarianceType: CovarianceType, d: number): GaussianMixture {
  const draw = new Draw(d);
  const means = Array.from({ length: 3 }, (_, c) => Array.from({ length: d }, () => 2 * (c - 1) + draw.normal()));
  const matrix = (c: number) =>
    Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? 1 + c / 2 + i / 4 : 0.2)));
  const variances = Array.from({ length: 3 }, (_, c) => Array.from({ length: d }, (__, j) => 1 + c / 2 + j / 4));
  const covariances = {
    full: [0, 1, 2].map(matrix),
    tied: matrix(1),
    diag: variances,
    spherical: [0.5, 1, 2],
    'tied-diag': variances[1],
    'tied-spherical': 1.5,
  }[covarianceType];
  return GaussianMixture.fromParameters({ covarianceType, weights: [0.2, 0.3, 0.5], means, covariances });
}

describe.each(TYPES)('one step, %s', (covarianceType) => {
  it.each([1, 2, 5])('is the formula, d = %i', (d) => {
    const model = start(covarianceType, d);
    const rows = rowsOf(clusters(9, 77, d, 3, 2), d);
    const draw = new Draw(4);
    const weights = rows.map(() => (draw.uniform() < 0.2 ? 0 : draw.uniform(0.1, 3)));
    const even = rows.map(() => 1);
    for (const sampleWeight of [even, weights]) {
      for (const options of [{}, { stepExponent: 0.9 }, { forgetting: 0.99 }] as PartialFitOptions[]) {
        const next = model.partialFit(rows, { ...options, sampleWeight, regCovar: 0 });
        const { step } = next.online!;
        const expected = naiveStep(model, rows, sampleWeight, step, 0);
        const label = `${JSON.stringify(options)}, ${sampleWeight === even ? 'even' : 'weighted'}`;
        expectClose(next.weights, expected.weights, 1e-12, `${label}: weights`);
        expectClose(flat(next.means), expected.means.flat(), 1e-12, `${label}: means`);
        for (let c = 0; c < 3; c++) {
          expectClose(flat(covarianceOf(next, c)), expected.covariances[c].flat(), 1e-11, `${label}: covariance ${c}`);
        }
      }
    }
  });

  it('adds the floor once, not once a step', () => {
    const rows = rowsOf(clusters(2, 60, 2, 3, 2), 2);
    const floor = 0.3;
    const before = start(covarianceType, 2).partialFit(rows, { regCovar: floor });
    const after = before.partialFit(rows.slice(0, 20));
    const expected = naiveStep(before, rows.slice(0, 20), rows.map(() => 1).slice(0, 20), after.online!.step, floor);
    for (let c = 0; c < 3; c++) {
      expectClose(flat(covarianceOf(after, c)), expected.covariances[c].flat(), 1e-11, `covariance ${c}`);
    }
  });

  it('changes nothing but rounding where the chunk weighs nothing beside what was seen', () => {
    const model = fitSync(iris, { nComponents: 3, covarianceType });
    const next = model.partialFit(iris.slice(0, 5), { stepExponent: 1, startWeight: 1e25 });
    expectClose(next.weights, model.weights, 1e-14, 'weights');
    expectClose(flat(next.means), flat(model.means), 1e-14, 'means');
    expectClose(flat(next.covariances), flat(model.covariances), 1e-14, 'covariances');
    expect(next.online).toMatchObject({ nSamplesSeen: 155, weightSeen: 1e25 });
  });

  it('an integer weight is so many copies', () => {
    const model = start(covarianceType, 2);
    const rows = rowsOf(clusters(5, 40, 2, 3, 2), 2);
    const weighted = model.partialFit(rows, { sampleWeight: rows.map((_, i) => i % 3) });
    const copied = model.partialFit(rows.flatMap((row, i) => new Array(i % 3).fill(row)));
    expectClose(weighted.weights, copied.weights, 1e-12, 'weights');
    expectClose(flat(weighted.means), flat(copied.means), 1e-12, 'means');
    expectClose(flat(weighted.covariances), flat(copied.covariances), 1e-12, 'covariances');
    expect(weighted.online!.weightSeen).toBe(copied.online!.weightSeen);
  });
});

describe('a model that went on', () => {
  const model = fitSync(iris.slice(0, 120), { nComponents: 2 });
  const before = JSON.stringify(model);
  const one = model.partialFit(iris.slice(120));
  const two = model.partialFit(iris.slice(0, 30), { forgetting: 0.9 });

  it('is another one, and the old one can go another way', () => {
    expect(JSON.stringify(model)).toBe(before);
    expect(one).not.toBe(model);
    expect(JSON.stringify(one)).not.toBe(JSON.stringify(two));
    expect(JSON.stringify(model.partialFit(iris.slice(120)))).toBe(JSON.stringify(one));
    expect(model.online).toBeUndefined();
  });

  it('tells what it has seen, and how well it foresaw the chunk', () => {
    expect(one.online).toEqual({
      nSamplesSeen: 150,
      weightSeen: 150,
      chunkScore: model.score(iris.slice(120)),
      step: (30 / 150) * (150 / 30) ** 0.4,
    });
    const third = one.partialFit(iris.slice(0, 7), { sampleWeight: [2, 0, 1, 1, 1, 1, 1] });
    expect(third.online).toMatchObject({ nSamplesSeen: 156, weightSeen: 157 });
    expect(third.partialFit([iris[0], iris[1]]).online).toMatchObject({ nSamplesSeen: 158, weightSeen: 159 });
    expect(third.online!.chunkScore).toBe(one.score(iris.slice(0, 7), { sampleWeight: [2, 0, 1, 1, 1, 1, 1] }));
  });

  it('has no training data, and says so', () => {
    expect([one.logLikelihood, one.lowerBound]).toEqual([Number.NaN, Number.NaN]);
    expect([one.history.length, one.nIter, one.converged]).toEqual([0, 0, false]);
    expect(() => one.bic()).toThrow(TypeError);
    expect(() => one.aic()).toThrow(/carried on by partialFit, which keeps no data: pass the data/);
    const score = one.score(iris);
    expect(one.bic(iris)).toBeCloseTo(-2 * 150 * score + one.nParameters * Math.log(150), 9);
  });

  it('answers on', () => {
    expect(one.predict(iris).length).toBe(150);
    expect(one.sample(3, { seed: 1 }).labels.length).toBe(3);
    expect(one.marginal([0]).online).toBeUndefined();
    expect(fitSync(iris, { nComponents: 2, warmStart: one }).converged).toBe(true);
  });

  it('is the same in threads of whole runs, which each have a floor', async () => {
    const options = { nComponents: 3, nInit: 4, initParams: 'random', seed: 2 } as const;
    const threaded = await fit(iris, { ...options, threads: 2 });
    expect(threaded.execution.threads).toBe(2);
    const chunk = iris.slice(0, 20);
    expect(JSON.stringify(threaded.partialFit(chunk))).toBe(JSON.stringify(fitSync(iris, options).partialFit(chunk)));
  });
});

describe('the start counts for', () => {
  const parameters = { weights: [0.5, 0.5], means: [5, 7], covariances: [1, 1], covarianceType: 'spherical' } as const;
  const model = GaussianMixture.fromParameters(parameters);
  const chunk = [4, 5, 6, 7];

  it('3·K·(d + 1) rows, or what is said', () => {
    expect(model.partialFit(chunk).online).toMatchObject({
      nSamplesSeen: 4,
      weightSeen: 16,
      step: (4 / 16) * 4 ** 0.4,
    });
    const next = model.partialFit(chunk, { startWeight: 96, stepExponent: 1 });
    expect(next.online).toMatchObject({ nSamplesSeen: 4, weightSeen: 100, step: 0.04 });
    expect(() => next.partialFit(chunk, { startWeight: 5 })).toThrow(TypeError);
    expect(() => next.partialFit(chunk, { startWeight: 5 })).toThrow(/first call: .* counts for 100/);
  });

  it('the weight of its fit', () => {
    const fitted = fitSync([1, 2, 3, 8, 9, 10], { nComponents: 2, sampleWeight: [1, 1, 1, 0, 3, 3] });
    const { online } = fitted.partialFit([5], { stepExponent: 1 });
    expect(online).toMatchObject({ nSamplesSeen: 6, weightSeen: 10, step: 0.1 });
  });
});

describe('the floor', () => {
  const fitted = fitSync(iris, { nComponents: 2, regCovar: 0.01 });
  const chunk = iris.slice(0, 40);

  it('is that of the fit, through JSON too', () => {
    const same = fitted.partialFit(chunk, { regCovar: 0.01 });
    expectClose(flat(fitted.partialFit(chunk).covariances), flat(same.covariances), 1e-14, 'covariances');
    expect(JSON.stringify(GaussianMixture.fromJSON(JSON.stringify(fitted)).partialFit(chunk))).toBe(
      JSON.stringify(fitted.partialFit(chunk)),
    );
  });

  it('can be another one, which stays', () => {
    const bare = fitted.partialFit(chunk, { regCovar: 0 });
    const high = fitted.partialFit(chunk, { regCovar: 0.5 });
    for (let j = 0; j < 4; j++) {
      expect(high.covariances[0][j][j] - bare.covariances[0][j][j]).toBeCloseTo(0.5, 12);
    }
    const again = high.partialFit(chunk, { regCovar: 0 });
    const plain = high.partialFit(chunk);
    expect(plain.covariances[0][1][1] - again.covariances[0][1][1]).toBeCloseTo(0.5, 12);
  });

  it('can be a share of the pooled variance of the model', () => {
    const model = GaussianMixture.fromParameters({
      covarianceType: 'diag',
      weights: [0.25, 0.75],
      means: [
        [0, 0],
        [5, 5],
      ],
      covariances: [
        [1, 8],
        [2, 4],
      ],
    });
    const rows = [
      [0, 1],
      [5, 4],
    ];
    const differences = (high: GaussianMixture<'diag'>, bare: GaussianMixture<'diag'>) =>
      [0, 1].map((j) => high.covariances[0][j] - bare.covariances[0][j]);
    const bare = model.partialFit(rows, { regCovar: 0 });
    expectClose(
      differences(model.partialFit(rows, { regCovar: { relative: 0.1 } }), bare),
      [0.175, 0.5],
      1e-13,
      'share',
    );
    expectClose(differences(model.partialFit(rows), bare), [1.75e-6, 5e-6], 1e-13, 'default');
  });
});

it('a floor that is a share of nothing is the one before', () => {
  for (const covarianceType of ['full', 'tied', 'diag', 'tied-diag'] as const) {
    const constant = iris.map(([x]) => [x, 3]);
    const model: GaussianMixture = fitSync(constant, { nComponents: 2, covarianceType });
    const [, floor] = model.toJSON().floor!;
    const next = model.partialFit(constant.slice(0, 20), { regCovar: { relative: 0.25 } });
    expect(next.toJSON().floor![1]).toBe(floor);
    expect(next.toJSON().floor![0]).toBeGreaterThan(1000 * model.toJSON().floor![0]);
    expect(covarianceOf(next, 0)[1][1]).toBe(covarianceOf(model, 0)[1][1]);
  }
});

describe('a chunk', () => {
  const model = fitSync(iris, { nComponents: 2 });

  it('of one row, in each form, is enough', () => {
    const [row] = iris;
    const flatRow = model.partialFit(row);
    expect(flatRow.online!.nSamplesSeen).toBe(151);
    for (const chunk of [
      [row],
      Float64Array.from(row),
      { data: row, shape: [1, 4] },
      { columns: row.map((x) => [x]) },
    ]) {
      expect(JSON.stringify(model.partialFit(chunk))).toBe(JSON.stringify(flatRow));
    }
  });

  it('without rows, or without weight, changes nothing', () => {
    expect(model.partialFit([])).toBe(model);
    expect(model.partialFit({ data: [], shape: [0, 4] })).toBe(model);
    expect(model.partialFit([[Number.NaN, 1, 2, 3]], { sampleWeight: [0] })).toBe(model);
    expect(() => model.partialFit([], { forgetting: 2 })).toThrow(RangeError);
  });

  it('with a row of weight 0 is one without it, to the bit', () => {
    const rows = iris.slice(0, 30);
    const odd = [...rows.slice(0, 7), [Number.NaN, 0, 0, 0], ...rows.slice(7)];
    const sampleWeight = odd.map((row) => (Number.isNaN(row[0]) ? 0 : 1));
    expect(JSON.stringify(model.partialFit(odd, { sampleWeight }))).toBe(JSON.stringify(model.partialFit(rows)));
  });

  it('over several slices', () => {
    const rows = clusters(3, 20_000, 2, 2);
    const small = fitSync({ data: rows.subarray(0, 400), shape: [200, 2] }, { nComponents: 2 });
    const options = { stepExponent: 0.8 };
    const next = small.partialFit({ data: rows, shape: [20_000, 2] }, options);
    const expected = naiveStep(small, rowsOf(rows, 2), new Float64Array(20_000).fill(1), next.online!.step, 0);
    expectClose(flat(next.means), expected.means.flat(), 1e-9, 'means');
  });

  it('that is wrong is refused with its place, and the model stays', () => {
    const before = JSON.stringify(model);
    const wrong = (row: unknown[]) => [...iris.slice(0, 3), row] as number[][];
    expect(() => model.partialFit(wrong([1, Number.NaN, 2, 3]))).toThrow(RangeError);
    expect(() => model.partialFit(wrong([1, Number.NaN, 2, 3]))).toThrow(/^chunk\[3\]\[1\] is NaN: every value must/);
    expect(() => model.partialFit(wrong([1, 2, 3, Number.POSITIVE_INFINITY]))).toThrow(/^chunk\[3\]\[3\] is Infinity/);
    expect(() => model.partialFit(wrong([1, 2, 3, 1e300]))).toThrow(
      /^chunk\[3\]\[3\] is 1e\+300: too far from the model/,
    );
    expect(() => model.partialFit(wrong([1, '2', 3, 4]))).toThrow(TypeError);
    expect(() => model.partialFit([[1, 2, 3]])).toThrow(/chunk has 3 features a row, but 4 are expected/);
    expect(() => model.partialFit(iris, { sampleWeight: [1] })).toThrow(/sampleWeight has length 1/);
    expect(() => model.partialFit(iris.slice(0, 1), { sampleWeight: [-1] })).toThrow(RangeError);
    expect(JSON.stringify(model)).toBe(before);
    expect(model.partialFit(iris.slice(0, 5)).online!.nSamplesSeen).toBe(155);
  });
});

it('options that are none', () => {
  const model = fitSync(iris, { nComponents: 2 });
  const refused = (options: object, kind: typeof RangeError | typeof TypeError, message: RegExp) => {
    expect(() => model.partialFit(iris, options as PartialFitOptions)).toThrow(kind);
    expect(() => model.partialFit(iris, options as PartialFitOptions)).toThrow(message);
  };
  refused({ stepExponent: 0.6, forgetting: 0.9 }, TypeError, /two rules for the same step/);
  refused({ stepExponent: 0.5 }, RangeError, /stepExponent must be more than 0.5 and at most 1, got 0.5/);
  refused({ stepExponent: 1.01 }, RangeError, /at most 1, got 1.01/);
  refused({ stepExponent: Number.NaN }, RangeError, /got NaN/);
  refused({ stepExponent: '0.6' }, TypeError, /stepExponent must be a number, got "0.6"/);
  refused({ forgetting: 0 }, RangeError, /forgetting must be more than 0 and less than 1, got 0/);
  refused({ forgetting: 1 }, RangeError, /less than 1, got 1/);
  refused({ forgetting: null }, TypeError, /forgetting must be a number, got null/);
  refused({ startWeight: 0 }, RangeError, /startWeight must be more than 0, got 0/);
  refused({ startWeight: Number.POSITIVE_INFINITY }, RangeError, /startWeight/);
  refused({ regCovar: -1 }, RangeError, /regCovar/);
  refused({ backend: 'gpu' }, RangeError, /backend/);
  refused({ stepexponent: 0.6 }, TypeError, /unknown option 'stepexponent'; did you mean 'stepExponent'/);
  refused({ tol: 1 }, TypeError, /unknown option 'tol'/);
  refused([], TypeError, /options must be an object/);
  expect(model.partialFit(iris, { stepExponent: undefined, forgetting: 0.9 } as never).online).toBeDefined();
});
