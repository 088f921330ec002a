import { describe, expect, it } from 'vitest';
import { Draw } from '../kernel/draw.js';
import { collect, inUse, mebibytes, memoriesMade } from './meter.js';

const { fitSync, SingularCovarianceError } = await import('../../src/index.js');

const TYPES = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'] as const;

/** Runs `round` often, and again as often after a warm-up; the growth of the resident set in MiB, and of what is in use. */
async function growth(round: (index: number) => void, warmUp: number, count: number) {
  for (let i = 0; i < warmUp; i++) round(i);
  await collect();
  const before = { resident: process.memoryUsage().rss, used: inUse(), heap: process.memoryUsage().heapUsed };
  const made = memoriesMade();
  for (let i = 0; i < count; i++) round(warmUp + i);
  const memories = memoriesMade() - made;
  await collect();
  return {
    resident: mebibytes(process.memoryUsage().rss - before.resident),
    used: mebibytes(inUse() - before.used),
    heap: mebibytes(process.memoryUsage().heapUsed - before.heap),
    memories,
  };
}

describe('many fits in one process', () => {
  it('do not grow: 2000 of all families and sizes', async () => {
    const seed = 21;
    const draw = new Draw(seed);
    const data = draw.normals(4000);
    const found = await growth(
      (index) => {
        const d = 1 + (index % 5);
        const n = 20 + ((index * 7) % 300);
        const covarianceType = TYPES[index % 6];
        const rows = { data: data.subarray(0, n * d), shape: [n, d] };
        const model = fitSync(rows, { nComponents: 1 + (index % 4), covarianceType, maxIter: 5, seed: index });
        if (index % 3 === 0) model.predict(rows);
        if (index % 7 === 0) model.predictProba(rows);
      },
      // until the engine's heap has its final size: about 18 MiB after 500 fits, 1 MiB after 2000, of 6000 more too
      2000,
      2000,
    );
    expect(found.resident, `seed ${seed}`).toBeLessThan(20);
    expect(found.used, `seed ${seed}`).toBeLessThan(1);
    expect(found.heap, `seed ${seed}`).toBeLessThan(5);
    expect(found.memories, `seed ${seed}`).toBeLessThanOrEqual(2);
  });

  it('do not grow where each is too large to be kept', async () => {
    const data = new Draw(1).normals(400_000);
    const rows = { data, shape: [100_000, 4] };
    const options = {
      nComponents: 2,
      maxIter: 1,
      initParams: 'random_from_data',
      covarianceType: 'spherical',
    } as const;
    // 100 000 × 4 numbers are 3 MiB; 700 000 × 4 of a matrix object are 21 MiB, beyond what is kept
    const large = { rows: 700_000, columns: 4, get: (i: number, j: number) => data[(i % 100_000) * 4 + j] };
    const found = await growth((index) => fitSync(index % 4 ? rows : large, options), 4, 24);
    expect(found.memories).toBeLessThanOrEqual(6);
    expect(found.used).toBeLessThan(1);
    expect(found.resident).toBeLessThan(40);
  });

  it('D05: 10 000 fits of 2 to 9 values neither throw nor grow', async () => {
    const seed = 5;
    const draw = new Draw(seed);
    const thrown = new Map<string, number>();
    const round = (index: number): void => {
      const n = draw.integer(2, 9);
      const d = index % 10 === 9 ? 2 : 1;
      const nComponents = index % 3 === 0 ? n : Math.min(2, n);
      const values = draw.normals(n * d);
      const label = `seed ${seed}, fit ${index}, n ${n}, K ${nComponents}, ${values.join(' ')}`;
      const data = { data: values, shape: [n, d] };
      const options = { nComponents, covarianceType: TYPES[index % 6], seed: index, maxIter: 50 } as const;
      const model = fitSync(data, index % 11 === 10 ? { ...options, regCovar: 0 } : { ...options });
      const numbers = [...model.weights, ...model.means.flatMap((mean) => [...mean]), model.logLikelihood];
      if (!numbers.every(Number.isFinite)) throw new Error(`${label}: not finite: ${numbers.join(' ')}`);
    };
    const found = await growth(
      (index) => {
        try {
          round(index);
        } catch (error) {
          // with a floor of 0 a component of one value has no variance, and that is said
          if (!(error instanceof SingularCovarianceError) || index % 11 !== 10) throw error;
          thrown.set(error.name, (thrown.get(error.name) ?? 0) + 1);
        }
      },
      1000,
      10_000,
    );
    expect(thrown.get('SingularCovarianceError'), `seed ${seed}`).toBeGreaterThan(0);
    expect(found.resident, `seed ${seed}`).toBeLessThan(20);
    expect(found.used, `seed ${seed}`).toBeLessThan(1);
    expect(found.heap, `seed ${seed}`).toBeLessThan(5);
    expect(found.memories, `seed ${seed}`).toBeLessThanOrEqual(2);
  });

  it('a model that goes on by 20 000 chunks', async () => {
    const draw = new Draw(2);
    const data = draw.normals(4000);
    const models = TYPES.map((covarianceType) =>
      fitSync({ data, shape: [1000, 4] }, { nComponents: 3, covarianceType, maxIter: 2 }),
    );
    const found = await growth(
      (index) => {
        const n = 1 + ((index * 7) % 90);
        const first = (index * 13) % 900;
        const chunk = { data: data.subarray(4 * first, 4 * (first + n)), shape: [n, 4] };
        models[index % 6] = models[index % 6].partialFit(chunk, { forgetting: 0.999 });
      },
      5000,
      20_000,
    );
    expect(found.resident).toBeLessThan(20);
    expect(found.used).toBeLessThan(1);
    expect(found.heap).toBeLessThan(5);
    expect(found.memories).toBe(0);
  });

  it('D05: two values, two components', () => {
    const model = fitSync([0.3, 0.7], { nComponents: 2, regCovar: 1e-6 });
    expect(model.means.map(([mean]) => mean)).toEqual([0.3, 0.7]);
    for (const [[variance]] of model.covariances) expect(variance).toBeCloseTo(1e-6, 15);
    expect(model.logLikelihood).toBeCloseTo(10.59133913, 8);
    expect(model.collapsed).toEqual([0, 1]);
  });
});
