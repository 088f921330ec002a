// Models that are asked in threads: the same answers, the same errors.

import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { dispose, fitSync } from '../../src/index.js';
import { expectSame, TYPES } from '../parity/compare.js';
import { problem, restoreWorkers, watchWorkers } from './fixtures.js';

afterEach(() => {
  restoreWorkers();
  dispose();
});
afterAll(dispose);

const rows = problem(1, 50_001, 9, 3);

describe.each(TYPES)('%s', (covarianceType) => {
  it.each(['wasm', 'js'] as const)('has the same bits in 1, 2, 3, 4 and 8 threads, %s', async (backend) => {
    const part = { data: rows.data.subarray(0, 9 * 2000), shape: [2000, 9] };
    const model = fitSync(part, { nComponents: 3, covarianceType, maxIter: 3, backend });
    const expected = { labels: model.predict(rows), scores: model.scoreSamples(rows) };
    for (const threads of [1, 2, 3, 4, 8]) {
      const labels = await model.predictAsync(rows, { threads });
      const scores = await model.scoreSamplesAsync(rows, { threads });
      expectSame({ labels, scores }, expected, `${threads} threads`);
    }
  });
});

const model = fitSync(rows, { nComponents: 3, maxIter: 2 });

it('uses the threads that it is given, and no more than there is work for', async () => {
  const started = watchWorkers();
  await model.predictAsync(rows, { threads: 2 });
  expect(started).toHaveLength(2);
  await model.predictAsync({ data: rows.data.subarray(0, 9), shape: [1, 9] }, { threads: 2 });
  await model.predictAsync({ data: [], shape: [0, 9] }, { threads: 2 });
  expect(started).toHaveLength(2);
});

it('names the place of a bad value as the synchronous call does', async () => {
  for (const [at, value] of [
    [9 * 40_000 + 4, Number.NaN],
    [3, Number.NEGATIVE_INFINITY],
    [9 * 50_000, 1e300],
  ]) {
    const bad = { data: rows.data.slice(), shape: rows.shape };
    bad.data[at] = value;
    const expected = (() => {
      try {
        model.predict(bad);
      } catch (error) {
        return error as Error;
      }
      throw new Error('was accepted');
    })();
    await expect(model.predictAsync(bad, { threads: 2 })).rejects.toThrow(expected);
    await expect(model.scoreSamplesAsync(bad, { threads: 2 })).rejects.toThrow(expected);
  }
  expect(await model.predictAsync(rows, { threads: 2 })).toEqual(model.predict(rows));
});

it('names the first of several bad values', async () => {
  const bad = { data: rows.data.slice(), shape: rows.shape };
  for (const row of [49_000, 30_000, 10_000, 40_000]) bad.data[9 * row + 2] = Number.NaN;
  const started = watchWorkers();
  for (let times = 0; times < 5; times++) {
    await expect(model.predictAsync(bad, { threads: 3 })).rejects.toThrow(/row 10000\b|\[10000\]|90002/);
  }
  // and nobody had to go for it
  expect(started).toHaveLength(3);
});

it('is called off by its signal in the middle of the work, and before it', async () => {
  const controller = new AbortController();
  let asked = 0;
  const slow = {
    rows: 50_001,
    columns: 9,
    get(i: number, j: number) {
      if (++asked === 300_000) controller.abort(new Error('enough'));
      return rows.data[9 * i + j];
    },
  };
  await expect(model.scoreSamplesAsync(slow, { threads: 2, signal: controller.signal })).rejects.toThrow('enough');
  const started = watchWorkers();
  await expect(model.predictAsync(rows, { threads: 2, signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
  expect(started).toHaveLength(0);
});
