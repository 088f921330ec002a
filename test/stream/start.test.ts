// Starts that are not given: a sample of the rows, fitted in memory.

import { describe, expect, it } from 'vitest';
import { fit } from '../../src/index.js';
import { fitStream } from '../../src/stream/index.js';
import { Reservoir, reservoirRows } from '../../src/stream/reservoir.js';
import { clusters, expectSame, fitted } from '../parity/compare.js';
import { even, type Table, watched } from './sources.js';

const rows: Table = { data: clusters(2, 40_000, 2, 4, 8), shape: [40_000, 2] };

describe('the sample', () => {
  /** Which of n rows, whose only feature is their number, are drawn when they come in pieces of `size`. */
  function drawn(n: number, size: number, count: number, seed = 0): number[] {
    const reservoir = new Reservoir(count, 1, seed);
    for (let first = 0; first < n; first += size) {
      const rows = Math.min(size, n - first);
      const values = Float64Array.from({ length: rows }, (_, i) => first + i);
      reservoir.offer(values, 0, rows, (index) => 2 * (first + index));
    }
    const { rows: sample, weights } = reservoir.sample;
    expect(weights).toEqual(sample.map((x) => 2 * x));
    return Array.from(sample);
  }

  it('is all rows if they are few, in their order', () => {
    expect(drawn(100, 7, 100)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('is the same whatever the pieces, and another for another seed', () => {
    const whole = drawn(5000, 5000, 300);
    expect(whole).toHaveLength(300);
    expect(new Set(whole).size).toBe(300);
    expect(whole).toEqual([...whole].sort((a, b) => a - b));
    for (const size of [1, 7, 299, 300, 1000]) expect(drawn(5000, size, 300)).toEqual(whole);
    expect(drawn(5000, 5000, 300, 1)).not.toEqual(whole);
  });

  it('has every row with the same chance', () => {
    const times = new Float64Array(60);
    for (let seed = 0; seed < 4000; seed++) for (const row of drawn(60, 60, 15, seed)) times[row]++;
    // 1000 expected, with a deviation of √(4000·¼·¾) = 27.4
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(5 * 27.4);
  });

  it('has a size of d and K alone', () => {
    expect(reservoirRows(8, 8)).toBe(32_768);
    expect(reservoirRows(8, 500)).toBe(180_000);
    expect(reservoirRows(1000, 8)).toBe(8388);
    expect(reservoirRows(100_000, 50)).toBe(400);
  });
});

describe('a fit from it', () => {
  it('ends where fit ends, in few passes', async () => {
    const source = watched(() => even(rows, 5000));
    const expected = await fit(rows, { nComponents: 4 });
    const model = await fitStream(source, { nComponents: 4 });
    expect(model.converged).toBe(true);
    expect(Math.abs(model.lowerBound - expected.lowerBound)).toBeLessThan(1e-6);
    expect(model.nIter).toBeLessThan(expected.nIter + 10);
    expect(model.warnings).toEqual([]);
    expect(model.bic()).toBe(-2 * model.logLikelihood + model.nParameters * Math.log(40_000));
  });

  it('depends on the seed alone, and nInit and initParams are heard', async () => {
    const [first, again, other, kmeans] = await Promise.all(
      [{ seed: 1 }, { seed: 1 }, { seed: 2, nInit: 2 }, { seed: 1, initParams: 'random' as const }].map((more) =>
        fitStream(even(rows, 3000), { nComponents: 6, maxIter: 3, ...more }),
      ),
    );
    expectSame(fitted(again), fitted(first), 'again');
    expect([...other.history]).not.toEqual([...first.history]);
    expect([...kmeans.history]).not.toEqual([...first.history]);
  });

  it('with some of the start given', async () => {
    const weightsInit = [0.1, 0.2, 0.3, 0.4];
    const model = await fitStream(even(rows, 3000), { nComponents: 4, weightsInit, initParams: 'kmeans', maxIter: 2 });
    expect(model.nIter).toBe(2);
    const covariancesInit = [1, 1, 1, 1];
    const round = { nComponents: 4, covarianceType: 'spherical', covariancesInit, maxIter: 50 } as const;
    expect((await fitStream(even(rows, 3000), round)).converged).toBe(true);
  });

  it('settles the floor of all runs, as fit does', async () => {
    const collapsing: Table = { data: rows.data.map((x, i) => (i % 2 === 1 ? 7 : x)), shape: rows.shape };
    const model = await fitStream(even(collapsing, 3000), { nComponents: 2, maxIter: 5 });
    expect(model.warnings.join()).toMatch(/Feature 1 is constant/);
    const floored = await fitStream(even(rows, 3000), { nComponents: 2, regCovar: 100, maxIter: 3 });
    for (const covariance of floored.covariances) expect(covariance[0][0]).toBeGreaterThan(100);
  });

  it('maxIter is about the passes over all rows', async () => {
    const model = await fitStream(even(rows, 3000), { nComponents: 4, maxIter: 0 });
    expect([model.nIter, model.converged, model.history.length]).toEqual([0, false, 1]);
    const full = await fitStream(even(rows, 3000), { nComponents: 4 });
    // it begins where the fit of a sample ended
    expect(full.lowerBound - model.lowerBound).toBeLessThan(1e-3);
  });

  it('with weights, which the sample has as well', async () => {
    const weights = Float64Array.from({ length: 40_000 }, (_, i) => (rows.data[2 * i] > 0 ? 50 : 1));
    const source = even({ ...rows, weights }, 3000);
    const begun = await fitStream(source, { nComponents: 4, maxIter: 0 });
    const ended = await fitStream(source, { nComponents: 4 });
    expect(ended.lowerBound - begun.lowerBound).toBeLessThan(1e-3);
  });

  it('with weights, of which those of 0 count for nothing', async () => {
    const weights = Float64Array.from({ length: 40_000 }, (_, i) => (i % 4 === 0 ? 0 : 0.5 + (i % 3)));
    const kept: number[] = [];
    for (let i = 0; i < 40_000; i++) if (weights[i] > 0) kept.push(i);
    const left: Table = {
      data: Float64Array.from({ length: 2 * kept.length }, (_, at) => rows.data[2 * kept[at >> 1] + (at % 2)]),
      shape: [kept.length, 2],
      weights: Float64Array.from(kept, (i) => weights[i]),
    };
    const options = { nComponents: 4, maxIter: 4 };
    const model = await fitStream(even({ ...rows, weights }, 3000), options);
    expectSame(fitted(await fitStream(even(left, 3000), options)), fitted(model), 'left out');
  });

  it('names components that are not to be believed', async () => {
    const data = rows.data.slice();
    // a far row, twice
    data.set([1e4, 1e4, 1e4, 1e4], 2000);
    const meansInit = [...rows.data.slice(0, 4), 1e4, 1e4];
    const options = { nComponents: 3, meansInit, maxIter: 5 };
    const model = await fitStream(even({ ...rows, data }, 3000), options);
    expect([model.collapsed, model.spurious]).toEqual([[2], [2]]);
    expect(model.warnings).toEqual((await fit({ data, shape: [40_000, 2] }, options)).warnings);
  });
});
