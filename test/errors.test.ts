// Every way to ask for something that cannot be given: the class of the error, and a message that says what was
// expected, what came, and where. After each of them the caller's data is as it was, and the next fit is right.

import { describe, expect, it } from 'vitest';
import { type Data, type FitOptions, fit, fitSync, GaussianMixture, SingularCovarianceError } from '../src/index.js';

const series = [1, 2, 3, 1.5, 2.5, 11, 12, 13, 11.5, 12.5];
const rows = series.map((x, i) => [x, ((i * 7) % 5) + x / 10]);
const good = { nComponents: 2 };
const baseline = JSON.stringify(fitSync(rows, good));
const model2 = fitSync(rows, good);
const model1 = fitSync(series, good);

type ErrorClass = new (...args: never[]) => Error;

/** One call that must fail: name, data, options, class, message. */
type Case = [name: string, data: unknown, options: unknown, kind: ErrorClass, message: RegExp];

function expectCleanAfter(before: unknown[], after: unknown[]) {
  expect(after).toEqual(before);
  expect(JSON.stringify(fitSync(rows, good))).toBe(baseline);
}

/** Copies of what the caller passes; signals, functions and models pass as they are. */
function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof GaussianMixture) return value;
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (Array.isArray(value)) return Object.assign([], value.map(copy), { length: value.length });
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]));
}

function describeCases(name: string, cases: Case[]) {
  describe(name, () => {
    it.each(cases)('%s', async (_, data, options, kind, message) => {
      const given = [data, options];
      const before = given.map(copy);
      const call = () => fitSync(data as Data, options as FitOptions);
      expect(call).toThrow(message);
      expect(call).toThrow(kind);
      await expect(fit(data as Data, options as FitOptions)).rejects.toThrow(message);
      await expect(fit(data as Data, options as FitOptions)).rejects.toThrow(kind);
      expectCleanAfter(before, given);
    });
  });
}

/** The good series with one value replaced. */
function withValue(value: unknown, at = 4): unknown[] {
  return series.map((x, i) => (i === at ? value : x));
}

function withCell(value: unknown): unknown[][] {
  return rows.map((row, i) => (i === 3 ? [row[0], value] : row));
}

// biome-ignore lint/suspicious/noSparseArray: the hole is the case
const holed = [1, 2, , 4];

describeCases('data', [
  ['NaN', withValue(Number.NaN), good, RangeError, /data\[4\] is NaN: every value must be a finite number/],
  ['Infinity', withValue(Number.POSITIVE_INFINITY), good, RangeError, /data\[4\] is Infinity/],
  ['-Infinity', withValue(Number.NEGATIVE_INFINITY, 0), good, RangeError, /data\[0\] is -Infinity/],
  ['null', withValue(null), good, TypeError, /data\[4\] is null; expected a number/],
  ['undefined', withValue(undefined), good, TypeError, /data\[4\] is missing.*expected a number/],
  ['a hole', holed, good, TypeError, /data\[2\] is missing \(undefined or a hole\)/],
  ['a string', withValue('7'), good, TypeError, /data\[4\] is the string "7"; expected a number.*Number\(value\)/],
  ['a bigint', withValue(7n), good, TypeError, /data\[4\] is the bigint 7n; expected a number/],
  ['a boolean', withValue(true), good, TypeError, /data\[4\] is true; expected a number/],
  ['a file', Buffer.from(series.join('\n')), good, TypeError, /data is a Buffer of \d+ bytes.*Parse the file first/],
  ['strings', ['1', '2'], good, TypeError, /data\[0\] is the string "1"/],
  ['NaN in a row', withCell(Number.NaN), good, RangeError, /data\[3\]\[1\] is NaN/],
  ['Infinity in a row', withCell(Number.POSITIVE_INFINITY), good, RangeError, /data\[3\]\[1\] is Infinity/],
  ['null in a row', withCell(null), good, TypeError, /data\[3\]\[1\] is null/],
  ['a string in a row', withCell('x'), good, TypeError, /data\[3\]\[1\] is the string "x"/],
  ['a short row', [[1, 2], [3, 4], [5]], good, RangeError, /data\[2\] has length 1, but data\[0\] has length 2/],
  [
    'a long row',
    [
      [1, 2],
      [3, 4, 5],
    ],
    good,
    RangeError,
    /data\[1\] has length 3, but data\[0\] has length 2/,
  ],
  ['a number among rows', [[1, 2], 3], good, TypeError, /data\[1\] must be a row of numbers like data\[0\]; got 3/],
  ['no data', undefined, good, TypeError, /data must be an array of numbers.*got undefined/],
  ['null for data', null, good, TypeError, /data must be .*got null/],
  ['a string for data', '1,2,3', good, TypeError, /data must be .*got the string "1,2,3"/],
  ['an object for data', { x: 1 }, good, TypeError, /data must be .*got an object with the keys x/],
  [
    'a BigInt64Array',
    BigInt64Array.of(1n, 2n),
    good,
    TypeError,
    /data must be .*got a BigInt64Array of length 2.*Number/,
  ],
  ['empty', [], good, RangeError, /data has no rows/],
  ['an empty typed array', new Float64Array(0), good, RangeError, /data has no rows/],
  ['rows without features', [[], []], good, RangeError, /data has no features/],
  [
    'a shape too large',
    { data: [1, 2, 3], shape: [2, 2] },
    good,
    RangeError,
    /data\.data has 3 elements, but shape \[2, 2\]/,
  ],
  [
    'columns of different lengths',
    {
      columns: [
        [1, 2, 3],
        [1, 2],
      ],
    },
    good,
    RangeError,
    /columns?\b.*length 2\b.*3/,
  ],
]);

describeCases('the number of components', [
  ['K > n', [1, 2, 3], { nComponents: 4 }, RangeError, /nComponents = 4 is more than the n = 3 rows/],
  [
    'K > rows of positive weight',
    series,
    { nComponents: 3, sampleWeight: [1, 1, 0, 0, 0, 0, 0, 0, 0, 0] },
    RangeError,
    /nComponents = 3 .*n = 2 rows of positive weight/,
  ],
  ['0', series, { nComponents: 0 }, RangeError, /nComponents must be an integer from 1 .*got 0/],
  ['-1', series, { nComponents: -1 }, RangeError, /nComponents must be an integer from 1 .*got -1/],
  ['2.5', series, { nComponents: 2.5 }, RangeError, /nComponents must be an integer.*got 2\.5/],
  ['NaN', series, { nComponents: Number.NaN }, RangeError, /nComponents must be an integer.*got NaN/],
  ['a string', series, { nComponents: '2' }, TypeError, /nComponents must be an integer, got "2"/],
  ['null', series, { nComponents: null }, TypeError, /nComponents must be an integer, got null/],
  ['a bigint', series, { nComponents: 2n }, TypeError, /nComponents must be an integer, got 2n/],
  ['none', series, {}, TypeError, /nComponents is required/],
]);

describeCases('sampleWeight', [
  [
    'too short',
    series,
    { ...good, sampleWeight: [1, 2] },
    RangeError,
    /sampleWeight has length 2, but the data has 10 rows/,
  ],
  [
    'too long',
    series,
    { ...good, sampleWeight: new Float64Array(11).fill(1) },
    RangeError,
    /sampleWeight has length 11/,
  ],
  [
    'negative',
    series,
    { ...good, sampleWeight: series.map((_, i) => (i === 3 ? -1 : 1)) },
    RangeError,
    /sampleWeight\[3\] is -1; a weight must be finite and not negative/,
  ],
  [
    'NaN',
    series,
    { ...good, sampleWeight: series.map((_, i) => (i === 3 ? Number.NaN : 1)) },
    RangeError,
    /sampleWeight\[3\] is NaN/,
  ],
  [
    'Infinity',
    series,
    { ...good, sampleWeight: series.map((_, i) => (i === 3 ? Number.POSITIVE_INFINITY : 1)) },
    RangeError,
    /sampleWeight\[3\] is Infinity/,
  ],
  [
    'all zero',
    series,
    { ...good, sampleWeight: series.map(() => 0) },
    RangeError,
    /sampleWeight must have a positive entry: all of them are 0/,
  ],
  [
    'a sum that overflows',
    series,
    { ...good, sampleWeight: series.map(() => 1e308) },
    RangeError,
    /sampleWeight is too large/,
  ],
  [
    'a string inside',
    series,
    { ...good, sampleWeight: series.map((_, i) => (i === 3 ? '1' : 1)) },
    TypeError,
    /sampleWeight\[3\] is the string "1"/,
  ],
  [
    'bigints',
    series,
    { ...good, sampleWeight: new BigInt64Array(10).fill(1n) },
    TypeError,
    /sampleWeight.*BigInt64Array/,
  ],
  ['a number', series, { ...good, sampleWeight: 1 }, TypeError, /sampleWeight must be an array of numbers, got 1/],
]);

const eye = [
  [1, 0],
  [0, 1],
];
const start = {
  weightsInit: [0.5, 0.5],
  meansInit: [
    [2, 2],
    [12, 3],
  ],
  covariancesInit: [eye, eye],
};
const shares = rows.map((_, i) => (i < 5 ? [1, 0] : [0, 1]));

describeCases('a given start', [
  [
    'weightsInit too short',
    rows,
    { ...good, weightsInit: [1] },
    RangeError,
    /weightsInit must be of shape 2\b.*length 1/,
  ],
  [
    'weightsInit negative',
    rows,
    { ...good, weightsInit: [1.5, -0.5] },
    RangeError,
    /weightsInit\[1\] must not be negative, got -0\.5/,
  ],
  [
    'weightsInit that do not sum to 1',
    rows,
    { ...good, weightsInit: [0.5, 0.6] },
    RangeError,
    /weightsInit must sum to 1, got 1\.1/,
  ],
  [
    'weightsInit with NaN',
    rows,
    { ...good, weightsInit: [Number.NaN, 1] },
    RangeError,
    /weightsInit\[0\] must be finite, got NaN/,
  ],
  [
    'weightsInit with a string',
    rows,
    { ...good, weightsInit: ['0.5', 0.5] },
    TypeError,
    /weightsInit\[0\] must be a number, got "0\.5"/,
  ],
  [
    'meansInit of one row',
    rows,
    { ...good, meansInit: [[1, 2]] },
    RangeError,
    /meansInit must be of shape 2 × 2.*length 1/,
  ],
  [
    'meansInit of the wrong d',
    rows,
    { ...good, meansInit: [[1], [2]] },
    RangeError,
    /meansInit must be of shape 2 × 2.*meansInit\[0\] has length 1/,
  ],
  [
    'meansInit flat, too short',
    rows,
    { ...good, meansInit: [1, 2, 3] },
    RangeError,
    /meansInit must be of shape 2 × 2/,
  ],
  [
    'meansInit with Infinity',
    rows,
    {
      ...good,
      meansInit: [
        [1, 2],
        [3, Number.POSITIVE_INFINITY],
      ],
    },
    RangeError,
    /meansInit\[1\]\[1\] must be finite, got Infinity/,
  ],
  [
    'meansInit with null',
    rows,
    {
      ...good,
      meansInit: [
        [1, null],
        [3, 4],
      ],
    },
    TypeError,
    /meansInit\[0\]\[1\] must be a number, got null/,
  ],
  [
    'meansInit too far',
    series,
    { ...good, meansInit: [0, 1e300] },
    RangeError,
    /meansInit\[1\] is too far from the data/,
  ],
  [
    'covariancesInit of one matrix',
    rows,
    { ...good, covariancesInit: [eye] },
    RangeError,
    /covariancesInit must be of shape 2 × 2 × 2.*length 1/,
  ],
  [
    'covariancesInit not symmetric',
    rows,
    {
      ...good,
      covariancesInit: [
        eye,
        [
          [1, 0.5],
          [0.2, 1],
        ],
      ],
    },
    RangeError,
    /covariancesInit\[1\] must be symmetric: entry \[1\]\[0\] is 0\.2, \[0\]\[1\] is 0\.5/,
  ],
  [
    'covariancesInit not positive definite',
    rows,
    {
      ...good,
      covariancesInit: [
        eye,
        [
          [1, 2],
          [2, 1],
        ],
      ],
    },
    SingularCovarianceError,
    /covariancesInit\[1\] is not positive definite/,
  ],
  [
    'covariancesInit zero',
    rows,
    {
      ...good,
      covariancesInit: [
        [
          [0, 0],
          [0, 0],
        ],
        eye,
      ],
    },
    SingularCovarianceError,
    /covariancesInit\[0\] is not positive definite/,
  ],
  [
    'covariancesInit negative, diag',
    rows,
    {
      ...good,
      covarianceType: 'diag',
      covariancesInit: [
        [1, 1],
        [1, -1],
      ],
    },
    SingularCovarianceError,
    /covariancesInit\[1\] is not positive definite/,
  ],
  [
    'covariancesInit singular, tied',
    rows,
    {
      ...good,
      covarianceType: 'tied',
      covariancesInit: [
        [1, 1],
        [1, 1],
      ],
    },
    SingularCovarianceError,
    /covariancesInit is not positive definite/,
  ],
  [
    'covariancesInit with NaN',
    rows,
    {
      ...good,
      covariancesInit: [
        eye,
        [
          [1, Number.NaN],
          [0, 1],
        ],
      ],
    },
    RangeError,
    /covariancesInit\[1\]\[0\]\[1\] must be finite, got NaN/,
  ],
  [
    'precisionsInit not positive definite',
    rows,
    {
      ...good,
      precisionsInit: [
        eye,
        [
          [1, 2],
          [2, 1],
        ],
      ],
    },
    SingularCovarianceError,
    /precisionsInit\[1\] is not positive definite/,
  ],
  [
    'precisionsInit not symmetric',
    rows,
    {
      ...good,
      precisionsInit: [
        [
          [1, 0.5],
          [0, 1],
        ],
        eye,
      ],
    },
    RangeError,
    /precisionsInit\[0\] must be symmetric/,
  ],
  [
    'precisionsInit of the wrong shape',
    rows,
    { ...good, covarianceType: 'spherical', precisionsInit: [1, 1, 1] },
    RangeError,
    /precisionsInit must be of shape 2\b.*length 3/,
  ],
  [
    'a number for K variances',
    rows,
    { ...good, covarianceType: 'spherical', covariancesInit: 1 },
    RangeError,
    /covariancesInit must be of shape 2\b/,
  ],
  [
    'covariances and precisions',
    rows,
    { ...good, covariancesInit: [eye, eye], precisionsInit: [eye, eye] },
    TypeError,
    /covariancesInit and precisionsInit .*give one/,
  ],
  [
    'nInit with a complete start',
    rows,
    { ...good, ...start, nInit: 2 },
    RangeError,
    /complete start.*nInit must be 1, got 2/,
  ],
  [
    'nInit with warmStart',
    rows,
    { ...good, warmStart: model2, nInit: 2 },
    RangeError,
    /warmStart.*nInit must be 1, got 2/,
  ],
  [
    'warmStart of another K',
    rows,
    { nComponents: 3, warmStart: model2 },
    RangeError,
    /warmStart .*expected K = 3, d = 2, 'full', got K = 2, d = 2, 'full'/,
  ],
  [
    'warmStart of another d',
    rows,
    { ...good, warmStart: model1 },
    RangeError,
    /warmStart .*expected K = 2, d = 2.*got K = 2, d = 1/,
  ],
  [
    'warmStart of another family',
    rows,
    { ...good, covarianceType: 'diag', warmStart: model2 },
    RangeError,
    /warmStart .*'diag', got .*'full'/,
  ],
  [
    'warmStart with meansInit',
    rows,
    { ...good, warmStart: model2, meansInit: start.meansInit },
    TypeError,
    /warmStart .*meansInit/,
  ],
  [
    'warmStart from a JSON',
    rows,
    { ...good, warmStart: model2.toJSON() },
    TypeError,
    /warmStart must be a GaussianMixture.*fromJSON/,
  ],
  [
    'responsibilitiesInit with too few rows',
    rows,
    { ...good, responsibilitiesInit: shares.slice(1) },
    RangeError,
    /responsibilitiesInit must be of shape n × K = 10 × 2, got 9 × 2/,
  ],
  [
    'responsibilitiesInit of the wrong K',
    rows,
    { ...good, responsibilitiesInit: shares.map((row) => [...row, 0]) },
    RangeError,
    /responsibilitiesInit must be of shape n × K = 10 × 2, got 10 × 3/,
  ],
  [
    'responsibilitiesInit that do not sum to 1',
    rows,
    { ...good, responsibilitiesInit: shares.map((row, i) => (i === 4 ? [0.5, 0.4] : row)) },
    RangeError,
    /row 4 of responsibilitiesInit must sum to 1, got 0\.9/,
  ],
  [
    'responsibilitiesInit negative',
    rows,
    { ...good, responsibilitiesInit: shares.map((row, i) => (i === 4 ? [1.5, -0.5] : row)) },
    RangeError,
    /responsibilitiesInit\[4\]\[1\] must be a share from 0 to 1, got /,
  ],
  [
    'responsibilitiesInit with NaN',
    rows,
    { ...good, responsibilitiesInit: shares.map((row, i) => (i === 4 ? [Number.NaN, 1] : row)) },
    RangeError,
    /responsibilitiesInit\[4\]\[0\].*NaN/,
  ],
  [
    'responsibilitiesInit flat, too short',
    rows,
    { ...good, responsibilitiesInit: new Float64Array(18).fill(0.5) },
    RangeError,
    /responsibilitiesInit must be of shape n × K = 10 × 2/,
  ],
]);

describeCases('regCovar 0 where it does not do', [
  [
    'equal values',
    [1, 1, 1, 5, 6, 7],
    { ...good, regCovar: 0 },
    SingularCovarianceError,
    /covariance of component \d is not positive definite.*raise regCovar/,
  ],
]);

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

describe('a JSON from elsewhere', () => {
  const json = () => JSON.parse(JSON.stringify(model2));
  const cases: [string, unknown, ErrorClass, RegExp][] = [
    ['{}', {}, TypeError, /not a saved gmm-wasm model: its format is undefined/],
    ['null', null, TypeError, /not a saved gmm-wasm model: got null/],
    ['a number', 3, TypeError, /not a saved gmm-wasm model: got 3/],
    ['no JSON', '{', TypeError, /not a saved gmm-wasm model: the text is not JSON/],
    ["another library's", { format: 'other', weights: [1] }, TypeError, /its format is "other"/],
    [
      'another version',
      { ...json(), version: 2 },
      RangeError,
      /version 2 cannot be read; this package reads version 1/,
    ],
    ['no version', { ...json(), version: undefined }, RangeError, /version undefined/],
    [
      'an unknown family',
      { ...json(), covarianceType: 'VVE' },
      RangeError,
      /covarianceType must be one of .*got "VVE"/,
    ],
    ['too few weights', { ...json(), weights: [1] }, RangeError, /weights must be of shape 2\b.*length 1/],
    ['too few means', { ...json(), means: [1, 2, 3] }, RangeError, /means must be of shape 4\b.*length 3/],
    [
      'too many covariances',
      { ...json(), covariances: new Array(8).fill(1) },
      RangeError,
      /covariances must be of shape 6\b.*length 8/,
    ],
    ['no origin', { ...json(), origin: undefined }, TypeError, /origin is missing/],
    ['null where NaN was', { ...json(), means: [1, 2, null, 4] }, TypeError, /means\[2\] must be a number, got null/],
    ['NaN', { ...json(), means: [1, 2, Number.NaN, 4] }, RangeError, /means\[2\] must be finite, got NaN/],
    ['NaN weights', { ...json(), weights: [Number.NaN, 1] }, RangeError, /weights\[0\] must be finite, got NaN/],
    [
      'weights that do not sum to 1',
      { ...json(), weights: [0.5, 0.6] },
      RangeError,
      /must sum to 1, got a sum of 1\.1/,
    ],
    ['negative weights', { ...json(), weights: [1.5, -0.5] }, RangeError, /must not be negative/],
    [
      'K = 0',
      { ...json(), nComponents: 0 },
      RangeError,
      /nComponents of the saved model must be an integer of at least 1, got 0/,
    ],
    [
      'an odd exponent',
      { ...json(), exponent: 0.5 },
      RangeError,
      /exponent of the saved model must be an integer.*got 0\.5/,
    ],
    [
      'covariances that are none',
      { ...json(), covariances: [1, 2, 1, 1, 0, 1] },
      SingularCovarianceError,
      /covariances\[0\] is not positive definite/,
    ],
    [
      'a training that is none',
      { ...json(), training: { ...json().training, history: 3 } },
      TypeError,
      /training\.history is not a list of numbers/,
    ],
    ['a training of the wrong kind', { ...json(), training: 3 }, TypeError, /not a saved gmm-wasm model: training/],
    [
      'a history with null',
      { ...json(), training: { ...json().training, history: [null] } },
      TypeError,
      /training\.history/,
    ],
    [
      'an execution of null',
      { ...json(), training: { ...json().training, execution: null } },
      TypeError,
      /training\.execution/,
    ],
  ];

  it.each(cases)('%s', (_, source, kind, message) => {
    const before = copy(source);
    const call = () => GaussianMixture.fromJSON(source as never);
    expect(call).toThrow(message);
    expect(call).toThrow(kind);
    expectCleanAfter([before], [source]);
  });
});

describe('fromParameters', () => {
  const given = {
    weights: [0.5, 0.5],
    means: [
      [0, 0],
      [1, 1],
    ],
    covariances: [eye, eye],
  };
  const cases: [string, unknown, ErrorClass, RegExp][] = [
    ['nothing', undefined, TypeError, /must be an object such as \{ weights, means, covariances \}, got undefined/],
    [
      'a misspelt key',
      { ...given, covariance: 1 },
      TypeError,
      /unknown parameter 'covariance'; did you mean 'covariances'/,
    ],
    ['no weights', { ...given, weights: undefined }, TypeError, /weights must be an array, got undefined/],
    ['empty weights', { ...given, weights: [] }, RangeError, /weights is empty/],
    ['weights that do not sum to 1', { ...given, weights: [1, 1] }, RangeError, /weights must sum to 1, got 2/],
    ['too few means', { ...given, means: [[0, 0]] }, RangeError, /means must be K = 2 rows.*got 1/],
    ['ragged means', { ...given, means: [[0, 0], [1]] }, RangeError, /means\[1\] has length 1/],
    ['too few covariances', { ...given, covariances: [eye] }, RangeError, /covariances must be of shape 2 × 2 × 2/],
    ['no covariances', { ...given, covariances: undefined }, TypeError, /covariances must be a number, got undefined/],
    [
      'a covariance that is none',
      {
        ...given,
        covariances: [
          eye,
          [
            [1, 2],
            [2, 1],
          ],
        ],
      },
      SingularCovarianceError,
      /covariances\[1\] is not positive definite/,
    ],
    [
      'an asymmetric covariance',
      {
        ...given,
        covariances: [
          eye,
          [
            [1, 0.3],
            [0, 1],
          ],
        ],
      },
      RangeError,
      /covariances\[1\] must be symmetric/,
    ],
    [
      'an unknown family',
      { ...given, covarianceType: 'fully' },
      RangeError,
      /covarianceType must be one of .*got "fully"/,
    ],
  ];

  it.each(cases)('%s', (_, parameters, kind, message) => {
    const before = copy(parameters);
    const call = () => GaussianMixture.fromParameters(parameters as never);
    expect(call).toThrow(message);
    expect(call).toThrow(kind);
    expectCleanAfter([before], [parameters]);
  });
});

it('the component of a SingularCovarianceError', () => {
  try {
    fitSync(rows, {
      ...good,
      covariancesInit: [
        eye,
        [
          [1, 2],
          [2, 1],
        ],
      ],
    });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(SingularCovarianceError);
    expect(error).toBeInstanceOf(Error);
    expect((error as SingularCovarianceError).component).toBe(1);
    expect((error as SingularCovarianceError).name).toBe('SingularCovarianceError');
  }
});
