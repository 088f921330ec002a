import { afterEach, describe, expect, it, vi } from 'vitest';
import { fitSync, GaussianMixture } from '../../src/index.js';
import { BACKENDS, optima, type ReferenceFit, shapeOf } from './fixtures.js';

// A model takes WebAssembly where there is some, so the twin is asked by taking it away.

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(BACKENDS)('backend %s: log-densities and responsibilities of the recorded parameters', (backend) => {
  it.each(optima)('$id', ({ data, model: name, final, probe }: ReferenceFit) => {
    if (backend === 'js') vi.stubGlobal('WebAssembly', undefined);
    expect(fitSync([1, 2], { nComponents: 1, maxIter: 0 }).execution.backend).toBe(backend);
    const { weights, means } = final;
    const covariances = shapeOf(name, final.covariances);
    const model = GaussianMixture.fromParameters({ covarianceType: name, weights, means, covariances });
    const rows = probe.rows.map((row) => data[row]) as number[] | number[][];
    const densities = model.scoreSamples(rows);
    const shares = model.predictProba(rows);
    expect(shares).toHaveLength(probe.rows.length * weights.length);
    for (const [at, expected] of probe.logDensity.entries()) {
      expect(Math.abs(densities[at] - expected), `probe ${at}`).toBeLessThanOrEqual(1e-8 * Math.abs(expected));
    }
    for (const [at, expected] of probe.responsibilities.flat().entries()) {
      expect(Math.abs(shares[at] - expected), `responsibility ${at}`).toBeLessThanOrEqual(1e-10);
    }
  });
});
