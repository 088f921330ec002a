import { afterAll, describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, numbersOf, optima, startOf } from './fixtures.js';

describe.each(BACKENDS)('backend %s: the default floor and tolerance, from every recorded start', (backend) => {
  let near = 0;

  it.each(optima)('$id is finite and never falls', (reference) => {
    const model = fitSync(reference.data, { ...startOf(reference), backend });
    expect(model.execution.backend).toBe(backend);
    expect(numbersOf(model).filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(model.history).toHaveLength(model.nIter + 1);
    for (let t = 1; t <= model.nIter; t++) {
      const before = model.history[t - 1];
      expect(model.history[t], `iteration ${t}`).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
    }
    if (Math.abs(model.logLikelihood - reference.final.loglik) < 1e-3) near++;
  });

  afterAll(() => {
    console.log(`${backend}: ${near} of ${optima.length} default fits end within 1e-3 of the recorded optimum`);
  });
});
