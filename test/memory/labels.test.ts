import { describe, expect, it } from 'vitest';
import { collect, fill, mebibytes, Peak } from './meter.js';

const { fitSync } = await import('../../src/index.js');

describe('the labels of 2 000 000 rows of 8 features, 10 components', () => {
  const n = 2_000_000;
  const d = 8;

  it('take less than 64 MiB beyond input and output', async () => {
    const data = { data: fill(new Float64Array(n * d), d), shape: [n, d] };
    const small = { data: data.data.subarray(0, 5000 * d), shape: [5000, d] };
    const model = fitSync(small, { nComponents: 10, maxIter: 3, initParams: 'random_from_data' });
    expect(model.execution.backend).toBe('wasm');
    await collect();
    const peak = new Peak();
    const resident = process.resourceUsage().maxRSS;
    const labels = await model.predictAsync(data);
    const beyond = peak.end() - mebibytes(labels.byteLength);
    expect(peak.looks, 'it was looked at meanwhile').toBeGreaterThan(3);
    expect(beyond).toBeLessThan(64);
    // and so says the operating system, of the whole process
    const risen = (process.resourceUsage().maxRSS - resident) / 1024 - mebibytes(labels.byteLength);
    expect(risen).toBeLessThan(64);
    const again = model.predict(data);
    expect(Buffer.compare(new Uint8Array(again.buffer), new Uint8Array(labels.buffer))).toBe(0);
    expect(new Set(labels.subarray(0, 1000)).size).toBeGreaterThan(1);
  });
});
