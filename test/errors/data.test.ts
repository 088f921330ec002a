// Every way to ask for something that cannot be given: the class of the error, and a message that says what was
// expected, what came, and where. After each of them the caller's data is as it was, and the next fit is right.

import { describeCases, good, rows, series } from './cases.js';

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
  [
    'text made NaN',
    withValue(Number.NaN, 0),
    good,
    RangeError,
    /data\[0\] is NaN:.*text such as a header line gives NaN/,
  ],
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
    'K > n for columns passed as rows',
    [series, series],
    { nComponents: 3 },
    RangeError,
    /n = 2 rows of the data; if these are 10 columns pass \{ columns: data \}$/,
  ],
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
  [
    'a string',
    series,
    { nComponents: '2' },
    TypeError,
    /nComponents must be an integer, got "2"; convert it with Number/,
  ],
  ['no number in a string', series, { nComponents: 'x' }, TypeError, /nComponents must be an integer, got "x"$/],
  ['a list', series, { nComponents: [1, 2, 3] }, TypeError, /got an array of length 3; select tries several$/],
  ['null', series, { nComponents: null }, TypeError, /nComponents must be an integer, got null/],
  ['a bigint', series, { nComponents: 2n }, TypeError, /nComponents must be an integer, got 2n/],
  ['none', series, {}, TypeError, /nComponents is required/],
]);
