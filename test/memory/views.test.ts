import { describe, expect, it } from 'vitest';
import { Draw } from '../kernel/draw.js';
import { collect, fill, inUse, mebibytes, memoriesMade } from './meter.js';

const { fit, fitSync, GaussianMixture } = await import('../../src/index.js');

const SEED = 3;
const small = { data: new Draw(SEED).normals(600), shape: [300, 2] };
const options = { nComponents: 3 } as const;

/** Copies of all that a small fit and its model give. */
function results(model: ReturnType<typeof fitSync>) {
  return {
    weights: model.weights,
    means: model.means,
    covariances: model.covariances,
    history: model.history,
    precisions: model.precisions,
    labels: model.predict(small),
    probabilities: model.predictProba(small),
    scores: model.scoreSamples(small),
    samples: model.sample(10, { seed: 1 }),
  };
}

describe('W01: results', () => {
  it('are what they were after a fit that needs far more memory', async () => {
    const model = fitSync(small, options);
    expect(model.execution.backend).toBe('wasm');
    const kept = results(model);
    const copy = structuredClone(kept);
    const n = 500_000;
    const large = { data: fill(new Float64Array(n * 8), 8), shape: [n, 8] };
    const start = { nComponents: 4, initParams: 'random_from_data', maxIter: 2 } as const;
    const before = memoriesMade();
    fitSync(large, start);
    expect(memoriesMade()).toBeGreaterThan(before);
    expect(kept).toEqual(copy);
    await fit(large, start);
    // and a small one in the same arena again
    const other = { data: small.data.map((x) => -2 * x), shape: small.shape };
    const reversed = fitSync(other, options);
    reversed.predict(other);
    reversed.predictProba(other);
    reversed.scoreSamples(other);
    expect(kept).toEqual(copy);
    expect(kept.labels).toHaveLength(300);
    expect(results(model), `seed ${SEED}`).toEqual(copy);
  });

  it('may be changed without changing the model', () => {
    const model = fitSync(small, options);
    const copy = structuredClone(results(model));
    const { weights, means } = model;
    weights.fill(7);
    means[0].fill(7);
    model.covariances[0][0].fill(7);
    const { labels, scores, samples } = results(model);
    expect({ labels, scores, samples }).toEqual({ labels: copy.labels, scores: copy.scores, samples: copy.samples });
  });
});

describe('a fit too large for memory', () => {
  const unread = (rows: number, columns: number) => ({
    rows,
    columns,
    get: (): number => {
      throw new Error('the data was read');
    },
  });

  it.each([
    ['rows', unread(100_000_000, 8), { nComponents: 2 }],
    ['more rows than an integer counts', unread(2 ** 33, 1), { nComponents: 2 }],
    ['features', unread(100, 40_000), { nComponents: 2 }],
    ['components', unread(1_000_000, 20), { nComponents: 1_000_000 }],
    ['rows, whatever the backend', unread(100_000_000, 8), { nComponents: 2, backend: 'js' }],
  ] as const)(
    'of %s is a RangeError before the data is read, and leaves all usable',
    async (_, data, { ...wanted }) => {
      const first = fitSync(small, options);
      await collect();
      const before = inUse();
      const made = memoriesMade();
      expect(() => fitSync(data, wanted)).toThrow(RangeError);
      expect(() => fitSync(data, wanted)).toThrow(/needs [\d.]+ GiB of memory/);
      await expect(fit(data, wanted)).rejects.toThrow(RangeError);
      expect(memoriesMade()).toBe(made);
      await collect();
      expect(mebibytes(inUse() - before)).toBeLessThan(1);
      expect(fitSync(small, options).toJSON()).toEqual(first.toJSON());
      const model = GaussianMixture.fromJSON(first.toJSON());
      expect(model.predict(small)).toEqual(first.predict(small));
    },
  );

  it('that the engine refuses is a RangeError as well, and leaves all usable', () => {
    const first = fitSync(small, options).toJSON();
    const { Memory } = WebAssembly;
    const refuse = function refuse() {
      throw new RangeError('could not allocate memory');
    };
    Object.defineProperty(WebAssembly, 'Memory', { value: refuse, configurable: true, writable: true });
    try {
      expect(() => fitSync(unread(3_000_000, 8), { nComponents: 2 })).toThrow(/the engine refused \d+ MiB of memory/);
    } finally {
      Object.defineProperty(WebAssembly, 'Memory', { value: Memory, configurable: true, writable: true });
    }
    expect(fitSync(small, options).toJSON()).toEqual(first);
  });

  it('is followed by the same answer as without it, when a value in the data is bad', () => {
    const first = fitSync(small, options).toJSON();
    const bad = small.data.slice();
    bad[411] = Number.NaN;
    const made = memoriesMade();
    for (let i = 0; i < 20; i++) {
      expect(() => fitSync({ data: bad, shape: [300, 2] }, options)).toThrow(RangeError);
    }
    expect(memoriesMade()).toBe(made);
    expect(fitSync(small, options).toJSON()).toEqual(first);
  });
});
