// Group I: inputs, API, persistence. Named as in the collection of hard cases.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, type Data, fitSync, GaussianMixture } from '../../src/index.js';

interface ReferenceFit {
  id: string;
  init: { weights: number[]; means: number[][]; covariances: number[][][] };
  probe: { rows: number[]; logDensity: number[]; responsibilities: number[][] };
}

function fixture<T = number[][]>(name: string): { data: T; fits: ReferenceFit[] } {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const faithful = fixture('faithful');
const so1d = fixture<number[]>('so1d').data;
const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

/** Everything a model keeps, but how it was computed. */
function stateOf(model: GaussianMixture) {
  return model.toJSON();
}

describe('I01 the shape of one-dimensional input', () => {
  it('a flat array and a column are the same', () => {
    const flat = fitSync(so1d, { nComponents: 2 });
    const column = fitSync(
      so1d.map((x) => [x]),
      { nComponents: 2 },
    );
    expect(stateOf(column)).toEqual(stateOf(flat));
  });

  it('a row of 50 is one sample', () => {
    expect(() => fitSync([so1d], { nComponents: 2 })).toThrow(RangeError);
    expect(() => fitSync([so1d], { nComponents: 2 })).toThrow(/nComponents = 2 .*n = 1 row\b.*flat array/);
  });
});

describe('I02 predict one row', () => {
  const { init, probe } = faithful.fits.find(({ id }) => id === 'faithful/VVV/k2/farthest-rows')!;
  const model = fitSync(faithful.data, {
    nComponents: 2,
    weightsInit: init.weights,
    meansInit: init.means,
    covariancesInit: init.covariances,
    regCovar: 0,
    tol: 1e-14,
  });

  it('flat or nested', () => {
    expect(faithful.data[probe.rows[0]]).toEqual([3.6, 79]);
    for (const data of [[3.6, 79], [[3.6, 79]]]) {
      expect([...model.predict(data)]).toEqual([0]);
      expectRelative(model.scoreSamples(data)[0], probe.logDensity[0], 1e-8);
      const shares = model.predictProba(data);
      probe.responsibilities[0].forEach((share, c) => {
        expectRelative(shares[c], share, 1e-6);
      });
    }
  });

  it('of the wrong length', () => {
    for (const data of [[3.6], [[3.6]], [3.6, 79, 1], [[3.6, 79, 1]]]) {
      expect(() => model.predict(data)).toThrow(RangeError);
      expect(() => model.predict(data)).toThrow(/2 (features )?are expected/);
    }
  });

  it('none', () => {
    expect(model.predict([])).toEqual(new Int32Array(0));
    expect(model.predictProba([])).toEqual(new Float64Array(0));
    expect(model.scoreSamples([])).toEqual(new Float64Array(0));
  });
});

describe('I04 bad values are named by their place', () => {
  // biome-ignore lint/suspicious/noSparseArray: the hole is the case
  const holed = [1, , 2];
  const cases: [string, unknown, RegExp][] = [
    ['NaN', [0, 1, Number.NaN, 4, 5], /data\[2\] is NaN/],
    ['Infinity', [0, 1, 4, 5, Number.POSITIVE_INFINITY], /data\[4\] is Infinity/],
    ['a hole', holed, /data\[1\] is missing/],
    ['strings', ['1', '2'], /data\[0\] is the string "1"/],
    [
      'null',
      [
        [1, 2],
        [3, null],
      ],
      /data\[1\]\[1\] is null/,
    ],
    [
      'NaN in a row',
      [
        [1, 2],
        [3, 4],
        [Number.NaN, 6],
      ],
      /data\[2\]\[0\] is NaN/,
    ],
    ['ragged rows', [[1, 2], [3]], /data\[1\] has length 1, but data\[0\] has length 2/],
  ];

  it.each(cases)('%s', (_, data, message) => {
    const before = structuredClone(data);
    expect(() => fitSync(data as Data, { nComponents: 1 })).toThrow(message);
    expect(data).toEqual(before);
  });
});

describe('I06 integer and byte arrays', () => {
  it('sums do not wrap at 256', () => {
    const bytes = Uint8Array.of(0, 0, 1, 255, 254, 255);
    const model = fitSync(bytes, { nComponents: 2 });
    expectRelative(model.means[0][0], 1 / 3, 1e-12);
    expectRelative(model.means[1][0], 764 / 3, 1e-12);
    expect(stateOf(fitSync([...bytes], { nComponents: 2 }))).toEqual(stateOf(model));
  });

  it('nor at 2^31', () => {
    const data = Int32Array.from({ length: 40 }, (_, i) => (i % 2 ? 2147483647 - i : -2147483648 + i * i));
    expect(stateOf(fitSync(data, { nComponents: 2 }))).toEqual(stateOf(fitSync([...data], { nComponents: 2 })));
  });

  it('bigints are refused', () => {
    const data = BigInt64Array.of(1n, 2n, 3n) as unknown as Data;
    expect(() => fitSync(data, { nComponents: 1 })).toThrow(TypeError);
    expect(() => fitSync(data, { nComponents: 1 })).toThrow(/BigInt64Array.*Number/);
  });
});

describe("I07 the caller's array is left alone", () => {
  it.each([Float64Array, Float32Array])('%o', (Kind) => {
    const buffer = new ArrayBuffer(8 + Kind.BYTES_PER_ELEMENT * 50);
    const data = new Kind(buffer, 8, 50);
    data.set(so1d);
    const before = new Uint8Array(buffer).slice();
    const sampleWeight = new Float64Array(50).fill(2);
    const model = fitSync(data, { nComponents: 2, sampleWeight });
    model.predict(data);
    model.predictProba(data);
    model.score(data, { sampleWeight });
    model.icl(data);
    expect(new Uint8Array(buffer)).toEqual(before);
    expect(data.length).toBe(50);
    expect(buffer.byteLength).toBe(before.length);
    expect(sampleWeight).toEqual(new Float64Array(50).fill(2));
  });
});

describe('I09 initial weights', () => {
  const options = { nComponents: 3, maxIter: 0 };

  it('of single precision are accepted and normalised', () => {
    const weightsInit = Float32Array.of(0.1, 0.2, 0.7);
    const model = fitSync(so1d, { ...options, weightsInit, meansInit: [25, 40, 44], covariancesInit: [4, 4, 4] });
    expect(Math.abs(model.weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-15);
    expectRelative(model.weights[2], 0.7, 1e-7);
    expect(weightsInit).toEqual(Float32Array.of(0.1, 0.2, 0.7));
  });

  it.each([
    [[1, 2, 3], 6],
    [[0.5, 0.6, 0], 1.1],
  ])('%j', (weightsInit, sum) => {
    expect(() => fitSync(so1d, { ...options, weightsInit })).toThrow(RangeError);
    expect(() => fitSync(so1d, { ...options, weightsInit })).toThrow(
      new RegExp(`weightsInit must sum to 1, got ${sum}`),
    );
  });

  it('two for two components', () => {
    expect(() => fitSync(so1d, { nComponents: 2, weightsInit: [0.5, 0.6] })).toThrow(/sum to 1, got 1\.1/);
  });
});

describe('I10 saving and loading changes nothing', () => {
  const roundTrip = (model: GaussianMixture) => GaussianMixture.fromJSON(JSON.parse(JSON.stringify(model)));

  it('variances stay with their feature', () => {
    const covariances = [
      [9, 1, 4],
      [1, 25, 0.5],
    ];
    const means = [
      [0, 0, 0],
      [1, 2, 3],
    ];
    const model = GaussianMixture.fromParameters({ covarianceType: 'diag', weights: [0.4, 0.6], means, covariances });
    const loaded = roundTrip(model);
    const x = [1, -1, 2];
    expect(loaded.scoreSamples(x)).toEqual(model.scoreSamples(x));
    expect(loaded.covariances).toEqual(covariances.map((row) => Float64Array.from(row)));
    const expected = Math.log(
      covariances.reduce((sum, variances, c) => {
        const z = variances.reduce(
          (total, v, j) => total + Math.log(2 * Math.PI * v) + (x[j] - means[c][j]) ** 2 / v,
          0,
        );
        return sum + [0.4, 0.6][c] * Math.exp(-z / 2);
      }, 0),
    );
    expectRelative(loaded.scoreSamples(x)[0], expected, 1e-14);
  });

  it.each([1e-300, 1e300])('a variance of %d survives', (variance) => {
    const model = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [variance] });
    const loaded = roundTrip(model);
    expect(model.covariances[0][0][0]).toBe(variance);
    expect(loaded.covariances).toEqual([[Float64Array.of(variance)]]);
    expect(loaded.scoreSamples([0])).toEqual(model.scoreSamples([0]));
    expectRelative(model.scoreSamples([0])[0], -(Math.log(2 * Math.PI) + Math.log(variance)) / 2, 1e-13);
  });

  it.each([
    [1e-300, 1e-300],
    [1e150, 1e300],
  ])('a mean of %d survives', (mean, variance) => {
    const model = GaussianMixture.fromParameters({ weights: [1], means: [mean], covariances: [variance] });
    expect(model.means[0][0]).toBe(mean);
    expect(roundTrip(model).means[0][0]).toBe(mean);
  });

  it('tiny and huge variances in one model survive, or are refused for what they are', () => {
    const covariances = [[1e-300], [1e300]];
    const given = { covarianceType: 'diag', weights: [0.5, 0.5], means: [0, 0], covariances } as const;
    let model: GaussianMixture;
    try {
      model = GaussianMixture.fromParameters(given);
    } catch (error) {
      // 1e-300 is positive: the message must not say that it is not
      expect((error as Error).message).not.toMatch(/not positive definite/);
      expect((error as Error).message).toMatch(/too small/);
      return;
    }
    expect(roundTrip(model).covariances).toEqual(covariances.map((row) => Float64Array.from(row)));
  });
});

describe.each(families)('I11 the output is accepted as input, %s', (covarianceType) => {
  const { data } = faithful;
  const model = fitSync(data, { nComponents: 2, covarianceType, tol: 1e-12 });
  const start = {
    nComponents: 2,
    covarianceType,
    weightsInit: model.weights,
    meansInit: model.means,
  };

  it.each(['covariancesInit', 'precisionsInit'] as const)('%s', (option) => {
    const given = option === 'covariancesInit' ? model.covariances : model.precisions;
    const same = fitSync(data, { ...start, [option]: given, maxIter: 0 });
    expectRelative(same.logLikelihood, model.logLikelihood, 1e-12);
    const next = fitSync(data, { ...start, [option]: given, maxIter: 1 });
    expect(Math.abs(next.history[1] - next.history[0])).toBeLessThan(1e-8);
  });
});

describe('I13 a single observation, and none', () => {
  it('n = 1, K = 1', () => {
    const model = fitSync([3.7], { nComponents: 1, regCovar: 1e-3 });
    expect(model.means[0][0]).toBe(3.7);
    expectRelative(model.covariances[0][0][0], 1e-3, 1e-12);
    expect(fitSync([3.7], { nComponents: 1 }).logLikelihood).toSatisfy(Number.isFinite);
    expect(fitSync([[1, 2, 3]], { nComponents: 1 }).logLikelihood).toSatisfy(Number.isFinite);
    expect(fitSync([0], { nComponents: 1 }).logLikelihood).toSatisfy(Number.isFinite);
  });

  it('n = 0', () => {
    expect(() => fitSync([], { nComponents: 1 })).toThrow(RangeError);
    expect(() => fitSync([], { nComponents: 1 })).toThrow(/data has no rows/);
  });

  it('n = 1, K = 2', () => {
    expect(() => fitSync([1], { nComponents: 2 })).toThrow(RangeError);
    expect(() => fitSync([1], { nComponents: 2 })).toThrow(/nComponents = 2 .*n = 1 row/);
  });
});
