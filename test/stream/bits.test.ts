// The same bits whatever the chunks, the threads and the kernel; and those of `fit` from the same start.

import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Data, dispose, type FitOptions, fit, type GaussianMixture } from '../../src/index.js';
import { fitStream, type StreamFitOptions, type StreamInput } from '../../src/stream/index.js';
import { Draw } from '../kernel/draw.js';
import { clusters, expectSame, fitted, TYPES } from '../parity/compare.js';
import { withoutSharedMemory } from '../threads/fixtures.js';
import { chunkOf, cut, even, recycled, type Table } from './sources.js';

afterAll(dispose);

function table(seed: number, n: number, d: number, k: number, spread = 2): Table {
  return { data: clusters(seed, n, d, k, spread), shape: [n, d] };
}

/** A tenth of the rows weigh nothing, and the rest something. */
function weighted(plain: Table, seed: number): Table {
  const draw = new Draw(seed);
  const weights = Float64Array.from({ length: plain.shape[0] }, () =>
    draw.uniform() < 0.1 ? 0 : draw.uniform(0.1, 3),
  );
  return { ...plain, weights };
}

/** The first k rows, unit-free: a start that is given whole but for its covariances. */
function means({ data, shape: [, d] }: Table, k: number): Float64Array {
  return data.slice(0, k * d);
}

/** The same rows, cut in many ways. */
function chunkings(rows: Table): [string, StreamInput][] {
  const [n] = rows.shape;
  const draw = new Draw(99);
  const ends = Array.from({ length: 40 }, () => draw.integer(0, n)).sort((a, b) => a - b);
  return [
    ['all at once', even(rows, n)],
    ['ragged, some empty', cut(rows, [0, 0, ...ends.slice(0, 20), ...ends.slice(19), n, n])],
    ['in memory that is used again', recycled(rows, 1000)],
    ['chunks of 4097 rows', () => even(rows, 4097)],
  ];
}

async function expectFit(rows: Table, options: FitOptions, label: string): Promise<GaussianMixture> {
  const expected = await fit(rows, { ...options, ...(rows.weights && { sampleWeight: rows.weights }), threads: 1 });
  const model = await fitStream(even(rows, 777), options as StreamFitOptions);
  expectSame(fitted(model), fitted(expected), label);
  expect(model.warnings).toEqual(expected.warnings);
  return model;
}

describe('the bits of fit', () => {
  const rows = table(1, 20_000, 3, 3);
  const others = weighted(rows, 2);

  it.each(TYPES)('%s', async (covarianceType) => {
    const options = { nComponents: 3, covarianceType, meansInit: means(rows, 3), maxIter: 12 };
    await expectFit(rows, options, covarianceType);
    await expectFit(others, options, `${covarianceType}, weighted`);
  });

  it('of a complete start, and of a model', async () => {
    const complete = { weightsInit: [0.2, 0.3, 0.5], meansInit: means(rows, 3), covariancesInit: identities(3, 3) };
    const model = await expectFit(rows, { nComponents: 3, ...complete, maxIter: 5 }, 'complete');
    await expectFit(others, { nComponents: 3, warmStart: model, maxIter: 5 }, 'warm start');
  });

  it('one feature, to convergence', async () => {
    const series = table(3, 30_000, 1, 3, 20);
    const model = await expectFit(series, { nComponents: 3, meansInit: means(series, 3) }, 'series');
    expect(model.converged).toBe(true);
    expect(model.nIter).toBeGreaterThan(5);
  });

  it('accelerated', async () => {
    const options = { nComponents: 3, meansInit: means(rows, 3), maxIter: 300 };
    const plain = await fitStream([rows], options);
    const model = await expectFit(rows, { ...options, acceleration: 'squarem' }, 'squarem');
    expect(model.nIter).toBeLessThan(plain.nIter);
  });

  it('with a prior', async () => {
    await expectFit(rows, { nComponents: 3, meansInit: means(rows, 3), prior: true, maxIter: 5 }, 'prior');
    await expectFit(others, { nComponents: 3, meansInit: means(rows, 3), prior: true, maxIter: 5 }, 'prior, weighted');
  });

  it('given means, of which one is far from all rows', async () => {
    const meansInit = [...means(rows, 2), 1e6, 1e6, 1e6];
    const model = await expectFit(rows, { nComponents: 3, meansInit, maxIter: 3 }, 'far');
    expect(model.warnings.join()).toMatch(/No row was nearest to meansInit\[2\]/);
  });

  it('far from the origin, and at another scale', async () => {
    const moved = { ...rows, data: rows.data.map((x) => 1e9 + 1e-3 * x) };
    await expectFit(moved, { nComponents: 3, meansInit: means(moved, 3), maxIter: 5 }, 'moved');
  });

  it('weights that only leave rows out', async () => {
    const weights = Float64Array.from({ length: 20_000 }, (_, i) => Number(i % 3 > 0));
    await expectFit({ ...rows, weights }, { nComponents: 3, meansInit: means(rows, 3), maxIter: 3 }, 'left out');
  });

  it('of 24 features on to 1e-12, since rows are not put in order', async () => {
    const wide = table(5, 3000, 30, 3);
    const options = { nComponents: 3, meansInit: means(wide, 3), maxIter: 10 };
    const expected = await fit(wide, options);
    const model = await fitStream(even(wide, 500), options);
    for (const [name, values] of Object.entries(fitted(expected))) {
      const others = fitted(model)[name];
      const scale = Math.max(...Array.from(values, Math.abs));
      for (let i = 0; i < values.length; i++) {
        expect(Math.abs(others[i] - values[i]), `${name}[${i}]`).toBeLessThanOrEqual(1e-12 * scale);
      }
    }
  });
});

describe('whatever the chunks', () => {
  it.each([false, true])('weighted: %s', async (isWeighted) => {
    const plain = table(6, 20_000, 2, 3, 6);
    const rows = isWeighted ? weighted(plain, 7) : plain;
    const options = { nComponents: 3, maxIter: 6, seed: 5 };
    const expected = await fitStream(even(rows, 8192), options);
    expect(expected.history.length).toBeGreaterThan(2);
    for (const [name, source] of chunkings(rows)) {
      expectSame(fitted(await fitStream(source, options)), fitted(expected), name);
    }
  });

  it('one row each', async () => {
    const rows = table(8, 1500, 40, 2);
    const options = { nComponents: 2, maxIter: 4 };
    const expected = await fitStream([rows], options);
    expectSame(fitted(await fitStream(even(rows, 1), options)), fitted(expected), 'synchronous');
    expectSame(fitted(await fitStream(recycled(rows, 1), options)), fitted(expected), 'asynchronous');
  });

  it('a weight of a fraction among chunks that have none', async () => {
    const rows = table(9, 3000, 2, 2);
    // in one step 2999 more round up, one by one they round down
    const first = { rows: chunkOf(rows, 0, 1) as Data, sampleWeight: [2 ** -42 + 2 ** -52] };
    const rest: Table = { data: rows.data.subarray(2), shape: [2999, 2] };
    const models = [];
    for (const size of [2999, 1]) {
      models.push(await fitStream([first, ...even(rest, size)], { nComponents: 2, maxIter: 3 }));
    }
    expect(models[1].toJSON()).toEqual(models[0].toJSON());
  });
});

describe('threads and kernels', () => {
  const rows = table(10, 5 * 4096 + 700, 33, 3, 3);

  it.each(['shared', 'without shared memory'])('threads, %s', async (mode) => {
    if (mode !== 'shared') withoutSharedMemory();
    try {
      for (const source of [rows, weighted(rows, 11)]) {
        const options = { nComponents: 3, maxIter: 4, tol: 0 };
        const alone = await fitStream(even(source, 900), { ...options, threads: 1 });
        expect(alone.execution.threads).toBe(1);
        for (const threads of [2, 3]) {
          const model = await fitStream(recycled(source, 1111), { ...options, threads });
          expect(model.execution).toEqual({ backend: 'wasm', simd: true, relaxed: false, threads });
          expectSame(fitted(model), fitted(alone), `${threads} threads`);
        }
      }
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it.each(TYPES)('threads from given means, of which one is far away: %s', async (covarianceType) => {
    const meansInit = [...means(rows, 2), ...new Array(33).fill(1e4)];
    const options = { nComponents: 3, covarianceType, meansInit, maxIter: 3, tol: 0 };
    const alone = await fitStream(even(rows, 900), { ...options, threads: 1 });
    const model = await fitStream(even(rows, 900), { ...options, threads: 2 });
    expect(model.execution.threads).toBe(2);
    expectSame(fitted(model), fitted(alone), 'two threads');
    expect(model.warnings).toEqual(alone.warnings);
  });

  it('no more threads than there are batches', async () => {
    const model = await fitStream(even(rows, 900), { nComponents: 2, maxIter: 1, threads: 16 });
    expect(model.execution.threads).toBe(6);
  });

  it('the twin', async () => {
    const few = table(12, 5000, 33, 2);
    const options = { nComponents: 2, maxIter: 3, tol: 0 };
    const wasm = await fitStream(even(few, 700), options);
    for (const threads of [1, 2]) {
      const twin = await fitStream(even(few, 700), { ...options, backend: 'js', threads });
      expect(twin.execution).toMatchObject({ backend: 'js', threads });
      expectSame(fitted(twin), fitted(wasm), `${threads} threads`);
    }
  });
});

function identities(k: number, d: number): number[][][] {
  const identity = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => Number(i === j)));
  return Array.from({ length: k }, () => identity);
}
