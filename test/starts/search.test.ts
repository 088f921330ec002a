// What a fit finds with all defaults: the best known optimum of the same family and number of components, whatever the
// seed, and a healthy one where there is one.

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import {
  type CovarianceSynonym,
  dispose,
  type FitOptions,
  fit,
  fitSync,
  SingularCovarianceError,
} from '../../src/index.js';
import { trialRows } from '../../src/kernel/memory.js';
import { clusters, expectSame, fitted, TYPES } from '../parity/compare.js';
import { compare, MODES, problem, withoutSharedMemory } from '../threads/fixtures.js';

interface Recorded {
  readonly data: number[][];
  readonly weights?: number[] | null;
  readonly bestOfRecordedStarts: Record<string, { loglik: number }>;
  readonly boundedTiedBestOf120RandomStarts: Record<string, { loglik: number }>;
}

const SETS = ['faithful', 'faithful-waiting', 'faithful-eruptions', 'iris', 'diabetes', 'thyroid', 'acidity', 'so1d'];

/** A recorded best that is not reached: it has a component on two rows, and a healthy model goes before it. */
const NOT_REACHED = ['galaxies V/k6'];

function read(name: string): Recorded {
  return JSON.parse(readFileSync(`test/fixtures/${name}.json`, 'utf8'));
}

afterEach(() => {
  vi.unstubAllGlobals();
});
afterAll(dispose);

describe.each([...SETS, 'galaxies', 'galaxies-raw-km-s'])('%s', (name) => {
  const { data, weights, bestOfRecordedStarts, boundedTiedBestOf120RandomStarts } = read(name);
  const keys = [...new Set([bestOfRecordedStarts, boundedTiedBestOf120RandomStarts].flatMap(Object.keys))];
  const cases = keys.filter((key) => !NOT_REACHED.includes(`${name} ${key}`));

  it.each(cases)('%s is as good as the best recorded', (key) => {
    const [model, k] = key.split('/k');
    const best = Math.max(
      bestOfRecordedStarts[key]?.loglik ?? Number.NEGATIVE_INFINITY,
      boundedTiedBestOf120RandomStarts[key]?.loglik ?? Number.NEGATIVE_INFINITY,
    );
    const sampleWeight = weights ? { sampleWeight: weights } : {};
    const found = fitSync(data, {
      nComponents: Number(k),
      covarianceType: model as CovarianceSynonym,
      ...sampleWeight,
    });
    expect(found.logLikelihood).toBeGreaterThan(best - 1e-3);
  });
});

it('the series: for every seed the healthy optimum', () => {
  const values = read('so1d').data.flat();
  for (let seed = 0; seed < 100; seed++) {
    const two = fitSync(values, { nComponents: 2, seed });
    const three = fitSync(values, { nComponents: 3, seed });
    expect(two.logLikelihood).toBeGreaterThan(-121.2553);
    expect(three.logLikelihood).toBeGreaterThan(-106.1862);
    expect([...two.warnings, ...three.warnings], `seed ${seed}`).toEqual([]);
  }
});

it('features in other units, and elsewhere, make no difference to the answer', () => {
  const { data } = read('iris');
  const units = [1e-3, 1e3, 1, 1e6];
  const places = [5, -1e4, 0, 1e7];
  for (const covarianceType of ['full', 'tied', 'diag'] as const) {
    const plain = fitSync(data, { nComponents: 3, covarianceType });
    const moved = data.map((row) => row.map((x, j) => x * units[j] + places[j]));
    const other = fitSync(moved, { nComponents: 3, covarianceType });
    const shift = data.length * units.reduce((sum, unit) => sum + Math.log(unit), 0);
    expect(other.logLikelihood + shift, covarianceType).toBeCloseTo(plain.logLikelihood, 2);
    expect([...other.weights].sort().map((w) => w.toFixed(5))).toEqual(
      [...plain.weights].sort().map((w) => w.toFixed(5)),
    );
  }
});

it('more runs are never worse', () => {
  for (let seed = 0; seed < 20; seed++) {
    const data = { data: clusters(seed, 150, 2, 5, 2), shape: [150, 2] };
    const [one, ten] = [1, 10].map((nInit) => fitSync(data, { nComponents: 5, nInit, seed }));
    const faults = [one, ten].map(({ warnings }) => Number(warnings.length > 0));
    expect(faults[1]).toBeLessThanOrEqual(faults[0]);
    if (faults[0] === faults[1]) expect(ten.logLikelihood).toBeGreaterThanOrEqual(one.logLikelihood);
  }
});

describe('on a subsample', () => {
  it('is a share of many rows, and so many for each mean at least', () => {
    expect([4096, 4097, 40_000, 100_000, 10_000_000].map((n) => trialRows(n, 2, 4))).toEqual([
      0, 2048, 2500, 6250, 8192,
    ]);
    expect([1_000_000, 100_000].map((n) => trialRows(n, 30, 10))).toEqual([12_400, 12_400]);
  });

  it('components that explain a handful of its rows are not what is found', () => {
    // clusters that overlap: a few rows of a small sample may look more like one than a cluster does
    const rows = problem(2, 60_000, 8, 5, 1);
    const ends = [0, 1, 2, 3].map((seed) => fitSync(rows, { nComponents: 5, seed, maxIter: 60 }));
    const best = Math.max(...ends.map(({ logLikelihood }) => logLikelihood));
    for (const { logLikelihood, weights } of ends) {
      expect(Math.min(...weights)).toBeGreaterThan(0.1);
      expect(logLikelihood).toBeGreaterThan(best - 20);
    }
  });

  const data = problem(31, 12_000, 2, 4, 10);

  it('sorted rows are found as well as shuffled ones', () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => [data.data[2 * i], data.data[2 * i + 1]]);
    const sorted = [...rows].sort((a, b) => a[0] - b[0]);
    const [plain, other] = [rows, sorted].map((given) => fitSync(given, { nComponents: 4 }));
    expect(other.logLikelihood).toBeCloseTo(plain.logLikelihood, 1);
  });

  it.each(TYPES)('both backends have the same bits, %s', (covarianceType) => {
    const options: FitOptions = { nComponents: 4, covarianceType, maxIter: 5 };
    const sampleWeight = Float64Array.from({ length: 12_000 }, (_, i) => (i % 5 === 0 ? 0.5 : 1.5));
    for (const more of [{}, { sampleWeight }, { precision: 'f32' as const }]) {
      const wasm = fitSync(data, { ...options, ...more, backend: 'wasm' });
      const js = fitSync(data, { ...options, ...more, backend: 'js' });
      expectSame(fitted(js), fitted(wasm), `${covarianceType}, ${Object.keys(more)}`);
    }
  });

  it.each(MODES)('threads make no difference, %s', async (mode) => {
    if (mode === 'copies') withoutSharedMemory();
    await compare(data, { nComponents: 4, maxIter: 5 }, [2], mode);
  });
});

describe('short runs at the same time', () => {
  // 18 slices of 512 rows, of which short runs put their own copies in order
  const wide = problem(33, 9000, 33, 3, 1);
  // many swaps, of which one in a few takes the place of the best
  const crowded = problem(34, 12 * 2048, 9, 8, 1);

  it.each(TYPES)('%s', async (covarianceType) => {
    await compare(wide, { nComponents: 3, covarianceType, maxIter: 2 }, [2, 12], 'shared');
  });

  it('swaps that are better, and those made in vain after them', async () => {
    for (const seed of [0, 1, 2]) {
      await compare(crowded, { nComponents: 8, covarianceType: 'diag', maxIter: 2, seed }, [2, 3, 12], 'shared');
    }
  });

  it('with weights, a prior, and the twin', async () => {
    const sampleWeight = Float64Array.from({ length: 9000 }, (_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3)));
    await compare(wide, { nComponents: 3, sampleWeight, prior: true, maxIter: 2 }, [2, 4], 'shared');
    await compare(wide, { nComponents: 2, covarianceType: 'diag', backend: 'js', maxIter: 2 }, [3], 'shared');
  });

  it('some end in singular covariances', async () => {
    const ties = Float64Array.from({ length: 40_000 }, (_, i) => (i % 3 === 0 ? 5 : Math.sin(i)));
    const options: FitOptions = { nComponents: 6, regCovar: 0, maxIter: 5 };
    const told = async (threads: number) =>
      fit(ties, { ...options, threads }).then(fitted, (error: SingularCovarianceError) => [error.name, error.message]);
    const alone = await told(1);
    for (const threads of [2, 4]) expect(await told(threads)).toEqual(alone);
  });
});

it('whole runs in threads are the same', async () => {
  await compare(problem(32, 300, 2, 3), { nComponents: 3, nInit: 6 }, [2, 3], 'shared');
});

describe('without a floor', () => {
  it('a fit ends with a model or the error that a covariance is singular, whatever the ties', () => {
    const series = read('so1d').data.flat();
    const tied = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? i : 7));
    let singular = 0;
    for (const values of [series, tied]) {
      for (const nComponents of [2, 3, 4, 5, 6]) {
        for (let seed = 0; seed < 10; seed++) {
          try {
            expect(fitSync(values, { nComponents, seed, regCovar: 0 }).lowerBound).toBeTypeOf('number');
          } catch (error) {
            expect(error).toBeInstanceOf(SingularCovarianceError);
            singular++;
          }
        }
      }
    }
    expect(singular).toBeGreaterThan(0);
  });
});
