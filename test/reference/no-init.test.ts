import { expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, optima } from './fixtures.js';

it.each(BACKENDS)('finds the three Gaussians of so1d without a start, backend %s', (backend) => {
  const { data, final } = optima.find(({ id }) => id === 'so1d/V/k3/interior')!;
  const model = fitSync(data, { nComponents: 3, backend });
  expect(model.execution.backend).toBe(backend);
  const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(3)));
  expect(rounded(model.means.map(([mean]) => mean))).toEqual([24.566, 37.575, 44.34]);
  expect(rounded(model.weights)).toEqual([0.158, 0.305, 0.537]);
  expect(model.logLikelihood).toBeCloseTo(-106.1861, 4);
  expect(model.logLikelihood).toBeCloseTo(final.loglik, 4);
  expect(model.converged).toBe(true);
  expect(model.warnings).toEqual([]);
});
