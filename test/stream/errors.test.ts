// Sources and options that are refused, values that are not numbers, and sources that change from pass to pass.

import { afterAll, describe, expect, it } from 'vitest';
import { dispose, SingularCovarianceError } from '../../src/index.js';
import { type Chunks, fitStream, type StreamFitOptions, type StreamInput } from '../../src/stream/index.js';
import { clusters } from '../parity/compare.js';
import { chunkOf, even, recycled, type Table, watched } from './sources.js';

afterAll(dispose);

const options = { nComponents: 2, meansInit: [0, 0, 1, 1], maxIter: 3 };
const rows: Table = { data: clusters(1, 3000, 2, 2), shape: [3000, 2] };

async function failure(source: unknown, given: object = options): Promise<Error> {
  const outcome = await fitStream(source as StreamInput, given as StreamFitOptions).catch((error) => error);
  expect(outcome).toBeInstanceOf(Error);
  return outcome;
}

describe('what is no source', () => {
  it.each([
    ['a path', 'data.csv', /^the source is the path "data.csv": .*gmm-wasm-files, fitStream\(openFile\(path\)/],
    ['a Blob', new Blob(['1']), /^the source is a Blob: .*openFile\(file\)/],
    ['a File', new File(['1'], 'data.csv'), /^the source is a File: .*openFile\(file\)/],
    ['a Buffer', Buffer.from('1'), /^the source is a Buffer/],
    ['a URL', new URL('file:///data.csv'), /^the source is a URL/],
    ['nothing', undefined, /must be a source of chunks.*got undefined$/],
    ['a number', 3, /got 3$/],
    ['a typed array', new Float64Array(4), /data in memory goes to fit, or as one chunk in an array/],
    ['numbers', [1, 2, 3], /data in memory goes to fit/],
    ['a table', rows, /data in memory goes to fit/],
    ['a promise', Promise.resolve([rows]), /is a Promise: await it/],
  ])('%s', async (_, source, message) => {
    const error = await failure(source);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(message);
  });

  it('an iterator, of which there is only one', async () => {
    function* once() {
      yield rows;
    }
    async function* later() {
      yield rows;
    }
    for (const source of [once(), later()])
      expect((await failure(source)).message).toMatch(/read only once.*\(\) => read\(\)/);
  });

  it('a function that gives no chunks', async () => {
    expect((await failure(() => 3)).message).toMatch(/must give an iterable of chunks .*got 3$/);
    expect((await failure(async () => [rows])).message).toMatch(/got a Promise; make it an async generator function/);
    expect((await failure({ name: 'mine', chunks: () => undefined })).message).toMatch(/^mine must give/);
  });
});

describe('options', () => {
  it.each([
    [{ sampleWeight: [1] }, TypeError, /sampleWeight does not go with fitStream: .*\{ rows, sampleWeight \}/],
    [{ responsibilitiesInit: [[1, 0]] }, TypeError, /responsibilitiesInit does not go with fitStream/],
    [{ precision: 'f32' }, TypeError, /precision does not go with fitStream: rows are not kept/],
    [{ onProgress: 3 }, TypeError, /onProgress must be a function, got 3/],
    [{ maxIterations: 3 }, TypeError, /unknown option 'maxIterations'; did you mean 'maxIter'/],
    [{ meansInit: [[0, 0, 0]] }, RangeError, /meansInit/],
    [{ nComponents: 3001, meansInit: undefined }, RangeError, /nComponents = 3001 is more than the n = 3000 rows/],
  ])('%j', async (more, kind, message) => {
    const error = await failure([rows], { ...options, ...more });
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  });

  it('that are none', async () => {
    expect((await failure([rows], 3 as never)).message).toMatch(/options must be an object/);
  });
});

describe('chunks', () => {
  const good = chunkOf(rows, 0, 100);
  const shaped = (data: number[]) => ({ data, shape: [data.length / 2, 2] });

  it.each([
    ['not finite', [good, shaped([1, 2, 3, Number.NaN])], /^chunks\[1\] at row 1, column 1 is NaN/],
    [
      'infinite',
      [
        good,
        [
          [1, 2],
          [3, Number.NEGATIVE_INFINITY],
        ],
      ],
      /^chunks\[1\]\[1\]\[1\] is -Infinity/,
    ],
    [
      'too far away',
      [...even(rows, 3000), rows, rows, shaped([1, 2, 1e200, 3])],
      /^chunks\[3\] at row 1, column 0 is 1e\+200: too far/,
    ],
    [
      'no number',
      [
        good,
        [
          [1, 2],
          [3, '4'],
        ],
      ],
      /^chunks\[1\]\[1\]\[1\] is the string "4"/,
    ],
    ['other features', [good, [[1, 2, 3]]], /^chunks\[1\] has 3 features a row, but the chunks before it have 2/],
    ['no chunk', [good, 7], /^chunks\[1\] must be .*got 7/],
    [
      'unknown keys',
      [{ rows: good, weights: [1] }],
      /unknown key of chunks\[0\] 'weights'; did you mean 'sampleWeight'/,
    ],
    ['too few weights', [{ rows: good, sampleWeight: [1] }], /^chunks\[0\].sampleWeight has length 1, .* 100 rows/],
    [
      'a negative weight',
      [good, { rows: [[1, 2]], sampleWeight: [-1] }],
      /^chunks\[1\].sampleWeight\[0\] is -1; a weight must be finite and not negative/,
    ],
    [
      'a place of its own',
      [
        {
          rows: shaped([1, 2, 3, Number.NaN]),
          place: (row: number, j: number) => `line ${row + 7}, column "${'xy'[j]}"`,
        },
      ],
      /^chunks\[0\].rows at row 1, column 1 \(line 8, column "y"\) is NaN/,
    ],
    [
      'weights that cannot be summed',
      [{ rows: good, sampleWeight: new Array(100).fill(1e299) }],
      /sampleWeight is too large/,
    ],
    ['no chunks', [], /^the source has no rows \(no chunks\)/],
    ['no rows', [[], []], /^the source has no rows \(2 chunks without rows\)/],
    ['no weight', [{ rows: [[1, 2]], sampleWeight: [0] }], /no rows of positive weight, among 1/],
  ])('%s', async (_, chunks, message) => {
    expect((await failure(chunks as never)).message).toMatch(message);
    const source = watched(() => chunks as Chunks);
    const error = await failure(Object.assign(source, { name: 'mine' }));
    expect(error.message).toMatch(
      message.source.startsWith('^chunks') ? /^mine: chunks/ : /mine has no rows|unknown key|too large/,
    );
    expect(source.closed + source.ended, 'the source is let go of').toBe(source.opened);
  });

  it('counts rows of weight 0 when it names a place', async () => {
    const chunk = {
      rows: [
        [Number.NaN, 0],
        [1, 2],
        [3, Number.NaN],
      ],
      sampleWeight: [0, 1, 1],
    };
    expect((await failure([chunk])).message).toMatch(/^chunks\[0\].rows\[2\]\[1\] is NaN/);
  });

  it('a covariance without a factor', async () => {
    const error = await failure([[[1, 2]], [[1, 2]], [[1, 2]]], { nComponents: 1, regCovar: 0 });
    expect(error).toBeInstanceOf(SingularCovarianceError);
  });
});

describe.each([1, 2])('a source that changes, %i threads', (threads) => {
  // batches of 4096 rows
  const wide: Table = { data: clusters(2, 10_000, 33, 2), shape: [10_000, 33] };
  const start = { nComponents: 2, meansInit: wide.data.slice(0, 66), maxIter: 4, tol: 0, threads };

  /** What it gives from the pass with that number on. */
  function changing(from: number, other: () => Chunks, before = () => even(wide, 999) as Chunks): () => Chunks {
    let passes = 0;
    return () => (passes++ < from ? before() : other());
  }

  const parts = (first: number, end: number): Table => ({
    data: wide.data.subarray(33 * first, 33 * end),
    shape: [end - first, 33],
  });

  it.each([1, 3])('rows that are gone, in pass %i', async (pass) => {
    const error = await failure(
      changing(pass, () => even(parts(0, 9999), 500)),
      start,
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/gave 10000 rows at first, and 9999 when it was read again/);
  });

  it('rows that have been added', async () => {
    const error = await failure(
      changing(2, () => [...even(wide, 700), parts(0, 5)]),
      start,
    );
    expect(error.message).toMatch(/gave 10000 rows at first, and 1\d{4} or more when it was read again/);
  });

  it('nothing when it is read again', async () => {
    const error = await failure(
      changing(1, () => []),
      start,
    );
    expect(error.message).toMatch(/10000 rows at first, and none when it was read again: .*\(\) => read\(\)/);
  });

  it('one value', async () => {
    const data = wide.data.slice();
    data[33 * 9000 + 5] += 1e-3;
    const error = await failure(
      changing(3, () => even({ ...wide, data }, 700)),
      start,
    );
    expect(error.message).toMatch(/changed: feature 5 has another mean than when it was read first/);
  });

  it('a value that is no longer finite', async () => {
    const data = wide.data.slice();
    data[33 * 5000 + 7] = Number.NaN;
    const error = await failure(
      changing(2, () => even({ ...wide, data }, 700)),
      start,
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/^row 5000 .*feature 7 is NaN, and was a number/);
  });

  it('a value of the first rows that is too far from the rest of them', async () => {
    const far = [[-1.7e308], [-1.7e308], [1.7e308], [-1.7e308], [-1.6e308]];
    for (const meansInit of [undefined, [-1.7e308]]) {
      const error = await failure([far.slice(0, 2), far.slice(2)], { nComponents: 1, ...(meansInit && { meansInit }) });
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toMatch(/^row 2 .*, feature 0 is 1\.7e\+308: too far from the first rows/);
    }
  });

  it('rows that are gone in the last pass, which looks for distinct rows', async () => {
    // nobody is near the third mean, so that all rows have to be looked at
    const lonely = {
      ...start,
      nComponents: 3,
      meansInit: [...start.meansInit, ...new Array(33).fill(1e6)],
      maxIter: 0,
    };
    const covariancesInit = Array.from({ length: 3 }, () => new Array(33).fill(1));
    const diagonal = { ...lonely, covarianceType: 'diag' as const, covariancesInit };
    const source = watched(() => even(wide, 999));
    const model = await fitStream(source, diagonal);
    expect(model.spurious.length + model.empty.length).toBe(1);
    const error = await failure(
      changing(source.opened - 1, () => even(parts(0, 9000), 500)),
      diagonal,
    );
    expect(error.message).toMatch(/gave 10000 rows at first, and 9000 when it was read again/);
  });

  it('weights', async () => {
    const weights = Float64Array.from({ length: 10_000 }, (_, i) => 1 + (i % 2));
    const heavier = weights.slice();
    heavier[77] = 3;
    const source = changing(
      2,
      () => even({ ...wide, weights: heavier }, 700),
      () => even({ ...wide, weights }, 600),
    );
    expect((await failure(source, start)).message).toMatch(/weights sum to 15000 at first, and to 1500[12] when/);
  });

  const moved = /^the source changed: it gave rows in another order than when it was read first, or other values/;

  /** The same rows, those from `first` on in the place of those from `second` on, and the other way round. */
  function swapped(first: number, second: number, count: number): Table {
    const order = Array.from({ length: 10_000 }, (_, i) => i);
    const [some, others] = [order.slice(first, first + count), order.slice(second, second + count)];
    order.splice(first, count, ...others);
    order.splice(second, count, ...some);
    return { ...wide, data: Float64Array.from(order.flatMap((i) => [...wide.data.subarray(33 * i, 33 * i + 33)])) };
  }

  it.each([
    ['two rows, in pass 1', 1, swapped(300, 301, 1)],
    ['two rows, in pass 4', 4, swapped(300, 301, 1)],
    ['two rows of different slices', 2, swapped(10, 9000, 1)],
    ['two rows of which the same features are looked at', 2, swapped(300, 317, 1)],
    ['two slices', 2, swapped(0, 512, 512)],
    ['the first rows and the last', 2, swapped(0, 5000, 5000)],
  ])('%s have changed places', async (_, pass, other) => {
    const error = await failure(
      changing(pass, () => even(other, 700)),
      start,
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(moved);
  });

  it('rows of one feature have changed places, and rows in reverse', async () => {
    const line = (data: Float64Array): Table => ({ data, shape: [20_000, 1] });
    const data = clusters(4, 20_000, 1, 2);
    const shifted = Float64Array.of(...data.subarray(0, 5000), ...data.subarray(5020), ...data.subarray(5000, 5020));
    for (const other of [shifted, data.slice().reverse()]) {
      let passes = 0;
      const source = () => even(line(passes++ < 2 ? data : other), 999);
      const error = await failure(source, { ...start, meansInit: [0, 1] });
      expect(error.message).toMatch(moved);
    }
  });

  it('values that have another mean by less than is noticed', async () => {
    const data = wide.data.map((value, at) => (at % 33 === 3 ? value * (1 + Number.EPSILON) : value));
    const error = await failure(
      changing(2, () => even({ ...wide, data }, 700)),
      start,
    );
    expect(error.message).toMatch(moved);
  });

  it('weights that have changed places', async () => {
    const weights = Float64Array.from({ length: 10_000 }, (_, i) => 1 + (i % 2));
    const other = weights.map((_, i) => weights[i < 5000 ? i : i ^ 1]);
    const source = changing(
      2,
      () => even({ ...wide, weights: other }, 700),
      () => even({ ...wide, weights }, 600),
    );
    expect((await failure(source, start)).message).toMatch(/^the source changed: it gave weights in another order/);
  });

  it('the same rows in other chunks are the same, and a weight of 1 is none', async () => {
    const ones = new Float64Array(10_000).fill(1);
    for (const other of [wide, { ...wide, weights: ones }]) {
      const model = await fitStream(
        changing(2, () => recycled(other, 1234).chunks()),
        start,
      );
      expect(model.nIter).toBe(4);
    }
  });

  it('the same weights in other chunks are the same, with rows of weight 0 and chunks without weights', async () => {
    const weights = Float64Array.from({ length: 10_000 }, (_, i) => (i < 3000 ? 1 : (i % 7) / 2));
    const heavy = { ...wide, weights };
    const rest: Table = { data: wide.data.subarray(33 * 3000), shape: [7000, 33], weights: weights.subarray(3000) };
    const model = await fitStream(
      changing(
        2,
        () => [...even(parts(0, 3000), 501), ...even(rest, 99)],
        () => recycled(heavy, 1234).chunks(),
      ),
      start,
    );
    expect(model.nIter).toBe(4);
  });
});

describe('a source that throws', () => {
  it.each([0, 1, 2])('in pass %i', async (pass) => {
    for (const asynchronous of [true, false]) {
      for (const threads of [1, 2]) {
        let passes = 0;
        const broken = new Error('the disk is gone');
        const wide: Table = { data: clusters(2, 10_000, 33, 2), shape: [10_000, 33] };
        function* chunks() {
          const now = passes++;
          yield* even(wide, 3000).slice(0, 2);
          if (now === pass) throw broken;
          yield* even(wide, 3000).slice(2);
        }
        const source = asynchronous
          ? async function* () {
              yield* chunks();
            }
          : chunks;
        const given = { nComponents: 2, meansInit: wide.data.slice(0, 66), maxIter: 3, threads };
        await expect(fitStream(source, given)).rejects.toBe(broken);
      }
    }
  });
});
