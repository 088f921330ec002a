import { describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, enoughIterations, numbersOf, optima, startOf } from './fixtures.js';

/** Starts at a saddle, where the likelihood stands still for a while: no rule that looks at it alone goes on. */
const SADDLES = [
  'galaxies/E/k3/quantile-means',
  'galaxies/E/k4/quantile-means',
  'galaxies/E/k5/quantile-means',
  'galaxies-raw-km-s/E/k3/quantile-means',
  'galaxies-raw-km-s/E/k4/quantile-means',
];

describe.each(BACKENDS)('backend %s: the default floor and tolerance, from every recorded start', (backend) => {
  it.each(optima)('$id is finite and never falls', (reference) => {
    const model = fitSync(reference.data, { ...startOf(reference), backend });
    expect(model.execution.backend).toBe(backend);
    expect(numbersOf(model).filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(model.history).toHaveLength(model.nIter + 1);
    for (let t = 1; t <= model.nIter; t++) {
      const before = model.history[t - 1];
      expect(model.history[t], `iteration ${t}`).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
    }
    if (SADDLES.includes(reference.id)) expect(model.warnings).not.toEqual([]);
    // the optimum that the start leads to, or a word that it is not there yet
    else if (model.converged) expect(Math.abs(model.logLikelihood - reference.final.loglik)).toBeLessThan(1e-3);
  });
});

it.each(optima)('the default floor moves the end of $id by less than 1e-4', (reference) => {
  const { logLikelihood } = fitSync(reference.data, {
    ...startOf(reference),
    tol: 0,
    maxIter: enoughIterations(reference),
  });
  expect(Math.abs(logLikelihood - reference.final.loglik)).toBeLessThan(1e-4);
});
