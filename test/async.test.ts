// The asynchronous fit: it lets the thread breathe, can be ended, and does not mind what happens meanwhile.

import { describe, expect, it, vi } from 'vitest';
import { fit, fitSync } from '../src/index.js';

/** Rows that keep a fit busy for a while. */
function rows(n: number, from = 1): Float64Array {
  let state = from;
  return Float64Array.from({ length: 4 * n }, (_, i) => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647 + (i % 7);
  });
}

const n = 40_000;
const long = { data: rows(n), shape: [n, 4] };
// enough work for many turns of 16 ms on any machine; ended by abort or by maxIter
const options = { nComponents: 6, tol: 0, maxIter: 60, initParams: 'random_from_data' } as const;
const small = Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) / 10 + (i % 2) * 20);
const expected = JSON.stringify(fitSync(small, { nComponents: 2 }));

async function expectNextFitWorks() {
  expect(JSON.stringify(await fit(small, { nComponents: 2 }))).toBe(expected);
  expect(JSON.stringify(fitSync(small, { nComponents: 2 }))).toBe(expected);
}

describe('a long fit', () => {
  it('lets timers, immediates and messages through', async () => {
    const fired: string[] = [];
    setTimeout(() => fired.push('timeout'), 0);
    setImmediate(() => fired.push('immediate'));
    let turns = 0;
    const interval = setInterval(() => turns++, 0);
    await fit(long, options);
    clearInterval(interval);
    expect(fired.sort()).toEqual(['immediate', 'timeout']);
    expect(turns).toBeGreaterThan(3);
  });

  it('reads the data before the call returns', async () => {
    const data = long.data.slice();
    const promise = fit({ data, shape: [n, 4] }, { ...options, maxIter: 3 });
    data.fill(Number.NaN);
    const model = await promise;
    expect(model.toJSON()).toEqual(fitSync(long, { ...options, maxIter: 3 }).toJSON());
  });

  it('reads weights and starts before the call returns', async () => {
    const sampleWeight = new Float64Array(60).fill(2);
    const meansInit = [5, 25];
    const promise = fit(small, { nComponents: 2, sampleWeight, meansInit });
    sampleWeight.fill(Number.NaN);
    meansInit.fill(Number.NaN);
    const same = fitSync(small, { nComponents: 2, sampleWeight: new Array(60).fill(2), meansInit: [5, 25] });
    expect((await promise).toJSON()).toEqual(same.toJSON());
  });

  it('runs beside others', async () => {
    // a clock by which every step takes 20 ms, so that each fit pauses after each of its steps
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 20;
      return now;
    });
    const datasets = [1, 2, 3].map((from) => ({ data: rows(10_000, from), shape: [10_000, 4] }));
    const short = { ...options, maxIter: 15 };
    const order: number[] = [];
    const models = await Promise.all(
      datasets.map((data, which) => fit(data, { ...short, onIteration: () => void order.push(which) })),
    );
    models.forEach((model, which) => {
      expect(model.toJSON()).toEqual(fitSync(datasets[which], short).toJSON());
    });
    vi.restoreAllMocks();
    // taken in turns, not one after the other
    expect(order.lastIndexOf(0)).toBeGreaterThan(order.indexOf(2));
  });
});

describe('an abort', () => {
  it('before the fit', async () => {
    const reason = new Error('never mind');
    const signal = AbortSignal.abort(reason);
    await expect(fit(small, { nComponents: 2, signal })).rejects.toBe(reason);
    expect(() => fitSync(small, { nComponents: 2, signal })).toThrow(reason);
    await expectNextFitWorks();
  });

  it('with its own reason', async () => {
    await expect(fit(small, { nComponents: 2, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('during the fit, from outside', async () => {
    const controller = new AbortController();
    const reason = { any: 'value' };
    let iterations = 0;
    const onIteration = () => void iterations++;
    const promise = fit(long, { ...options, maxIter: 100_000, signal: controller.signal, onIteration });
    setTimeout(() => controller.abort(reason), 0);
    await expect(promise).rejects.toBe(reason);
    expect(iterations).toBeLessThan(1000);
    await expectNextFitWorks();
  });

  it('during the fit, from onIteration', async () => {
    for (const run of [fit, async (...args: Parameters<typeof fit>) => fitSync(...args)]) {
      const controller = new AbortController();
      const reason = new Error('seen enough');
      const seen: number[] = [];
      const promise = run(long, {
        ...options,
        signal: controller.signal,
        onIteration: ({ iteration }) => {
          seen.push(iteration);
          if (iteration === 2) controller.abort(reason);
        },
      });
      await expect(promise).rejects.toBe(reason);
      expect(seen).toEqual([0, 1, 2]);
      await expectNextFitWorks();
    }
  });

  it('after the fit changes nothing', async () => {
    const controller = new AbortController();
    const model = await fit(small, { nComponents: 2, signal: controller.signal });
    controller.abort();
    expect(JSON.stringify(model)).toBe(expected);
  });
});

describe('onIteration', () => {
  it('tells what it says', () => {
    const infos: { run: number; iteration: number; passes: number; lowerBound: number }[] = [];
    const model = fitSync(small, {
      nComponents: 2,
      nInit: 3,
      maxIter: 4,
      tol: 0,
      onIteration: ({ run, iteration, passes, lowerBound, parameters }) => {
        infos.push({ run, iteration, passes, lowerBound });
        const { weights, means, covariances } = parameters();
        expect([weights.length, means.length, means[0].length]).toEqual([2, 2, 1]);
        expect(covariances).toHaveLength(2);
        weights.fill(0);
        means[0].fill(0);
      },
    });
    expect(infos.map(({ run }) => run)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect(infos.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    for (const { iteration, passes } of infos) expect(passes).toBeGreaterThan(iteration);
    expect(model.toJSON()).toEqual(fitSync(small, { nComponents: 2, nInit: 3, maxIter: 4, tol: 0 }).toJSON());
  });

  it('shows the parameters of the moment', () => {
    const means: Float64Array[][] = [];
    const start = { nComponents: 2, meansInit: [5, 25], maxIter: 2, tol: 0 };
    const model = fitSync(small, { ...start, onIteration: ({ parameters }) => void means.push(parameters().means) });
    expect(means[0].map(([mean]) => mean)).toEqual([5, 25]);
    expect(means[2]).toEqual(model.means);
    expect(means[1]).toEqual(fitSync(small, { ...start, maxIter: 1 }).means);
  });

  it.each([fit, async (...args: Parameters<typeof fit>) => fitSync(...args)])(
    'returning false ends the fit %#',
    async (run) => {
      const start = { nComponents: 2, nInit: 3, tol: 0 };
      const calls: number[] = [];
      const model = await run(small, {
        ...start,
        onIteration: ({ iteration }) => {
          calls.push(iteration);
          return iteration < 3;
        },
      });
      expect(calls).toEqual([0, 1, 2, 3]);
      expect([model.nIter, model.converged, model.history.length]).toEqual([3, false, 4]);
      expect(model.lowerBound).toBe(fitSync(small, { nComponents: 2, tol: 0, maxIter: 3 }).lowerBound);
    },
  );

  it('other falsy values do not', () => {
    for (const value of [undefined, null, 0, '']) {
      expect(JSON.stringify(fitSync(small, { nComponents: 2, onIteration: () => value }))).toBe(expected);
    }
  });

  it('that throws ends the fit with that', async () => {
    const error = new Error('a bug in the callback');
    const onIteration = vi.fn(() => {
      throw error;
    });
    await expect(fit(small, { nComponents: 2, onIteration })).rejects.toBe(error);
    expect(() => fitSync(small, { nComponents: 2, onIteration })).toThrow(error);
    expect(onIteration).toHaveBeenCalledTimes(2);
    await expectNextFitWorks();
  });

  it('may fit another model meanwhile', () => {
    const inner: string[] = [];
    const onIteration = () => void inner.push(JSON.stringify(fitSync(small, { nComponents: 2 })));
    const model = fitSync(small, { nComponents: 2, onIteration });
    expect(JSON.stringify(model)).toBe(expected);
    expect(inner.every((json) => json === expected)).toBe(true);
    expect(inner.length).toBeGreaterThan(1);
  });
});

it('errors of arguments reject, they do not throw', async () => {
  let promise: Promise<unknown> | undefined;
  expect(() => {
    promise = fit([1, Number.NaN], { nComponents: 1 });
  }).not.toThrow();
  await expect(promise).rejects.toThrow(RangeError);
  await expect(fit([1, 2], {} as never)).rejects.toThrow(TypeError);
});
