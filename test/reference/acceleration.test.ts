import { describe, expect, it, vi } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, loglikOnly, optima, startOf } from './fixtures.js';

// tens of thousands of iterations in some, without acceleration
vi.setConfig({ testTimeout: 60_000 });

const TIGHT = { regCovar: 0, tol: 1e-13, maxIter: 100_000 };

describe.each(BACKENDS)('backend %s: with SQUAREM', (backend) => {
  let passes = 0;
  let plainPasses = 0;

  it.each([...optima, ...loglikOnly])('$id ends where plain EM does', (reference) => {
    const { data, final } = reference;
    const options = { ...startOf(reference), ...TIGHT, backend };
    const plain = fitSync(data, { ...options, acceleration: 'none' });
    const model = fitSync(data, { ...options, acceleration: 'squarem' });
    expect(model.execution.backend).toBe(backend);
    expect([plain.converged, model.converged]).toEqual([true, true]);
    expect(Math.abs(model.logLikelihood - final.loglik)).toBeLessThanOrEqual(1e-8);
    // what the tolerance leaves, and rounding
    expect(model.logLikelihood - plain.logLikelihood).toBeGreaterThanOrEqual(-1e-12 * Math.abs(plain.logLikelihood));
    model.history.forEach((value, t) => {
      if (t === 0) return;
      expect(value - model.history[t - 1], `entry ${t}`).toBeGreaterThanOrEqual(-1e-14 * Math.abs(value));
    });
    passes += model.nIter + 1;
    plainPasses += plain.nIter + 1;
  });

  it('takes less than a third of the passes in all', () => {
    expect(plainPasses).toBeGreaterThan(50_000);
    expect(passes).toBeLessThan(plainPasses / 3);
  });

  it.each([...optima, ...loglikOnly])('$id ends no lower than plain EM, with the default tolerance', (reference) => {
    const options = { ...startOf(reference), regCovar: 0, backend };
    const plain = fitSync(reference.data, { ...options, acceleration: 'none' });
    const model = fitSync(reference.data, { ...options, acceleration: 'squarem' });
    expect(model.lowerBound).toBeGreaterThanOrEqual(plain.lowerBound - 1e-7);
  });
});

it.each(BACKENDS)('converges where plain EM runs into maxIter, backend %s', (backend) => {
  for (const id of [
    'faithful-waiting/V/k3/quantile-groups',
    'galaxies/V/k5/quantile-groups',
    'galaxies/V/k6/quantile-groups',
  ]) {
    const reference = optima.find((candidate) => candidate.id === id)!;
    const options = { ...startOf(reference), regCovar: 0, backend };
    expect(fitSync(reference.data, { ...options, acceleration: 'none' }).converged, id).toBe(false);
    const model = fitSync(reference.data, { ...options, acceleration: 'squarem' });
    expect(model.converged, id).toBe(true);
    expect(model.nIter, id).toBeLessThan(1000);
    expect(Math.abs(model.logLikelihood - reference.final.loglik), id).toBeLessThan(1e-4);
  }
});
