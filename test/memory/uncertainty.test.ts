import { describe, expect, it } from 'vitest';
import { collect, fill, mebibytes } from './meter.js';

const { GaussianMixture } = await import('../../src/index.js');

describe('the uncertainty of 1 000 000 rows, 32 components', () => {
  const n = 1_000_000;
  const k = 32;

  it('takes less than 64 MiB beyond input and output, where responsibilities would take 244', async () => {
    const model = GaussianMixture.fromParameters({
      weights: new Float64Array(k).fill(1 / k),
      means: Float64Array.from({ length: k }, (_, c) => c),
      covariances: new Float64Array(k).fill(1),
    });
    const data = fill(new Float64Array(n), 1);
    model.uncertainty(data.subarray(0, 10_000));
    await collect();
    const resident = process.resourceUsage().maxRSS;
    const got = model.uncertainty(data);
    expect((process.resourceUsage().maxRSS - resident) / 1024 - mebibytes(got.byteLength)).toBeLessThan(64);
    expect(got).toHaveLength(n);
    expect(got.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
