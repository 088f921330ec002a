// Group D: degenerate data. Named as in the collection of hard cases; right values by long double or by hand.

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FitOptions, fitSync, GaussianMixture, SingularCovarianceError } from '../../src/index.js';

const grid = (i: number) => ((i * 37) % 101) / 10 - 5;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const times = (count: number, value: number) => new Array<number>(count).fill(value);

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const faithful: number[][] = fixture('faithful').data;
const so1d: number[] = fixture('so1d').data;

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

/** All numbers that a model shows. */
function numbersOf(model: GaussianMixture): number[] {
  const flat = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(flat);
  return [model.weights, model.means, model.covariances, model.history, model.logLikelihood].flatMap(flat);
}

function expectSound(model: GaussianMixture) {
  for (const number of numbersOf(model)) expect(number).toSatisfy(Number.isFinite);
  expect(Math.abs(model.weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-12);
}

/** Either a typed error, or a sound model that says what is wrong with it. */
function expectRefusedOrFlagged(data: number[] | number[][], options: FitOptions) {
  let model: GaussianMixture;
  try {
    model = fitSync(data, options) as GaussianMixture;
  } catch (error) {
    expect(error).toBeInstanceOf(SingularCovarianceError);
    return;
  }
  expectSound(model);
  expect(model.collapsed.length).toBeGreaterThan(0);
  expect(model.warnings.join()).toMatch(/collapsed/);
}

/** Counts the memories that are made from now on. */
function countMemories() {
  const made = vi.fn();
  class Memory extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made();
    }
  }
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Memory }));
  return made;
}

afterEach(() => vi.unstubAllGlobals());

describe('D01 a component collapses on equal values', () => {
  const data = [...range(1, 100).map(grid), ...times(10, 10)];
  const start = {
    nComponents: 2,
    weightsInit: [0.5, 0.5],
    meansInit: [0, 10],
    covariancesInit: [1, 1],
    tol: 1e-13,
  };

  it('with a floor: the right values, and the collapse is named', () => {
    const model = fitSync(data, { ...start, regCovar: 1e-6 });
    expectRelative(model.means[0][0], 0.05000906632875353, 1e-9);
    expectRelative(model.means[1][0], 10, 1e-12);
    expectRelative(model.covariances[0][0][0], 8.332583617408062, 1e-9);
    expectRelative(model.covariances[1][0][0], 1e-6, 1e-9);
    expectRelative(model.weights[0], 0.909091737445136, 1e-9);
    expectRelative(model.weights[1], 0.0909082625548639, 1e-9);
    expectRelative(model.logLikelihood, -221.523742015184, 1e-10);
    expect(model.collapsed).toEqual([1]);
  });

  it('without one: an error or a flag, never NaN', () => {
    expectRefusedOrFlagged(data, { ...start, regCovar: 0 });
  });
});

describe('D02 many ties and one low outlier', () => {
  const ties: [number, number][] = [
    [7, 1.05],
    [6, 1.01],
    [2, 0.99],
    [2, 0.97],
    [2, 0.92],
    [2, 0.89],
    [2, 0.84],
    [2, 1.07],
    [2, 1.18],
  ];
  const data = [...ties.flatMap(([count, value]) => times(count, value)), 1.03, 1.04, 0.5, -0.4];

  it.each([{ relative: 1e-6 }, 1e-6])('50 seeds, regCovar %j', (regCovar) => {
    expect(data).toHaveLength(31);
    for (let seed = 0; seed < 50; seed++) {
      const model = fitSync(data, { nComponents: 2, seed, regCovar });
      expectSound(model);
      for (const [[variance]] of model.covariances) {
        expect(variance).toBeGreaterThan(0);
        if (typeof regCovar === 'number') expect(variance).toBeGreaterThanOrEqual(regCovar * (1 - 1e-12));
      }
      expect(model.scoreSamples([-0.4])[0]).toSatisfy(Number.isFinite);
    }
  });
});

it('D04 K > n is named before any memory is made', () => {
  const memory = countMemories();
  const data = [1, 2, 3];
  expect(() => fitSync(data, { nComponents: 4 })).toThrow(RangeError);
  expect(() => fitSync(data, { nComponents: 4 })).toThrow(/nComponents = 4 .*n = 3 rows/);
  expect(memory).not.toHaveBeenCalled();
  // the spy sees what it is meant to see
  fitSync(
    Float64Array.from({ length: 200_000 }, (_, i) => i % 7),
    { nComponents: 2, maxIter: 1 },
  );
  expect(memory).toHaveBeenCalled();
});

describe('D05 n = K, and very small n', () => {
  it('every point its own component', () => {
    const model = fitSync([0.3, 0.7], { nComponents: 2, regCovar: 1e-6 });
    expect(model.means.map(([mean]) => mean)).toEqual([0.3, 0.7]);
    for (const [[variance]] of model.covariances) expectRelative(variance, 1e-6, 1e-9);
    expectRelative(model.logLikelihood, 10.591339130435038, 1e-10);
    expect(model.collapsed).toEqual([0, 1]);
  });

  it('10 000 fits of 2 to 9 values: no throw, no new memory', () => {
    const memory = countMemories();
    let state = 1;
    const uniform = () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
    for (let fit = 0; fit < 10_000; fit++) {
      const n = 2 + Math.floor(8 * uniform());
      const data = Array.from({ length: n }, uniform);
      const model = fitSync(data, { nComponents: 2, maxIter: 50 });
      if (fit % 100 === 0) expectSound(model);
      else if (!Number.isFinite(model.logLikelihood)) throw new Error(`not finite: ${data}`);
    }
    expect(memory.mock.calls.length).toBeLessThanOrEqual(2);
  });
});

describe('D07 a constant column', () => {
  const data = faithful.map((row) => [...row, 7]);

  it('with a floor: the fit of the other columns', () => {
    const model = fitSync(data, { nComponents: 2, regCovar: 1e-6 });
    const without = fitSync(faithful, { nComponents: 2, regCovar: 1e-6 });
    const final = [
      [2.036388454619958, 54.47851637696829],
      [4.28966197309599, 79.96811517385608],
    ];
    for (let c = 0; c < 2; c++) {
      expect(model.means[c][2]).toBe(7);
      expectRelative(model.covariances[c][2][2], 1e-6, 1e-9);
      expectRelative(model.weights[c], without.weights[c], 1e-6);
      for (let j = 0; j < 2; j++) {
        expectRelative(model.means[c][j], without.means[c][j], 1e-6);
        expectRelative(model.means[c][j], final[c][j], 1e-4);
        expect(model.covariances[c][2][j]).toBe(0);
        for (let l = 0; l < 2; l++) expectRelative(model.covariances[c][j][l], without.covariances[c][j][l], 1e-5);
      }
    }
  });

  it('is no collapse, but is told', () => {
    const model = fitSync(data, { nComponents: 2 });
    expectSound(model);
    expect(model.collapsed).toEqual([]);
    expect(model.warnings).toEqual([expect.stringMatching(/^Feature 2 is constant/)]);
  });

  it('and one that varies, but too little beside another, is told in words that are true of it', () => {
    const far = Array.from({ length: 40 }, (_, i) => [i === 39 ? 1e300 : i % 7, (i % 2) * 10 + (i % 5)]);
    const model = fitSync(far, { nComponents: 2, covarianceType: 'diag' });
    expect(model.warnings[0]).toMatch(/^Feature 1 is constant, or nearly so beside the range of all features: /);
  });

  it('without a floor: a clear error', () => {
    expect(() => fitSync(data, { nComponents: 2, regCovar: 0 })).toThrow(SingularCovarianceError);
    expect(() => fitSync(data, { nComponents: 2, regCovar: 0 })).toThrow(
      /component \d.*not positive definite.*regCovar/,
    );
  });
});

describe('D08 exactly dependent columns', () => {
  const data = faithful.map(([a, b]) => [a, b, a + b]);

  it('without a floor: a clear error', () => {
    expect(() => fitSync(data, { nComponents: 2, regCovar: 0 })).toThrow(SingularCovarianceError);
  });

  it('with a floor: finite, positive definite, monotone but for the floor', () => {
    const model = fitSync(data, { nComponents: 2, regCovar: 1e-6 });
    expectSound(model);
    for (const value of model.scoreSamples(data)) expect(value).toSatisfy(Number.isFinite);
    for (const precision of model.precisions) for (let j = 0; j < 3; j++) expect(precision[j][j]).toBeGreaterThan(0);
    for (let t = 1; t < model.history.length; t++) {
      expect(model.history[t]).toBeGreaterThan(model.history[t - 1] - 1e-3);
    }
    expect(model.collapsed).toEqual([0, 1]);
  });
});

describe('D10 duplicate rows in two dimensions', () => {
  const row = (count: number, value: number[]) => Array.from({ length: count }, () => value);
  const data = [...row(30, [1, 1]), ...row(30, [2, 2]), ...range(1, 40).map((i) => [grid(i), grid(i + 50)])];

  it.each([1e-6, 1e-12, 0])('K = 4, regCovar %d: no NaN in a result declared good', (regCovar) => {
    for (let seed = 0; seed < 10; seed++) {
      let model: GaussianMixture;
      try {
        model = fitSync(data, { nComponents: 4, regCovar, seed });
      } catch (error) {
        expect(error).toBeInstanceOf(SingularCovarianceError);
        continue;
      }
      expectSound(model);
      for (const value of model.predictProba(data)) expect(value).toSatisfy(Number.isFinite);
    }
  });
});

describe('D11 an empty k-means cluster during the start', () => {
  const data = [...times(20, 0), ...times(20, 1), 100];

  it.each(['kmeans', 'k-means++', 'random', 'random_from_data'] as const)('%s, 100 seeds', (initParams) => {
    for (let seed = 0; seed < 100; seed++) {
      const model = fitSync(data, { nComponents: 5, seed, initParams, maxIter: 100 });
      expectSound(model);
      expect(model.warnings.length).toBeGreaterThan(0);
    }
  });
});

describe('D13 a component of weight zero', () => {
  it('adds nothing to the density', () => {
    const model = GaussianMixture.fromParameters({ weights: [1, 0], means: [0, 5], covariances: [1, 1] });
    expectRelative(model.scoreSamples([0])[0], -0.9189385332046727, 1e-14);
    expect([...model.predictProba([0, 5])]).toEqual([1, 0, 1, 0]);
    expect([...model.predict([0, 5])]).toEqual([0, 0]);
    expect(model.sample(100).labels.every((label) => label === 0)).toBe(true);
  });

  it('stays so in EM, and is reported', () => {
    const model = fitSync([-1, 0, 1, 5], {
      nComponents: 2,
      weightsInit: [1, 0],
      meansInit: [0, 5],
      covariancesInit: [1, 1],
      maxIter: 1,
    });
    expectSound(model);
    expect([...model.weights]).toEqual([1, 0]);
    expect(model.means[1][0]).toBe(5);
    expect(model.covariances[1][0][0]).toBe(1);
    expect(model.empty).toEqual([1]);
    expect(model.warnings.join()).toMatch(/Component 1 is empty/);
  });
});

describe('D14 all points dead for one component at the start', () => {
  const data = [-1.2, -0.7, -0.4, -0.1, 0, 0.2, 0.3, 0.6, 0.9, 1.4];
  const weights = [0.5, 0.5];
  const means = [100, 200];
  const covariances = [1e-6, 1e-6];
  const start = { nComponents: 2, weightsInit: weights, meansInit: means, covariancesInit: covariances };

  it('the first E-step', () => {
    const model = GaussianMixture.fromParameters({ weights, means, covariances });
    expect([...model.predictProba(data)]).toEqual(data.flatMap(() => [1, 0]));
    const { history, logLikelihood } = fitSync(data, { ...start, maxIter: 0 });
    expectRelative(history[0] * 10, -49902679947.043304, 1e-12);
    expectRelative(logLikelihood, -49902679947.043304, 1e-12);
  });

  it('the dead component keeps its mean and variance, and is reported', () => {
    const model = fitSync(data, start);
    expectSound(model);
    expect([...model.weights]).toEqual([1, 0]);
    expect(model.means[1][0]).toBe(200);
    expectRelative(model.covariances[1][0][0], 1e-6, 1e-12);
    expect(model.empty).toEqual([1]);
    expectRelative(model.means[0][0], 0.1, 1e-12);
  });
});

describe('D16 a spike at one value plus spread', () => {
  const start = {
    nComponents: 3,
    weightsInit: [0.34, 0.34, 0.32],
    meansInit: [29.9515, 43.2629, 44.5558],
    covariancesInit: [35.398, 1.5443, 0.0264218],
  };

  it('without a floor: an error or a flag', () => {
    expectRefusedOrFlagged(so1d, { ...start, regCovar: 0 });
  });

  // The spike is 13 times 44.44571429; its neighbour 44.44 is within the floor's reach of it. By plain EM in Python.
  it('with a floor: one component on the spike and its neighbour', () => {
    const model = fitSync(so1d, { ...start, regCovar: 1e-6, tol: 1e-14 });
    expectSound(model);
    expectRelative(model.means[2][0], 44.44536484267993, 1e-9);
    expectRelative(model.covariances[2][0][0], 2.8747299e-6, 1e-6);
    expect(model.spurious).toEqual([2]);
    expect(model.warnings.join()).toMatch(/Component 2 is spurious/);
  });

  it('with a smaller floor: exactly on the spike', () => {
    const model = fitSync(so1d, { ...start, regCovar: 1e-7 });
    expectSound(model);
    expect(Math.abs(model.means[2][0] - 44.44571429)).toBeLessThan(1e-6);
    expect(model.collapsed).toEqual([2]);
  });
});

describe('too few rows for a component', () => {
  const values = [0, 0.4, 0.8, 1.2, 1.6, 2, 30, 30.1].map((x) => [x]);
  const meansInit = [[1], [30]];

  it('are two for a covariance of its own', () => {
    const model = fitSync(values, { nComponents: 2, meansInit });
    expect(model.spurious).toEqual([1]);
    expect(model.warnings.join()).toMatch(/Component 1 is spurious: the likeliest for fewer than 3 distinct rows/);
  });

  it('are none for one that all share, as all rows determine it and the likelihood has a bound', () => {
    const model = fitSync(values, { nComponents: 2, covarianceType: 'tied', meansInit });
    expect([model.spurious, model.warnings]).toEqual([[], []]);
    const twice = { weightsInit: [0.7, 0.1, 0.2], meansInit: [[1], [1], [30]], covariancesInit: [[0.5]] };
    const double = fitSync(values, { nComponents: 3, covarianceType: 'tied', ...twice });
    expect(double.spurious).toEqual([1]);
    expect(double.warnings.join()).toMatch(/Component 1 is spurious: the likeliest for no row/);
  });
});
