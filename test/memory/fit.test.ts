import { describe, expect, it } from 'vitest';
import { collect, fill, inUse, mebibytes, memoriesMade, Peak } from './meter.js';

const { dispose, fit } = await import('../../src/index.js');

describe('a fit of 1 000 000 rows of 8 features, 8 components', () => {
  const n = 1_000_000;
  const d = 8;

  it.each([1, 2, 4])(
    'takes less than 1.15 times the data beyond the copy of the caller, %i threads',
    async (threads) => {
      const data = { data: fill(new Float64Array(n * d), d), shape: [n, d] };
      const most = 1.15 * mebibytes(data.data.byteLength);
      // the code of the library is loaded and compiled before, and the threads are there
      const options = { nComponents: 8, initParams: 'random_from_data', maxIter: 2, threads } as const;
      for (let i = 0; i < 20; i++) await fit({ data: data.data.subarray(0, 40_000 * d), shape: [40_000, d] }, options);
      await collect();
      const used = inUse();
      const before = memoriesMade();
      const peak = new Peak();
      const resident = process.resourceUsage().maxRSS;
      const model = await fit(data, { ...options, onIteration: () => peak.look() });
      const beyond = peak.end();
      expect(model.nIter).toBe(2);
      expect(model.execution.backend).toBe('wasm');
      expect(model.execution.threads).toBe(threads);
      // the packed data is there, once
      expect(beyond).toBeGreaterThan(mebibytes(data.data.byteLength));
      expect(beyond).toBeLessThan(most);
      expect(memoriesMade() - before).toBe(1);
      expect((process.resourceUsage().maxRSS - resident) / 1024).toBeLessThan(most);
      dispose();
      await collect();
      // and is given back
      expect(mebibytes(inUse() - used)).toBeLessThan(1);
    },
  );
});
