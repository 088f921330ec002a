// Given starts: the class of each error, and what its message says.

import { fitSync, SingularCovarianceError } from '../../src/index.js';
import { describeCases, eye, good, rows, series } from './cases.js';

const model2 = fitSync(rows, good);
const model1 = fitSync(series, good);

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
