// A saved model that is none: the class of each error, and what its message says.

import { describe, expect, it } from 'vitest';
import { fitSync, GaussianMixture, SingularCovarianceError } from '../../src/index.js';
import { copy, type ErrorClass, expectCleanAfter, good, rows } from './cases.js';

const model2 = fitSync(rows, good);

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
