// What can happen to threads: progress, calls that are broken off, deaths, and the end of the process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { dispose, type FitOptions, fit, type IterationInfo } from '../../src/index.js';
import { returnThreads, takeThreads } from '../../src/threads/pool.js';
import { expectSame, fitted } from '../parity/compare.js';
import { forbidWorkers, MODES, problem, ready, restoreWorkers, watchWorkers, withoutSharedMemory } from './fixtures.js';

const data = problem(1, 40_000, 2, 3, 1);
const options: FitOptions = { nComponents: 3, threads: 2, maxIter: 6, tol: 0 };
/** Takes minutes if nobody ends it. */
const endless: FitOptions = { ...options, maxIter: 1_000_000 };

/** A turn of the event loop and more: what was sent has been taken up. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

afterEach(() => {
  vi.unstubAllGlobals();
  restoreWorkers();
  dispose();
});
afterAll(dispose);

describe.each([...MODES, 'runs'] as const)('%s', (mode) => {
  function set(): FitOptions {
    if (mode === 'copies') withoutSharedMemory();
    return mode === 'runs' ? { ...endless, nInit: 2 } : endless;
  }
  const rows = mode === 'runs' ? problem(2, 2000, 2, 3, 1) : data;

  async function expectWorks(): Promise<void> {
    const model = await fit(rows, { ...set(), maxIter: 3 });
    const alone = await fit(rows, { ...set(), maxIter: 3, threads: 1 });
    expect(model.execution.threads).toBe(2);
    expectSame(fitted(model), fitted(alone), 'the next fit');
  }

  it('an abort ends the work and the threads, with its reason, and the next fit works', async () => {
    const started = watchWorkers();
    const controller = new AbortController();
    const fitting = fit(rows, { ...set(), signal: controller.signal });
    await ready(started, 2);
    await pause();
    const exits = Promise.all(started.map((worker) => once(worker, 'exit')));
    controller.abort(new Error('enough'));
    await expect(fitting).rejects.toThrow('enough');
    // they end in the middle of a fit that takes minutes
    await exits;
    expect(started).toHaveLength(2);
    await expectWorks();
  });

  it('a signal that is aborted before the threads are there', async () => {
    const controller = new AbortController();
    const fitting = fit(rows, { ...set(), signal: controller.signal });
    controller.abort();
    await expect(fitting).rejects.toThrow(/aborted/i);
    await expectWorks();
  });

  it.each([0, 1])('the death of worker %i rejects, and the next fit works', async (victim) => {
    const started = watchWorkers();
    const fitting = fit(rows, set());
    const failed = expect(fitting).rejects.toThrow(/a worker thread ended unexpectedly \(exit code 1\)/);
    await ready(started, 2);
    await pause();
    await started[victim].terminate();
    await failed;
    await expectWorks();
  });
});

describe.each(MODES)('onIteration, %s', (mode) => {
  function set(): void {
    if (mode === 'copies') withoutSharedMemory();
  }

  it('hears the same as with one thread', async () => {
    set();
    const listen = async (threads: number) => {
      const heard: unknown[] = [];
      const onIteration = (info: IterationInfo) => {
        heard.push({ ...info, parameters: info.parameters() });
      };
      await fit(data, { ...options, threads, nInit: 2, onIteration });
      return heard;
    };
    const alone = await listen(1);
    expect(alone).toHaveLength(14);
    expect(await listen(2)).toEqual(alone);
  });

  it('ends the fit and keeps what is there', async () => {
    set();
    const onIteration = ({ iteration }: IterationInfo) => iteration < 3;
    const model = await fit(data, { ...options, onIteration });
    const alone = await fit(data, { ...options, threads: 1, onIteration });
    expect(model.nIter).toBe(3);
    expect(model.execution.threads).toBe(2);
    expectSame(fitted(model), fitted(alone), 'a fit that was stopped');
  });

  it('may throw, abort, or be asynchronous by mistake', async () => {
    set();
    let controller = new AbortController();
    const faults: [FitOptions['onIteration'], RegExp][] = [
      [
        () => {
          throw new Error('mine');
        },
        /^mine$/,
      ],
      [() => controller.abort(new Error('from within')), /from within/],
      [async () => true, /onIteration must answer at once/],
    ];
    for (const [onIteration, message] of faults) {
      const fitting = fit(data, { ...options, onIteration: onIteration!, signal: controller.signal });
      await expect(fitting).rejects.toThrow(message);
      controller = new AbortController();
    }
    expect((await fit(data, options)).execution.threads).toBe(2);
  });
});

it('fits at the same time have threads of their own', async () => {
  const alone = await fit(data, { ...options, threads: 1 });
  const models = await Promise.all([2, 3, 2].map((threads) => fit(data, { ...options, threads })));
  for (const model of models) expectSame(fitted(model), fitted(alone), 'one of several');
});

it('threads are kept for the next fit, and ended by dispose', async () => {
  const started = watchWorkers();
  await fit(data, options);
  await fit(data, options);
  expect(started).toHaveLength(2);
  const exits = Promise.all(started.map((worker) => once(worker, 'exit')));
  dispose();
  await exits;
  await fit(data, options);
  expect(started).toHaveLength(4);
});

describe('large memory', () => {
  const large = problem(2, 300_000, 8, 2);
  const brief: FitOptions = { ...options, nComponents: 2, maxIter: 1, initParams: 'random_from_data' };
  const ends = (workers: readonly Worker[]) =>
    Promise.all(workers.map((worker) => worker.threadId === -1 || once(worker, 'exit')));

  it('is kept for a moment, and its threads, which would keep it for ever', async () => {
    const started = watchWorkers();
    for (let i = 0; i < 3; i++) expect((await fit(large, brief)).execution.threads).toBe(2);
    expect(started).toHaveLength(2);
    await ends(started);
  });

  it('makes room at once for what is larger, or far smaller', async () => {
    const started = watchWorkers();
    for (const [index, n] of [600_000, 800_000, 300_000].entries()) {
      await fit(problem(2, n, 8, 2), brief);
      expect(started).toHaveLength(2 * index + 2);
    }
    await ends(started.slice(0, 4));
  });

  it('is let go of after bad data as well', async () => {
    const started = watchWorkers();
    await fit(large, brief);
    const bad = { ...large, data: Float64Array.from(large.data).fill(Number.NaN, 8 * 200_000, 8 * 200_000 + 1) };
    await expect(fit(bad, brief)).rejects.toThrow(/row|data/);
    await fit(large, brief);
    expect(started).toHaveLength(2);
    await expect(fit(bad, brief)).rejects.toThrow(RangeError);
    await ends(started);
  });

  it('is let go of by threads that had no part in a fit that was broken off', async () => {
    const started = watchWorkers();
    await fit(large, { ...brief, threads: 3 });
    const controller = new AbortController();
    const fitting = fit(large, { ...endless, initParams: 'random_from_data', signal: controller.signal });
    await pause();
    controller.abort(new Error('enough'));
    await expect(fitting).rejects.toThrow('enough');
    expect(started).toHaveLength(3);
    await ends(started);
  });

  it('does not end threads that are at work for somebody else when its moment is over', async () => {
    const started = watchWorkers();
    await fit(large, brief);
    const begun = performance.now();
    const onIteration = () => performance.now() - begun < 2000;
    const model = await fit(data, { ...endless, onIteration });
    expect(model.execution.threads).toBe(2);
    expect(started).toHaveLength(2);
    await ends(started);
  });
});

it('a nudge is no assignment', async () => {
  const [thread] = await takeThreads(1);
  thread.say(null);
  await expect(thread.call({ task: 'forget' })).resolves.toBeUndefined();
  returnThreads([thread]);
});

it('where no threads can be started the fit goes on without, and says so', async () => {
  forbidWorkers('not in this house');
  const model = await fit(data, options);
  expect(model.execution).toMatchObject({
    threads: 1,
    backend: 'wasm',
    fallbackReason: 'no threads could be started: not in this house',
  });
  restoreWorkers();
  expectSame(fitted(model), fitted(await fit(data, { ...options, threads: 1 })), 'without threads');
});

it('the calling thread is free while others work', async () => {
  const started = watchWorkers();
  const fitting = fit(data, endless);
  await ready(started, 2);
  // every turn of the event loop comes, though the fit is far from its end
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  const failed = expect(fitting).rejects.toThrow(/a worker thread ended/);
  for (const worker of started) await worker.terminate();
  await failed;
});

it('no more threads are kept than one call has had', async () => {
  dispose();
  const started = watchWorkers();
  await Promise.all([1, 2, 3].map(() => fit(data, options)));
  expect(started).toHaveLength(6);
  const gone = () => started.filter((worker) => worker.threadId === -1);
  await vi.waitFor(() => expect(gone()).toHaveLength(4));
  await fit(data, options);
  expect(started).toHaveLength(6);
});

it('every reason is told', async () => {
  withoutSharedMemory();
  vi.stubGlobal('WebAssembly', undefined);
  const model = await fit(data, options);
  expect(model.execution).toMatchObject({ backend: 'js', threads: 2 });
  expect(model.execution.fallbackReason).toMatch(/no WebAssembly; each thread works on a copy of its rows/);
});

describe('the process', () => {
  const index = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);
  const rows = 'Float64Array.from({ length: 40000 }, (_, i) => Math.sin(i * 12.9898) + (i % 3 ? 0 : 6))';

  /** Runs a script of its own; the exit code and what was printed. */
  async function run(script: string): Promise<{ code: number | null; printed: string }> {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { timeout: 20_000 });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
    const [code] = await once(child, 'close');
    return { code, printed };
  }

  it('ends by itself when nothing is pending', async () => {
    const { code, printed } = await run(
      `const { fit } = await import(${index});
       const model = await fit(${rows}, { nComponents: 2, threads: 2 });
       console.log(model.execution.threads);`,
    );
    expect([code, printed.trim()]).toEqual([0, '2']);
  });

  it('is kept alive by a fit, and by the start of its threads', async () => {
    const { code, printed } = await run(
      `const { fit } = await import(${index});
       fit(${rows}, { nComponents: 2, threads: 2 }).then((model) => console.log(model.converged));`,
    );
    expect([code, printed.trim()]).toEqual([0, 'true']);
  });

  it('disposes twice, and fits again', async () => {
    const { code, printed } = await run(
      `const { fit, dispose } = await import(${index});
       await fit(${rows}, { nComponents: 2, threads: 2 });
       dispose();
       dispose();
       console.log((await fit(${rows}, { nComponents: 2, threads: 2 })).execution.threads);`,
    );
    expect([code, printed.trim()]).toEqual([0, '2']);
  });
});
