import { expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, optima } from './fixtures.js';

it.each(BACKENDS)('finds the three Gaussians of so1d without a start, backend %s', (backend) => {
  const { data, final } = optima.find(({ id }) => id === 'so1d/V/k3/interior')!;
  const { means, weights, logLikelihood } = fitSync(data, { nComponents: 3, backend, tol: 1e-10 });
  const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(3)));
  expect(rounded(means.map(([mean]) => mean))).toEqual([24.566, 37.576, 44.34]);
  expect(rounded(weights)).toEqual([0.158, 0.305, 0.537]);
  expect(logLikelihood).toBeCloseTo(-106.1861, 4);

  // with defaults: a thousandth of a standard deviation, and the log-likelihood to seven digits
  const model = fitSync(data, { nComponents: 3, backend });
  expect(model.execution.backend).toBe(backend);
  model.means.forEach(([mean], k) => {
    expect(Math.abs(mean - final.means[k][0])).toBeLessThan(1e-3 * Math.sqrt(final.covariances[k][0][0]));
  });
  expect(Math.abs(model.logLikelihood - final.loglik)).toBeLessThan(1e-6);
  expect(model.converged).toBe(true);
  expect(model.warnings).toEqual([]);
});
