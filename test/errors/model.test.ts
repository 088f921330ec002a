// A model asked about the wrong data: the class of each error, and what its message says.

import { describe, expect, it } from 'vitest';
import { type Data, fitSync, GaussianMixture } from '../../src/index.js';
import { expectCleanAfter, good, rows } from './cases.js';

const model2 = fitSync(rows, good);

describe('a model asked about the wrong data', () => {
  const asked: [string, (data: Data) => unknown][] = [
    ['predict', (data) => model2.predict(data)],
    ['predictProba', (data) => model2.predictProba(data)],
    ['scoreSamples', (data) => model2.scoreSamples(data)],
    ['score', (data) => model2.score(data)],
    ['bic', (data) => model2.bic(data)],
    ['icl', (data) => model2.icl(data)],
  ];

  it.each(asked)('%s', (_, ask) => {
    const wrong = [[1, 2, 3]];
    expect(() => ask(wrong)).toThrow(RangeError);
    expect(() => ask(wrong)).toThrow(/data has 3 features a row, but 2 are expected/);
    expect(() => ask([1, 2, 3, 4])).toThrow(/data is flat and has length 4, but 2 features are expected/);
    expect(() => ask([[1, Number.NaN]])).toThrow(/data\[0\]\[1\] is NaN/);
    expect(() =>
      ask([
        [1, 2],
        [3, null as never],
      ]),
    ).toThrow(/data\[1\]\[1\] is null/);
    expectCleanAfter([[1, 2, 3]], wrong);
  });

  it('asynchronously', async () => {
    await expect(model2.predictAsync([[1, 2, 3]])).rejects.toThrow(/3 features a row, but 2 are expected/);
    await expect(model2.scoreSamplesAsync([[1]])).rejects.toThrow(/1 feature a row, but 2 are expected/);
    await expect(model2.predictAsync(rows, { threads: 0 })).rejects.toThrow(/threads must be an integer from 1 to 256/);
    await expect(model2.predictAsync(rows, { signal: 1 as never })).rejects.toThrow(
      /signal must be an AbortSignal, got 1/,
    );
    await expect(model2.predictAsync(rows, { sginal: 1 } as never)).rejects.toThrow(/'sginal'; did you mean 'signal'/);
  });

  it('weights and seeds', () => {
    expect(() => model2.score(rows, { sampleWeight: [1] })).toThrow(
      /sampleWeight has length 1, but the data has 10 rows/,
    );
    expect(() => model2.score(rows, { sampleWeights: [1] } as never)).toThrow(/did you mean 'sampleWeight'/);
    expect(() => model2.score(rows, { sampleWeight: rows.map(() => 0) })).toThrow(
      /sampleWeight must have a positive entry/,
    );
    expect(() => model2.score([])).toThrow(/the mean over no samples.*no rows/);
    expect(() => model2.sample(-1)).toThrow(/n must be a non-negative integer, got -1/);
    expect(() => model2.sample(1.5)).toThrow(RangeError);
    expect(() => model2.sample(1, { seed: -1 })).toThrow(/seed must be an integer from 0 to 4294967295, got -1/);
    expect(() => model2.sample(1, { sead: 1 } as never)).toThrow(/did you mean 'seed'/);
  });

  it('a model that was not fitted has no criteria of its own', () => {
    const made = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [1] });
    expect(() => made.bic()).toThrow(TypeError);
    expect(() => made.aic()).toThrow(/has not been fitted: pass the data/);
  });
});
