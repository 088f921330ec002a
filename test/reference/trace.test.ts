import { describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, optima, PLAIN, startOf } from './fixtures.js';

describe.each(BACKENDS)('backend %s: the log-likelihood at every recorded iteration', (backend) => {
  it.each(optima)('$id', (reference) => {
    const { data, trace, totalWeight } = reference;
    const maxIter = trace[trace.length - 1].iter;
    const model = fitSync(data, { ...startOf(reference), ...PLAIN, maxIter, backend });
    expect(model.execution.backend).toBe(backend);
    expect(model.history).toHaveLength(maxIter + 1);
    for (const { iter, loglik } of trace) {
      const deviation = Math.abs(model.history[iter] * totalWeight - loglik);
      expect(deviation, `iteration ${iter}`).toBeLessThanOrEqual(1e-10 * Math.abs(loglik));
    }
  });
});
