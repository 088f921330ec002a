// Weights of samples: the class of each error, and what its message says.

import { describeCases, good, series } from './cases.js';

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
