import { describe, expect, it, vi } from 'vitest';
import { fitSync } from '../../src/index.js';
import { enoughIterations, optima, PLAIN, startOf } from '../reference/fixtures.js';

// thousands of iterations in some
vi.setConfig({ testTimeout: 30_000 });

describe('relaxed arithmetic: log-likelihood at the end', () => {
  it.each(optima)('$id', (reference) => {
    const maxIter = enoughIterations(reference);
    const model = fitSync(reference.data, { ...startOf(reference), ...PLAIN, maxIter, arithmetic: 'relaxed' });
    expect(model.execution.relaxed).toBe(true);
    expect(model.execution.fallbackReason).toBeUndefined();
    expect(model.execution.backend).toBe('wasm');
    expect(Math.abs(model.logLikelihood - reference.final.loglik)).toBeLessThanOrEqual(1e-8);
  });
});
