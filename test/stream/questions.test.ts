// What a model says of a stream is what it says of the same rows in memory, to the bit.

import { afterAll, describe, expect, it } from 'vitest';
import { type Data, dispose, fit, GaussianMixture } from '../../src/index.js';
import {
  type Chunks,
  type PredictStreamOptions,
  predictStream,
  type StreamInput,
  scoreStream,
} from '../../src/stream/index.js';
import { Draw } from '../kernel/draw.js';
import { clusters, expectSame, TYPES } from '../parity/compare.js';
import { chunkOf, cut, even, recycled, type Table, watched } from './sources.js';

afterAll(dispose);

const rows: Table = { data: clusters(1, 20_000, 3, 3), shape: [20_000, 3] };
const draw = new Draw(3);
const weights = Float64Array.from({ length: 20_000 }, () => (draw.uniform() < 0.1 ? 0 : draw.uniform(0.1, 3)));
const weighted: Table = { ...rows, weights };
const model = await fit(rows, { nComponents: 3, maxIter: 5 });

async function answersTo(source: StreamInput, options: PredictStreamOptions = {}, asked: GaussianMixture = model) {
  const answers: (Int32Array | Float64Array)[] = [];
  for await (const answer of predictStream(asked, source, options)) answers.push(answer);
  return answers;
}

describe('scoreStream', () => {
  it.each(TYPES)('%s', async (covarianceType) => {
    const asked = await fit(rows, { nComponents: 3, covarianceType, maxIter: 3 });
    const found = await scoreStream(asked, even(rows, 777));
    expect(found.score).toBe(asked.score(rows));
    expect([found.bic, found.aic]).toEqual([asked.bic(rows), asked.aic(rows)]);
    expect(found.score).toBe(asked.lowerBound);
    expect([found.n, found.totalWeight]).toEqual([20_000, 20_000]);
    expect(found.logLikelihood).toBe(asked.logLikelihood);
  });

  it('with weights', async () => {
    const expected = model.score(rows, { sampleWeight: weights });
    for (const source of [even(weighted, 777), recycled(weighted, 3000), even(weighted, 20_000)]) {
      const found = await scoreStream(model, source);
      expect(found.score).toBe(expected);
      expect(found.bic).toBe(model.bic(rows, { sampleWeight: weights }));
      expect(found.aic).toBe(model.aic(rows, { sampleWeight: weights }));
      expect(found.n).toBe(weights.filter((weight) => weight > 0).length);
      expect(Math.abs(found.totalWeight - weights.reduce((sum, w) => sum + w, 0))).toBe(0);
    }
  });

  it('with weights that come late, or only leave rows out', async () => {
    const late = weights.map((weight, i) => (i < 15_000 ? 1 : weight));
    const mixed = [...cut(rows, [15_000]), chunkOf({ ...rows, weights: late }, 15_000, 20_000)];
    expect((await scoreStream(model, mixed)).score).toBe(model.score(rows, { sampleWeight: late }));
    const zeros = weights.map((weight) => Number(weight > 0));
    const found = await scoreStream(model, even({ ...rows, weights: zeros }, 500));
    expect(found.score).toBe(model.score(rows, { sampleWeight: zeros }));
  });

  it('in threads', async () => {
    const wide: Table = { data: clusters(2, 24_000, 33, 2), shape: [24_000, 33] };
    const asked = await fit(wide, { nComponents: 2, maxIter: 2 });
    const heard: number[] = [];
    const onProgress = ({ rows: read }: { rows: number }) => heard.push(read);
    const found = await scoreStream(asked, recycled(wide, 1000), { threads: 2, onProgress });
    expect(found.score).toBe(asked.score(wide));
    expect(Math.max(...heard)).toBe(24_000);
  });

  it('of an iterator, which can be read only once', async () => {
    function* once(table: Table) {
      yield* even(table, 999);
    }
    expect((await scoreStream(model, once(rows))).score).toBe(model.score(rows));
    await expect(scoreStream(model, once(weighted))).rejects.toThrow(
      /rows with weights are read twice.*\(\) => read\(\)/,
    );
  });

  it('of no rows', async () => {
    await expect(scoreStream(model, [])).rejects.toThrow(/mean over no samples is not defined/);
    await expect(scoreStream(model, [{ rows: [[1, 2, 3]], sampleWeight: [0] }])).rejects.toThrow(/no samples/);
    const heavy = { rows: rows as Data, sampleWeight: new Float64Array(20_000).fill(1e299) };
    await expect(scoreStream(model, [heavy])).rejects.toThrow(/sampleWeight is too large/);
  });
});

describe('predictStream', () => {
  const ends = [0, 1, 5, 5, 9000, 19_999, 20_000];
  const joined = (answers: ArrayLike<number>[]) => answers.flatMap((answer) => Array.from(answer));

  it.each([1, 2])('%i threads', async (threads) => {
    const expected = {
      labels: model.predict(rows),
      responsibilities: model.predictProba(rows),
      logDensities: model.scoreSamples(rows),
    };
    for (const [output, values] of Object.entries(expected)) {
      const options = { output, threads } as PredictStreamOptions;
      const answers = await answersTo(cut(rows, ends), options);
      expect(answers.map((answer) => answer.length)).toEqual(
        ends.map((end, i) => ((end - (ends[i - 1] ?? 0)) * values.length) / 20_000),
      );
      expectSame({ [output]: joined(answers) }, { [output]: values }, output);
      expectSame({ [output]: joined(await answersTo(recycled(rows, 4000), options)) }, { [output]: values }, output);
    }
  });

  it('labels are integers', async () => {
    const [labels] = await answersTo([rows]);
    expect(labels).toBeInstanceOf(Int32Array);
  });

  it('a flat chunk is one row of a model of several features', async () => {
    expect(joined(await answersTo([[1, 2, 3]]))).toEqual([...model.predict([1, 2, 3])]);
  });

  it('asks for a chunk when the answer to the one before it has been taken', async () => {
    let asked = 0;
    async function* counting() {
      for (const chunk of even(rows, 5000)) {
        asked++;
        yield chunk;
      }
    }
    const answers = predictStream(model, counting());
    expect(asked).toBe(0);
    await answers.next();
    expect(asked).toBe(1);
    await answers.next();
    expect(asked).toBe(2);
    await answers.return();
  });
});

describe('what is refused', () => {
  const bad = [[[1, 2, 3]], { rows: [[1, 2, Number.NaN]], place: () => 'line 9' }];

  it.each([
    ['a path', 'data.csv', {}, TypeError, /openFile\(path\)/],
    ['another number of features', [[[1, 2]]], {}, RangeError, /^chunks\[0\] has 2 features a row, but 3 are expected/],
    ['a value that is not finite', bad, {}, RangeError, /^chunks\[1\].rows\[0\]\[2\] \(line 9\) is NaN/],
    [
      'a value that is too far away',
      [[[1e300, 0, 0]]],
      {},
      RangeError,
      /^chunks\[0\]\[0\]\[0\] is 1e\+300: too far from the model/,
    ],
    ['an unknown option', [rows], { signals: 1 }, TypeError, /unknown option 'signals'; did you mean 'signal'/],
    ['threads', [rows], { threads: 0 }, RangeError, /option threads must be an integer from 1/],
    ['a signal', [rows], { signal: 1 }, TypeError, /option signal must be an AbortSignal/],
    ['onProgress', [rows], { onProgress: 1 }, TypeError, /option onProgress must be a function/],
  ])('%s', async (_, source, options, kind, message) => {
    const asking = [
      async (): Promise<unknown> => scoreStream(model, source as Chunks, options as never),
      async (): Promise<unknown> => answersTo(source as Chunks, options as never),
    ];
    for (const ask of asking) {
      const error = (await ask().catch((e) => e)) as Error;
      expect(error).toBeInstanceOf(kind);
      expect(error.message).toMatch(message);
    }
  });

  it('an output that is none, at once', () => {
    expect(() => predictStream(model, [rows], { output: 'proba' as never })).toThrow(
      /must be one of labels, responsib/,
    );
    expect(() => predictStream(3 as never, [rows])).toThrow(/must be a GaussianMixture/);
    expect(() => predictStream(model, 'path' as never)).toThrow(/openFile/);
  });

  it.each([1, 2])('an abort in the middle, %i threads', async (threads) => {
    for (const ask of [
      (source: StreamInput, signal: AbortSignal) => scoreStream(model, source, { signal, threads }),
      (source: StreamInput, signal: AbortSignal) => answersTo(source, { signal, threads }),
    ]) {
      const controller = new AbortController();
      const source = watched(async function* () {
        yield* even(rows, 9000);
        controller.abort('stop');
        yield rows;
      });
      await expect(ask(source, controller.signal)).rejects.toBe('stop');
      while (source.closed === 0) await new Promise((resolve) => setTimeout(resolve));
    }
  });

  it('errors of the source', async () => {
    const error = new Error('unplugged');
    const broken = async function* () {
      yield rows;
      throw error;
    };
    await expect(scoreStream(model, broken)).rejects.toBe(error);
    await expect(answersTo(broken)).rejects.toBe(error);
  });
});

it('a model that was made from parameters can be asked as well', async () => {
  const made = GaussianMixture.fromParameters({
    covarianceType: 'diag',
    weights: [0.5, 0.5],
    means: [
      [0, 0, 0],
      [5, 5, 5],
    ],
    covariances: [
      [1, 2, 3],
      [3, 2, 1],
    ],
  });
  expect((await scoreStream(made, even(rows, 1000))).score).toBe(made.score(rows));
  expectSame({ labels: (await answersTo([rows], {}, made))[0] }, { labels: made.predict(rows) }, 'labels');
});
