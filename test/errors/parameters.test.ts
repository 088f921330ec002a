// Models of given parameters: the class of each error, and what its message says.

import { describe, expect, it } from 'vitest';
import { GaussianMixture, SingularCovarianceError } from '../../src/index.js';
import { copy, type ErrorClass, expectCleanAfter, eye } from './cases.js';

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
