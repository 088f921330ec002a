import { describe, expect, it } from 'vitest';
import { collect, fill, inUse, mebibytes, memoriesMade, Peak } from './meter.js';

const { dispose, fit } = await import('../../src/index.js');

describe('a fit of 1 000 000 rows of 8 features, 8 components', () => {
  const n = 1_000_000;
  const d = 8;

  it.each([
    [1, 'f64', 1, 'small-em'],
    [2, 'f64', 1, 'small-em'],
    [4, 'f64', 1, 'small-em'],
    [8, 'f64', 1, 'small-em'],
    [2, 'f64', 1, 'random_from_data'],
    // the sample of a search is doubles
    [1, 'f32', 0.5, 'random_from_data'],
    [2, 'f32', 0.5, 'random_from_data'],
  ] as const)(
    'takes less than 1.15 times the packed data beyond the copy of the caller, %i threads, %s, %d, %s',
    async (threads, precision, share, initParams) => {
      const data = { data: fill(new Float64Array(n * d), d), shape: [n, d] };
      const packed = share * mebibytes(data.data.byteLength);
      const most = 1.15 * packed;
      // the code of the library is loaded and compiled before, and the threads are there
      const options = { nComponents: 8, initParams, maxIter: 2, threads, precision } as const;
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
      expect(beyond).toBeGreaterThan(packed);
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
