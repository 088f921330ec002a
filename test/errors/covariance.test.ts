// Covariances that have no factors: the class of each error, and what its message says.

import { expect, it } from 'vitest';
import { fitSync, SingularCovarianceError } from '../../src/index.js';
import { describeCases, eye, good, rows } from './cases.js';

describeCases('regCovar 0 where it does not do', [
  [
    'equal values',
    [1, 1, 1, 5, 6, 7],
    { ...good, regCovar: 0 },
    SingularCovarianceError,
    /covariance of component \d is not positive definite.*raise regCovar/,
  ],
]);

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
