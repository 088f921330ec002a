// What ends a call before its time, what is heard of it meanwhile, and what is left behind.

import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { dispose, type GaussianMixture, type IterationInfo } from '../../src/index.js';
import {
  fitStream,
  predictStream,
  type StreamProgress,
  type StreamSource,
  scoreStream,
} from '../../src/stream/index.js';
import { clusters, expectSame, fitted } from '../parity/compare.js';
import { forbidWorkers, restoreWorkers, watchWorkers } from '../threads/fixtures.js';
import { even, recycled, type Table, watched } from './sources.js';

afterEach(restoreWorkers);
afterAll(dispose);

// six batches of 4096 rows
const rows: Table = { data: clusters(1, 24_000, 33, 2), shape: [24_000, 33] };
const options = { nComponents: 2, meansInit: rows.data.slice(0, 66), maxIter: 4, tol: 0 };

/** Does something before the chunk with this number of the pass with that number. */
function interrupted(pass: number, at: number, act: () => unknown): StreamSource & ReturnType<typeof watched> {
  let passes = 0;
  return watched(async function* () {
    const now = passes++;
    for (const [index, chunk] of even(rows, 1000).entries()) {
      if (now === pass && index === at) await act();
      yield chunk;
    }
  });
}

describe.each([1, 2])('%i threads', (threads) => {
  it.each([0, 1, 3])('an abort in the middle of pass %i closes the source', async (pass) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const source = interrupted(pass, 12, () => controller.abort(reason));
    await expect(fitStream(source, { ...options, threads, signal: controller.signal })).rejects.toBe(reason);
    // an iterator that is at work closes when it is done with that
    while (source.closed + source.ended < source.opened) await new Promise((resolve) => setTimeout(resolve));
    expect([source.opened, source.closed]).toEqual([pass + 1, 1]);
  });

  it('an abort is heard while a chunk does not come', async () => {
    const controller = new AbortController();
    const heard: unknown[] = [];
    const never = interrupted(2, 5, () => {
      setTimeout(() => controller.abort('late'));
      return new Promise(() => {});
    });
    const source: StreamSource = {
      chunks(given) {
        given?.signal?.addEventListener('abort', () => heard.push(given.signal?.reason));
        return never.chunks();
      },
    };
    await expect(fitStream(source, { ...options, threads, signal: controller.signal })).rejects.toBe('late');
    expect(new Set(heard)).toEqual(new Set(['late']));
  });

  it('an abort between turns of the event loop, from a source that is always ready', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('timer'), 20);
    const endless = { ...options, maxIter: 1e6, threads, signal: controller.signal };
    await expect(fitStream(even(rows, 24_000), endless)).rejects.toBe('timer');
    const again = new AbortController();
    setTimeout(() => again.abort('timer'), 20);
    await expect(fitStream(recycled(rows, 500), { ...endless, signal: again.signal })).rejects.toBe('timer');
  });

  it('an abort among chunks without rows, of which there is no end', async () => {
    const forever = function* (): Generator<number[]> {
      for (;;) yield [];
    };
    const later = async function* () {
      yield* forever();
    };
    for (const source of [forever, later]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort('timer'), 20);
      await expect(fitStream(source, { ...options, threads, signal: controller.signal })).rejects.toBe('timer');
    }
  });

  it('what is aborted does not begin', async () => {
    const source = watched(() => even(rows, 1000));
    const signal = AbortSignal.abort('no');
    await expect(fitStream(source, { ...options, threads, signal })).rejects.toBe('no');
    await expect(scoreStream({} as GaussianMixture, source, { signal })).rejects.toThrow(/must be a GaussianMixture/);
    expect(source.opened).toBe(0);
  });

  it('onIteration hears of passes over all rows, and may end them', async () => {
    const heard: IterationInfo[] = [];
    const model = await fitStream(even(rows, 1000), {
      ...options,
      threads,
      onIteration(info) {
        heard.push({ ...info, parameters: () => info.parameters() });
        expect(info.parameters().means).toHaveLength(2);
        return info.iteration < 2;
      },
    });
    expect(heard.map(({ run, iteration, passes }) => [run, iteration, passes])).toEqual([
      [0, 0, 1],
      [0, 1, 2],
      [0, 2, 3],
    ]);
    expect(heard.map(({ lowerBound }) => lowerBound)).toEqual([...model.history]);
    expect([model.nIter, model.converged]).toEqual([2, false]);
  });

  it('onProgress hears of rows, pass by pass', async () => {
    const heard: StreamProgress[] = [];
    const source = watched(() => even(rows, 1000));
    await fitStream(source, { ...options, threads, onProgress: (progress) => heard.push(progress) });
    const passes = new Map<number, StreamProgress>();
    for (const progress of heard) {
      const before = passes.get(progress.pass);
      expect(progress.rows).toBeGreaterThanOrEqual(before?.rows ?? 0);
      expect(progress.total).toBe(progress.pass === 0 ? undefined : 24_000);
      passes.set(progress.pass, progress);
    }
    expect([...passes.keys()]).toEqual(Array.from({ length: source.opened }, (_, pass) => pass));
    expect(passes.get(1)?.rows).toBe(24_000);
  });

  it('what onProgress throws ends the fit', async () => {
    const error = new Error('no more');
    const source = watched(() => even(rows, 1000));
    const onProgress = ({ pass }: StreamProgress) => {
      if (pass === 2) throw error;
    };
    await expect(fitStream(source, { ...options, threads, onProgress })).rejects.toBe(error);
    expect([source.opened, source.closed]).toEqual([3, 1]);
  });
});

it('a worker that dies ends the fit with a clear message, and the next fit works', async () => {
  const expected = await fitStream(even(rows, 1000), { ...options, threads: 1 });
  dispose();
  const workers = watchWorkers();
  const source = interrupted(3, 15, async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
    await new Promise(() => {});
  });
  const error = await fitStream(source, { ...options, threads: 2 }).catch((e) => e);
  expect(error.message).toMatch(/a worker thread ended unexpectedly \(exit code 1\)/);
  const model = await fitStream(even(rows, 1000), { ...options, threads: 2 });
  expect(model.execution.threads).toBe(2);
  expectSame(fitted(model), fitted(expected), 'afterwards');
});

it('where no worker can be started the calling thread does it all, and says why', async () => {
  dispose();
  forbidWorkers('too many');
  const model = await fitStream(even(rows, 1000), { ...options, threads: 2 });
  expect(model.execution.threads).toBe(1);
  expect(model.execution.fallbackReason).toMatch(/no threads could be started: too many/);
});

it('the search for spurious components closes the source as soon as there are rows enough', async () => {
  const source = watched(() => even(rows, 1000));
  const model = await fitStream(source, options);
  expect(model.spurious).toEqual([]);
  // a survey, the groups about the given means, five passes, one after sorting at most
  expect(source.closed).toBe(1);
});

it('leaving a loop over answers closes the source', async () => {
  const model = await fitStream([rows], options);
  const source = watched(() => even(rows, 1000));
  for await (const labels of predictStream(model, source)) {
    expect(labels).toHaveLength(1000);
    break;
  }
  expect([source.opened, source.closed]).toEqual([1, 1]);
});
