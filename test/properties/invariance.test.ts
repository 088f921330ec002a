// What must hold whatever the data: how results change when data, weights or components change. fast-check prints the
// seed of a failure.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, GaussianMixture } from '../../src/index.js';

const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const RUNS = { numRuns: 25 };

const family = fc.constantFrom(...families);
const seed = fc.integer({ min: 1, max: 2 ** 31 - 2 });

/** Rows around k centres, of a seed. */
function clusters(n: number, d: number, k: number, from: number): number[][] {
  let state = from;
  const uniform = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const centres = Array.from({ length: k }, () => Array.from({ length: d }, () => 12 * uniform()));
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, u) => sum + u, -6);
  return Array.from({ length: n }, (_, i) => centres[i % k].map((x, j) => x + normal() * (1 + 0.3 * j)));
}

/** A problem: rows, K, and a complete start in the caller's order. */
const problem = fc
  .record({
    n: fc.integer({ min: 20, max: 150 }),
    d: fc.integer({ min: 1, max: 4 }),
    k: fc.integer({ min: 1, max: 4 }),
    seed,
    family,
  })
  .map(({ n, d, k, seed, family }) => {
    const data = clusters(n, d, k, seed);
    const start = {
      nComponents: k,
      covarianceType: family,
      weightsInit: Array.from({ length: k }, (_, c) => (2 * (c + 1)) / (k * (k + 1))),
      meansInit: data.slice(0, k),
      covariancesInit: isotropic(family, k, d, 4),
    };
    return { data, n, d, k, family, start };
  });

function isotropic(type: CovarianceType, k: number, d: number, variance: number) {
  const features = Array.from({ length: d }, (_, i) => i);
  const matrix = features.map((i) => features.map((j) => (i === j ? variance : 0)));
  const repeat = <T>(value: T) => Array.from({ length: k }, () => value);
  const diagonal = features.map(() => variance);
  return {
    full: repeat(matrix),
    tied: matrix,
    diag: repeat(diagonal),
    spherical: repeat(variance),
    'tied-diag': diagonal,
    'tied-spherical': variance,
  }[type];
}

/** All numbers of nested arrays. */
function flat(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(flat);
}

function numbersOf(model: GaussianMixture): number[] {
  return flat([model.weights, model.means, model.covariances, model.lowerBound]);
}

/** Equal but for rounding, which is relative to the largest of the numbers. */
function expectClose(got: number[], expected: number[], tolerance: number) {
  expect(got).toHaveLength(expected.length);
  const scale = Math.max(1e-300, ...expected.map(Math.abs));
  got.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]) <= tolerance * scale)) throw new Error(`${value} instead of ${expected[i]}`);
  });
}

/** Everything of a fit but the counts of rows, bit by bit. */
function bitsOf(model: GaussianMixture) {
  const { training, ...rest } = model.toJSON();
  return JSON.stringify({ ...rest, training: { ...training, nSamples: 0 } });
}

describe('weights of samples', () => {
  it('all 1 are no weights, to the bit', () => {
    fc.assert(
      fc.property(problem, ({ data, n, k, family, start }) => {
        const sampleWeight = new Array<number>(n).fill(1);
        expect(bitsOf(fitSync(data, { ...start, sampleWeight }))).toBe(bitsOf(fitSync(data, start)));
        const options = { nComponents: k, covarianceType: family };
        expect(bitsOf(fitSync(data, { ...options, sampleWeight }))).toBe(bitsOf(fitSync(data, options)));
      }),
      RUNS,
    );
  });

  it('integers are replication to 1e-12', () => {
    fc.assert(
      fc.property(problem, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), ({ data, start }, stream) => {
        const sampleWeight = data.map((_, i) => (i < start.nComponents ? 1 : (stream.next().value as number)));
        const replicated = data.flatMap((row, i) => new Array<number[]>(sampleWeight[i]).fill(row));
        const options = { ...start, maxIter: 5, tol: 0, regCovar: 1e-3 };
        const weighted = fitSync(data, { ...options, sampleWeight });
        expectClose(numbersOf(weighted), numbersOf(fitSync(replicated, options)), 1e-12);
      }),
      RUNS,
    );
  });

  it('zero leaves rows out, to the bit', () => {
    fc.assert(
      fc.property(problem, fc.infiniteStream(fc.constantFrom(0, 0.5, 1, 2)), ({ data, k, family, start }, stream) => {
        const weights = data.map((_, i) => (i < 2 * k ? 1.5 : (stream.next().value as number)));
        // outliers of weight 0 must count for nothing: not for origin, scale, floor or start
        const padded = [...data.flatMap((row) => [row, row.map((x) => 1e6 - x)]), row(data[0].length)];
        const sampleWeight = [...weights.flatMap((weight) => [weight, 0]), 0];
        const kept = data.filter((_, i) => weights[i] > 0);
        const keptWeight = weights.filter((weight) => weight > 0);
        for (const options of [start, { nComponents: k, covarianceType: family, nInit: 2 }]) {
          const left = fitSync(kept, { ...options, sampleWeight: keptWeight, maxIter: 30 });
          expect(bitsOf(fitSync(padded, { ...options, sampleWeight, maxIter: 30 }))).toBe(bitsOf(left));
        }
      }),
      RUNS,
    );
  });
});

function row(d: number): number[] {
  return new Array<number>(d).fill(-1e9);
}

describe('the order of components', () => {
  it('follows the given start', () => {
    fc.assert(
      fc.property(problem, ({ data, k, family, start }) => {
        const turn = <T>(list: ArrayLike<T>) => [...Array.from(list).slice(1), list[0]];
        const options = { ...start, maxIter: 5, tol: 0, regCovar: 1e-3 };
        const model = fitSync(data, options);
        const each = family === 'full' || family === 'diag' || family === 'spherical';
        const turned = fitSync(data, {
          ...options,
          weightsInit: turn(start.weightsInit),
          meansInit: turn(start.meansInit),
          covariancesInit: each ? turn(start.covariancesInit as number[]) : start.covariancesInit,
        });
        expectClose(flat(turned.weights), turn(model.weights), 1e-10);
        expectClose(flat(turned.means), flat(turn(model.means)), 1e-10);
        expectClose(
          flat(turned.covariances),
          flat(each ? turn(model.covariances as unknown[]) : model.covariances),
          1e-9,
        );
        expect(k).toBe(turned.nComponents);
      }),
      RUNS,
    );
  });

  it('is by mean, lexicographically, without one', () => {
    fc.assert(
      fc.property(
        problem,
        fc.constantFrom('kmeans', 'k-means++', 'random', 'random_from_data'),
        ({ data, k, family }, initParams) => {
          const { means } = fitSync(data, {
            nComponents: k,
            covarianceType: family,
            initParams: initParams as 'kmeans',
            maxIter: 20,
          });
          for (let c = 1; c < k; c++) {
            const j = means[c].findIndex((x, at) => x !== means[c - 1][at]);
            if (j >= 0) expect(means[c][j]).toBeGreaterThan(means[c - 1][j]);
          }
        },
      ),
      RUNS,
    );
  });

  it("is the caller's with meansInit and warmStart", () => {
    const data = clusters(100, 2, 2, 3);
    const sorted = fitSync(data, { nComponents: 2 });
    const means = [sorted.means[1], sorted.means[0]];
    const reversed = fitSync(data, { nComponents: 2, meansInit: means });
    expect(reversed.means[0][0]).toBeGreaterThan(reversed.means[1][0]);
    const warm = fitSync(data, { nComponents: 2, warmStart: reversed });
    expect(warm.means[0][0]).toBeGreaterThan(warm.means[1][0]);
  });
});

describe('data', () => {
  it('twice is the same fit', () => {
    fc.assert(
      fc.property(problem, ({ data, start }) => {
        const options = { ...start, maxIter: 5, tol: 0, regCovar: 1e-3 };
        const twice = fitSync(
          data.flatMap((row) => [row, row]),
          options,
        );
        expectClose(numbersOf(twice), numbersOf(fitSync(data, options)), 1e-12);
      }),
      RUNS,
    );
  });

  it('is left as it was', () => {
    fc.assert(
      fc.property(problem, ({ data, k, n, start }) => {
        const sampleWeight = Float64Array.from({ length: n }, (_, i) => 1 + (i % 3));
        const given = { ...start, sampleWeight };
        const before = structuredClone([data, given]);
        const model = fitSync(data, given);
        model.predict(data);
        model.predictProba(data);
        model.scoreSamples(data);
        model.bic(data, { sampleWeight });
        model.sample(10);
        expect([data, given]).toEqual(before);
        expect(model.nComponents).toBe(k);
      }),
      RUNS,
    );
  });

  it('scaled by a power of two gives the same bits', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: -300, max: 300 }), ({ data, k, family }, e) => {
        const options = { nComponents: k, covarianceType: family, maxIter: 20 };
        const scaled = fitSync(
          data.map((row) => row.map((x) => x * 2 ** e)),
          options,
        );
        const model = fitSync(data, options);
        expect(scaled.weights).toEqual(model.weights);
        expect(flat(scaled.means)).toEqual(flat(model.means).map((x) => x * 2 ** e));
        expect(scaled.nIter).toBe(model.nIter);
      }),
      RUNS,
    );
  });
});

it('a model is the same after a JSON round trip, to the bit', () => {
  fc.assert(
    fc.property(problem, ({ data, k, family }) => {
      const model = fitSync(data, { nComponents: k, covarianceType: family, maxIter: 10 });
      const loaded = GaussianMixture.fromJSON(JSON.stringify(model));
      expect(loaded.toJSON()).toEqual(model.toJSON());
      expect(numbersOf(loaded)).toEqual(numbersOf(model));
      expect(loaded.predictProba(data)).toEqual(model.predictProba(data));
      expect(loaded.scoreSamples(data)).toEqual(model.scoreSamples(data));
      expect(loaded.bic()).toBe(model.bic());
      expect(loaded.sample(20)).toEqual(model.sample(20));
      expect({ ...loaded }).toEqual({ ...model });
    }),
    RUNS,
  );
});
