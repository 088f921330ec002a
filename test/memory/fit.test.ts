import { describe, expect, it } from 'vitest';
import { collect, fill, inUse, mebibytes, memoriesMade, Peak } from './meter.js';

const { fit } = await import('../../src/index.js');

describe('a fit of 1 000 000 rows of 8 features, 8 components', () => {
  const n = 1_000_000;
  const d = 8;

  it('takes less than 1.3 times the data beyond the copy of the caller', async () => {
    const data = { data: fill(new Float64Array(n * d), d), shape: [n, d] };
    const most = 1.3 * mebibytes(data.data.byteLength);
    // the code of the library is loaded and compiled before
    const options = { nComponents: 8, initParams: 'random_from_data', maxIter: 2 } as const;
    for (let i = 0; i < 20; i++) await fit({ data: data.data.subarray(0, 2000 * d), shape: [2000, d] }, options);
    await collect();
    const used = inUse();
    const before = memoriesMade();
    const peak = new Peak();
    const resident = process.resourceUsage().maxRSS;
    const model = await fit(data, { ...options, onIteration: () => peak.look() });
    const beyond = peak.end();
    expect(model.nIter).toBe(2);
    expect(model.execution.backend).toBe('wasm');
    // the packed data is there, once
    expect(beyond).toBeGreaterThan(mebibytes(data.data.byteLength));
    expect(beyond).toBeLessThan(most);
    expect(memoriesMade() - before).toBe(1);
    expect((process.resourceUsage().maxRSS - resident) / 1024).toBeLessThan(most);
    await collect();
    // and is given back
    expect(mebibytes(inUse() - used)).toBeLessThan(1);
  });
});
