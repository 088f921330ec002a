// Threads make no difference to a single bit: slices of one fit in shared memory, in copies, and whole runs.

import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dispose, fit } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { expectSame, fitted, TYPES } from '../parity/compare.js';
import { compare, MODES, problem, withoutSharedMemory } from './fixtures.js';

const COUNTS = [2, 3, 4, 8];

afterEach(() => {
  vi.unstubAllGlobals();
});
afterAll(dispose);

describe.each(MODES)('slices of one fit, %s', (mode) => {
  beforeEach(() => {
    if (mode === 'copies') withoutSharedMemory();
  });

  it.each(TYPES)('%s', async (covarianceType) => {
    // 21 slices of 512 rows, the last one short: subtrees of both levels, and shares that begin within one
    const data = problem(3, 20 * 512 + 100, 33, 3, 0.5);
    await compare(data, { nComponents: 3, covarianceType, initParams: 'kmeans', maxIter: 6, tol: 0 }, COUNTS, mode);
  });

  it.each(TYPES)('%s, where most components are out of reach of most rows', async (covarianceType) => {
    const data = problem(16, 5 * 512 + 77, 40, 8, 3);
    const options = {
      nComponents: 8,
      covarianceType,
      nInit: mode === 'shared' ? 2 : 1,
      initParams: 'random_from_data',
      maxIter: 20,
      tol: 0,
    } as const;
    await compare(data, options, [2, 3], mode);
  });

  it('the twin', async () => {
    const data = problem(4, 9 * 512 + 5, 33, 2, 0.5);
    await compare(data, { nComponents: 2, initParams: 'kmeans', backend: 'js', maxIter: 3, tol: 0 }, COUNTS, mode);
  });

  it('weighted rows, of which some weigh nothing', async () => {
    const n = 12 * 2048 + 9;
    const draw = new Draw(5);
    const sampleWeight = Float64Array.from({ length: n }, () => (draw.uniform() < 0.1 ? 0 : draw.uniform(0.1, 3)));
    await compare(problem(6, n, 9, 4), { nComponents: 4, maxIter: 8, sampleWeight }, COUNTS, mode);
  });

  it('several starts, each kind', async () => {
    const data = problem(7, 70_000, 2, 5, 3);
    for (const initParams of ['kmeans', 'k-means++', 'random', 'random_from_data'] as const) {
      await compare(data, { nComponents: 5, nInit: 2, initParams, maxIter: 5, seed: 11 }, [2, 3], mode);
    }
  });

  it('accelerated', async () => {
    const data = problem(15, 30_000, 2, 3, 1);
    const options = { nComponents: 3, initParams: 'kmeans', acceleration: 'squarem', maxIter: 300 } as const;
    const model = await compare(data, options, [2, 3], mode);
    expect(model.history.length).toBeGreaterThan(10);
  });

  it('given means, of which one is far from all rows', async () => {
    const data = problem(8, 30_000, 2, 3, 3);
    const meansInit = [
      [0, 0],
      [1, 1],
      [1e6, 1e6],
    ];
    const model = await compare(data, { nComponents: 3, meansInit, maxIter: 5 }, [2, 3], mode);
    expect(model.warnings.join()).toMatch(/No row was nearest to meansInit\[2\]/);
  });

  it('a sample for k-means, which does not look at all rows', async () => {
    await compare(problem(9, 150_000, 1, 3, 5), { nComponents: 3, maxIter: 4 }, COUNTS, mode);
  });

  it('more threads than there are slices', async () => {
    const data = problem(10, 8192 * 2, 1, 2, 5);
    const model = await fit(data, { nComponents: 2, threads: 8, maxIter: 3 });
    expect(model.execution.threads).toBe(2);
    expectSame(fitted(model), fitted(await fit(data, { nComponents: 2, threads: 1, maxIter: 3 })), 'two slices');
  });
});

describe('whole runs', () => {
  it.each(TYPES)('%s', async (covarianceType) => {
    const data = problem(12, 600, 2, 4, 3);
    await compare(data, { nComponents: 4, covarianceType, nInit: 9, seed: 3 }, COUNTS, 'shared');
  });

  it('of which some fail', async () => {
    const rows = problem(13, 300, 2, 3, 3);
    // two equal rows far off: a component of their own has no covariance
    rows.data.set([100, 100, 100, 100], 0);
    const options = { nComponents: 3, nInit: 12, regCovar: 0, initParams: 'random_from_data' } as const;
    const model = await compare(rows, options, [2, 3], 'shared');
    expect(model.warnings.join()).toMatch(/\d+ of 12 runs ended in a singular covariance/);
  });

  it('of which all fail', async () => {
    const data = { data: new Float64Array(40).fill(3), shape: [20, 2] };
    const options = { nComponents: 2, nInit: 4, regCovar: 0 };
    const alone = await fit(data, { ...options, threads: 1 }).catch((error) => error);
    const failed = await fit(data, { ...options, threads: 2 }).catch((error) => error);
    expect(alone.name).toBe('SingularCovarianceError');
    expect([failed.name, failed.message, failed.component]).toEqual([alone.name, alone.message, alone.component]);
  });
});

it("'auto' stays on the calling thread where threads would not pay", async () => {
  const model = await fit(problem(14, 500, 2, 3), { nComponents: 3, nInit: 3 });
  expect(model.execution).toEqual({ backend: 'wasm', simd: true, relaxed: false, threads: 1 });
});
