import { describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';
import { BACKENDS, covarianceEntry, optima, PLAIN, startOf } from './fixtures.js';

// One M-step is a few sums over at most 272 rows: rounding may reach 272·2⁻⁵³ = 3e-14 of a scale, times the condition of
// the start's covariances. The scales are 1 for weights, the standard deviation of the component for means, and the
// product of two of them for covariances.
const TOLERANCE = 1e-12;

describe.each(BACKENDS)('backend %s: the parameters after one iteration', (backend) => {
  it.each(optima)('$id', (reference) => {
    const { data, afterOneIteration } = reference;
    const model = fitSync(data, { ...startOf(reference), ...PLAIN, maxIter: 1, backend });
    expect(model.execution.backend).toBe(backend);
    const { weights, means, covariances } = afterOneIteration;
    for (let c = 0; c < reference.k; c++) {
      const scales = covariances[c].map((row, i) => Math.sqrt(row[i]));
      expectWithin(model.weights[c], weights[c], TOLERANCE, `weights[${c}]`);
      for (let i = 0; i < scales.length; i++) {
        expectWithin(model.means[c][i], means[c][i], TOLERANCE * scales[i], `means[${c}][${i}]`);
        for (let j = 0; j < scales.length; j++) {
          const tolerance = TOLERANCE * scales[i] * scales[j];
          expectWithin(
            covarianceEntry(model, c, i, j),
            covariances[c][i][j],
            tolerance,
            `covariances[${c}][${i}][${j}]`,
          );
        }
      }
    }
  });
});

function expectWithin(value: number, expected: number, tolerance: number, place: string): void {
  expect(Math.abs(value - expected), place).toBeLessThanOrEqual(tolerance);
}
