import { expect, it } from 'vitest';
import { collect, fill, mebibytes, Peak } from './meter.js';

const { dispose } = await import('../../src/index.js');
const { fitStream, scoreStream } = await import('../../src/stream/index.js');

const d = 8;
const chunk = fill(new Float64Array(16_384 * d), d);

/** So many rows, without holding them. */
async function* rows(n: number) {
  for (let first = 0; first < n; first += 16_384) {
    const count = Math.min(16_384, n - first);
    yield { data: chunk.subarray(0, count * d), shape: [count, d] };
  }
}

it.each([
  [1, 12],
  [2, 80],
])('a stream takes a few batches a thread, however many rows there are: %i threads, %i MiB', async (threads, most) => {
  const options = { nComponents: 2, meansInit: chunk.slice(0, 2 * d), maxIter: 1, threads };
  for (const n of [200_000, 3_000_000]) {
    await fitStream(() => rows(200_000), options);
    await collect();
    const peak = new Peak();
    const model = await fitStream(() => rows(n), { ...options, onProgress: () => peak.look() });
    expect(model.execution.threads).toBe(threads);
    const { n: counted } = await scoreStream(model, () => rows(n), { threads, onProgress: () => peak.look() });
    expect(counted).toBe(n);
    const beyond = peak.end();
    expect(peak.looks).toBeGreaterThan(n / 65_536);
    expect(beyond).toBeLessThan(most);
    // of 183 MiB of rows
    if (n === 3_000_000) expect(mebibytes(8 * n * d)).toBeGreaterThan(2 * most);
  }
  dispose();
});
