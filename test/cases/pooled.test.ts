import { describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';

// Two tight clusters far apart, from a start that is right but for a much too large covariance: the scatter pooled about
// one of them would cancel against what separates them.

/** Whole numbers that look like noise, −50 … 50. */
const noise = (i: number) => ((i * 37) % 101) - 50;

describe.each(['wasm', 'js'] as const)('tied covariances much smaller than the start, %s', (backend) => {
  it.each([1e-1, 1e-3, 1e-5, 1e-7, 1e-8])('keep their digits, sd about %f', (scale) => {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const side = i % 2 === 0 ? 15 : -15;
      return [side + (noise(i) * scale) / 30, side + (noise(3 * i + 1) * scale) / 30];
    });
    const start = { weightsInit: [0.5, 0.5], regCovar: 0, tol: 0, maxIter: 1, backend };
    const means = [0, 1].map((c) =>
      [0, 1].map((j) => rows.filter((_, i) => i % 2 === c).reduce((s, r) => s + r[j], 0) / 200),
    );
    const identity = [
      [1, 0],
      [0, 1],
    ];
    const tied = fitSync(rows, {
      ...start,
      nComponents: 2,
      covarianceType: 'tied',
      meansInit: means,
      covariancesInit: identity,
    });
    expect(tied.execution.backend).toBe(backend);
    // of the rows as they are, with differences from the means of the groups
    for (const j of [0, 1]) {
      const origin = [rows[0][j], rows[1][j]];
      const offsets = rows.map((row, i) => row[j] - origin[i % 2]);
      const mean = [0, 1].map((c) => offsets.filter((_, i) => i % 2 === c).reduce((s, y) => s + y, 0) / 200);
      const variance = offsets.reduce((s, y, i) => s + (y - mean[i % 2]) ** 2, 0) / 400;
      expect(Math.abs(tied.covariances[j][j] / variance - 1)).toBeLessThan(Math.max(1e-11, 1e-15 / scale));
    }
  });
});
