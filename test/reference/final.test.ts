import { describe, expect, it, vi } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, enoughIterations, optima, PLAIN, startOf } from './fixtures.js';

// thousands of iterations in some
vi.setConfig({ testTimeout: 30_000 });

describe.each(BACKENDS)('backend %s: log-likelihood, BIC and AIC at the end', (backend) => {
  it.each(optima)('$id', (reference) => {
    const { data, final } = reference;
    const maxIter = enoughIterations(reference);
    const model = fitSync(data, { ...startOf(reference), ...PLAIN, maxIter, backend });
    expect(model.execution.backend).toBe(backend);
    expect(model.nIter).toBe(maxIter);
    expect(Math.abs(model.logLikelihood - final.loglik)).toBeLessThanOrEqual(1e-8);
    expect(model.nParameters).toBe(final.nParameters);
    expect(Math.abs(model.bic() - final.bic)).toBeLessThanOrEqual(2e-8);
    expect(Math.abs(model.aic() - final.aic)).toBeLessThanOrEqual(2e-8);
  });
});
