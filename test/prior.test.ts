// Fits with the conjugate prior of Fraley & Raftery (2007): beside mclust's (test/fixtures/prior/), and what is promised
// of them. The formulas of all families are in test/kernel/prior.test.ts.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CovarianceSynonym,
  type CovarianceType,
  fit,
  fitSync,
  GaussianMixture,
  type PriorOptions,
  select,
} from '../src/index.js';
import { BACKENDS, covarianceEntry, numbersOf } from './reference/fixtures.js';

interface Parameters {
  readonly weights: number[];
  readonly means: number[][];
  /** K matrices; of one feature, K variances. */
  readonly covariances: (number[][] | number)[];
}

interface Case {
  readonly dataset: string;
  readonly model: CovarianceSynonym;
  readonly K: number;
  readonly prior: PriorOptions;
  /** The component of each row in the first M-step. */
  readonly groups: number[];
  readonly first: Parameters;
  /** After so many iterations more. */
  readonly last: Parameters;
  readonly logLikelihood: number;
}

function read(path: string) {
  return JSON.parse(readFileSync(new URL(`./fixtures/${path}.json`, import.meta.url), 'utf8'));
}

const { cases, iterations } = read('prior/mclust') as { cases: Case[]; iterations: number };
const FAMILIES: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const faithful: number[][] = read('faithful').data;

function expectParameters(
  model: GaussianMixture,
  { weights, means, covariances }: Parameters,
  tolerance: number,
): void {
  const close = (x: number, expected: number, scale: number) =>
    expect(Math.abs(x - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), scale));
  for (const [c, weight] of weights.entries()) close(model.weights[c], weight, 0.01);
  for (const [c, mean] of means.entries()) for (const [j, x] of mean.entries()) close(model.means[c][j], x, 0.1);
  for (const [c, given] of covariances.entries()) {
    const matrix = typeof given === 'number' ? [[given]] : given;
    for (const [i, row] of matrix.entries()) {
      for (const [j, x] of row.entries()) close(covarianceEntry(model, c, i, j), x, 0.01);
    }
  }
}

describe.each(BACKENDS)('beside mclust, on %s', (backend) => {
  it.each(cases.map((given) => ({ given, name: `${given.dataset} ${given.model} K ${given.K}` })))(
    '$name',
    ({ given }) => {
      const { data } = read(given.dataset);
      const { K, model, prior, groups } = given;
      const options = {
        nComponents: K,
        covarianceType: model,
        prior: Object.keys(prior).length === 0 || prior,
        regCovar: 0,
        backend,
        responsibilitiesInit: groups.map((group) => Array.from({ length: K }, (_, c) => Number(c === group))),
      };
      const first = fitSync(data, { ...options, maxIter: 0 });
      expect(first.execution.backend).toBe(backend);
      expectParameters(first, given.first, 1e-11);
      const last = fitSync(data, { ...options, tol: 0, maxIter: iterations });
      expect(Math.abs(last.logLikelihood / given.logLikelihood - 1)).toBeLessThan(1e-11);
      expectParameters(last, given.last, 1e-8);
      const { objective, history } = last;
      expect(objective).toHaveLength(history.length);
      for (let t = 1; t < objective.length; t++) {
        expect(objective[t]).toBeGreaterThanOrEqual(objective[t - 1] - 1e-13 * Math.abs(objective[t]));
      }
    },
  );
});

describe('a prior', () => {
  const options = { nComponents: 3, prior: true } as const;

  it('keeps the likelihood bounded where maximum likelihood has no answer', () => {
    // a component that begins on two equal rows shrinks onto them
    const data = [...faithful.slice(0, 60), [50, 50], [50, 50]];
    const start = {
      nComponents: 3,
      meansInit: [
        [2, 55],
        [4.3, 80],
        [50, 50],
      ],
    };
    expect(() => fitSync(data, { ...start, regCovar: 0 })).toThrow(/not positive definite/);
    const held = fitSync(data, { ...start, prior: true, regCovar: 0 });
    expect(held.collapsed).toEqual([]);
    expect(held.converged).toBe(true);
    expect(numbersOf(held).every(Number.isFinite)).toBe(true);
  });

  it('gives the same model in other units: features and objective differ by what the units say', () => {
    const model = fitSync(faithful, { ...options, regCovar: 0, covarianceType: 'diag' });
    const scaled = fitSync(
      faithful.map(([x, y]) => [x / 1024, y * 64]),
      { ...options, regCovar: 0, covarianceType: 'diag' },
    );
    expect(scaled.means.map(([x, y]) => [x * 1024, y / 64])).toEqual(
      model.means.map((mean) => [...mean].map((x) => expect.closeTo(x, 8))),
    );
    // ln p grows by ln 1024 − ln 64 a row, and the prior of each component by e = 8 times half of it, times two
    const shift = Math.log(1024 / 64) * (1 + (3 * 7) / faithful.length);
    expect(scaled.objective[0] - model.objective[0]).toBeCloseTo(shift, 9);
  });

  it('counts weights as copies', () => {
    const weights = faithful.map((_, i) => i % 3);
    const copies = faithful.flatMap((row, i) => new Array(weights[i]).fill(row));
    const start = { meansInit: [faithful[1], faithful[2]], nComponents: 2, prior: true, regCovar: 0 } as const;
    const weighted = fitSync(faithful, { ...start, sampleWeight: weights });
    const copied = fitSync(copies, start);
    expect(weighted.lowerBound).toBeCloseTo(copied.lowerBound, 11);
    expect(weighted.objective[0]).toBeCloseTo(copied.objective[0], 11);
    const huge = fitSync(faithful, {
      ...start,
      sampleWeight: weights.map((w) => w * 2 ** 80),
      prior: { shrinkage: 0 },
    });
    const free = fitSync(faithful, { ...start, sampleWeight: weights, prior: false });
    expect(huge.lowerBound).toBeCloseTo(free.lowerBound, 9);
  });

  it('counts them so where there are fewer rows than features', () => {
    const few = [
      [1, 2, 0],
      [2, 1, 3],
      [0, 4, 1],
    ];
    const weights = [2, 3, 2];
    const copies = few.flatMap((row, i) => new Array(weights[i]).fill(row));
    const weighted = fitSync(few, { nComponents: 1, prior: true, sampleWeight: weights });
    const copied = fitSync(copies, { nComponents: 1, prior: true });
    for (const [i, row] of copied.covariances[0].entries()) {
      for (const [j, x] of row.entries()) expect(weighted.covariances[0][i][j]).toBeCloseTo(x, 12);
    }
  });

  it.each(FAMILIES)('goes on growing where a component loses all of its rows, %s', (covarianceType) => {
    const model = fitSync(faithful, {
      nComponents: 3,
      covarianceType,
      meansInit: [
        [2, 55],
        [4.3, 80],
        [60, 60],
      ],
      weightsInit: [0.4, 0.4, 0.2],
      prior: { shrinkage: 50 },
      regCovar: 0,
    });
    const { objective } = model;
    for (let t = 1; t < objective.length; t++) {
      expect(objective[t]).toBeGreaterThanOrEqual(objective[t - 1] - 1e-12 * Math.abs(objective[t]));
    }
  });

  it('holds features that depend on each other', () => {
    const dependent = faithful.map(([x, y]) => [x, y, x + y]);
    for (const covarianceType of ['full', 'tied'] as const) {
      const model = fitSync(dependent, { nComponents: 2, covarianceType, prior: true, regCovar: 0 });
      expect(model.collapsed).toEqual([]);
      expect(model.converged).toBe(true);
    }
  });

  it('gives no NaN beside the smallest weights', () => {
    for (const size of [1e-290, 1e-308, 1e-310]) {
      const sampleWeight = faithful.map((_, i) => size * (1 + (i % 3)));
      let model: GaussianMixture | undefined;
      try {
        model = fitSync(faithful, { ...options, sampleWeight });
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect(size).toBeLessThan(1e-300);
      }
      if (model) expect([...model.objective, ...numbersOf(model)].every(Number.isFinite)).toBe(true);
    }
  });

  it('shows the objective to onIteration', () => {
    const seen: number[] = [];
    const model = fitSync(faithful, {
      ...options,
      initParams: 'kmeans',
      onIteration: ({ objective }) => void seen.push(objective),
    });
    expect(seen.slice(0, -1)).toEqual([...model.objective].slice(0, -1));
    const plain: boolean[] = [];
    fitSync(faithful, { nComponents: 2, onIteration: (info) => void plain.push(info.objective === info.lowerBound) });
    expect(plain.every(Boolean)).toBe(true);
  });

  it('has the same bits in threads and with any start', async () => {
    const data = Array.from({ length: 20_000 }, (_, i) =>
      faithful[(i * 7) % 272].map((x, j) => x + ((i * (3 + j)) % 17) / 9),
    );
    for (const precision of ['f64', 'f32'] as const) {
      const one = fitSync(data, { ...options, precision, acceleration: 'squarem' });
      for (const threads of [1, 2, 3]) {
        const other = await fit(data, { ...options, precision, acceleration: 'squarem', threads });
        expect(other.execution.threads).toBe(threads);
        expect(numbersOf(other)).toEqual(numbersOf(one));
        expect([...other.objective]).toEqual([...one.objective]);
      }
    }
    const runs = { ...options, nInit: 3, covarianceType: 'tied', initParams: 'kmeans' } as const;
    const alone = fitSync(faithful, runs);
    const shared = await fit(faithful, { ...runs, threads: 2 });
    expect(shared.execution.threads).toBe(2);
    expect(numbersOf(shared)).toEqual(numbersOf(alone));
    expect([...shared.objective]).toEqual([...alone.objective]);
  });

  it('never ends lower with more runs, by its objective', () => {
    const end = (nInit: number) => fitSync(faithful, { ...options, nComponents: 5, nInit }).objective.at(-1) as number;
    expect(end(4)).toBeGreaterThanOrEqual(end(1));
  });

  it('is kept in JSON and goes with select', async () => {
    const model = fitSync(faithful, options);
    const copy = GaussianMixture.fromJSON(JSON.stringify(model));
    expect(copy.objective).toEqual(model.objective);
    expect(fitSync(faithful, { nComponents: 3 }).objective).toHaveLength(0);
    const { best, table } = await select(faithful, { nComponents: [1, 2, 3], prior: true });
    expect(table.every(({ error }) => error === undefined)).toBe(true);
    expect(best.objective.length).toBeGreaterThan(0);
  });
});

describe('a prior that cannot be', () => {
  const refused = (prior: unknown, covarianceType: CovarianceType = 'full') => {
    return () => fitSync(faithful, { nComponents: 2, covarianceType, prior: prior as PriorOptions });
  };

  it.each([
    ['yes', TypeError, /prior must be true or \{ shrinkage, dof, mean, scale \}, got "yes"/],
    [{ shrinkge: 1 }, TypeError, /unknown key of option prior 'shrinkge'; did you mean 'shrinkage'/],
    [{ shrinkage: -1 }, RangeError, /prior\.shrinkage must be a finite number of at least 0, got -1/],
    [{ dof: '3' }, TypeError, /prior\.dof must be a number, got "3"/],
    [{ dof: 1 }, RangeError, /prior\.dof must be more than 1, got 1/],
    [{ mean: [1] }, RangeError, /prior\.mean must be of shape 2.*length 1/],
    [{ mean: [1, 2], shrinkage: 0 }, RangeError, /prior\.mean has no effect with prior\.shrinkage 0/],
    [{ mean: [1, 1e300] }, RangeError, /prior\.mean.* too far from the data/],
    [
      {
        scale: [
          [1, 2],
          [2, 1],
        ],
      },
      RangeError,
      /prior\.scale must be positive definite/,
    ],
    [
      {
        scale: [
          [1, 2],
          [0, 5],
        ],
      },
      RangeError,
      /prior\.scale must be symmetric/,
    ],
    [{ scale: -1 }, RangeError, /prior\.scale must be positive/],
  ] as const)('%j', (prior, kind, message) => {
    expect(refused(prior)).toThrow(kind);
    expect(refused(prior)).toThrow(message);
  });

  it('has the shape of the family', () => {
    expect(
      refused(
        {
          scale: [
            [1, 0],
            [0, 1],
          ],
        },
        'diag',
      ),
    ).toThrow(/prior\.scale must be of shape 2/);
    expect(refused({ scale: [1, 1] }, 'spherical')).toThrow(/prior\.scale must be a number/);
    expect(refused({ scale: [1, -1] }, 'tied-diag')).toThrow(/prior\.scale must be positive/);
    expect(refused({ scale: 2 }, 'diag')).not.toThrow();
  });
});
