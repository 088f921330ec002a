import { describe, expect, it, vi } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, enoughIterations, loglikOnly, PLAIN, startOf } from './fixtures.js';

// tens of thousands of iterations in some
vi.setConfig({ testTimeout: 60_000 });

/** Those that are not at their end after 100 000 iterations. */
const creeping = loglikOnly.filter(({ convergence }) => !convergence.reachedMachineFixedPoint);

it('has fits that creep', () => {
  expect(creeping.map(({ id }) => id)).toEqual([
    'faithful-waiting/E/k3/quantile-groups',
    'faithful-waiting/E/k3/quantile-means',
  ]);
});

describe.each(BACKENDS)('backend %s: components that coincide', (backend) => {
  it.each(loglikOnly)('$id: the log-likelihood, all along and at the end', (reference) => {
    const { data, trace, totalWeight, final } = reference;
    const maxIter = Math.max(enoughIterations(reference), trace[trace.length - 1].iter);
    const model = fitSync(data, { ...startOf(reference), ...PLAIN, maxIter, backend });
    expect(model.execution.backend).toBe(backend);
    expect(Math.abs(model.logLikelihood - final.loglik)).toBeLessThanOrEqual(1e-6);
    for (const { iter, loglik } of trace) {
      expect(Math.abs(model.history[iter] * totalWeight - loglik), `iteration ${iter}`).toBeLessThanOrEqual(1e-6);
    }
  });

  it.each(creeping)('$id: within 1e-4 after 900 iterations', (reference) => {
    const model = fitSync(reference.data, { ...startOf(reference), ...PLAIN, maxIter: 900, backend });
    expect(model.execution.backend).toBe(backend);
    expect(Math.abs(model.logLikelihood - reference.final.loglik)).toBeLessThanOrEqual(1e-4);
    expect(model.logLikelihood).toBeLessThan(reference.final.loglik);
  });
});
