import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CovarianceType, fit, fitSync, type GaussianMixture } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { answers, clusters, expectSame, fitted, type Options, TYPES } from './compare.js';

interface Case {
  readonly seed: number;
  readonly n: number;
  readonly d: number;
  readonly options: Options;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Fits under both backends, asks both models under both, and compares every number. */
function compare({ seed, n, d, options }: Case): GaussianMixture {
  const data = { data: clusters(seed, n, d, options.nComponents), shape: [n, d] };
  const { meansInit: _, covariancesInit: __, precisionsInit: ___, sampleWeight: weights, ...shown } = options;
  const label = `data seed ${seed}, n ${n}, d ${d}, ${weights ? 'weighted, ' : ''}${JSON.stringify(shown)}`;
  const wasm = fitSync(data, { ...options, backend: 'wasm' });
  const js = fitSync(data, { ...options, backend: 'js' });
  expect(wasm.execution, label).toEqual({ backend: 'wasm', simd: true, relaxed: false, threads: 1 });
  expect(js.execution, label).toEqual({ backend: 'js', simd: false, relaxed: false, threads: 1 });
  expect(wasm.history.length, label).toBe(wasm.nIter + 1);
  for (const value of wasm.history) if (!Number.isFinite(value)) expect.fail(`${label}: history has ${value}`);
  expect(js.warnings, label).toEqual(wasm.warnings);
  expectSame(fitted(js), fitted(wasm), label);
  const asked = answers(wasm, data);
  const score = weights ? wasm.score(data, { sampleWeight: weights }) : wasm.score(data);
  expect(score, `${label}: score of the training data`).toBe(wasm.lowerBound);
  // a model is asked with whatever runs here: without WebAssembly that is the twin
  vi.stubGlobal('WebAssembly', undefined);
  expect(fitSync([1, 2, 3], { nComponents: 1 }).execution.backend, label).toBe('js');
  expectSame(answers(js, data), asked, `${label}, asked under js`);
  vi.unstubAllGlobals();
  return wasm;
}

const SIZES = [1, 2, 3, 4, 5, 6, 33];
const short = { maxIter: 12 };

function drawWeights(seed: number, n: number): Float64Array {
  const draw = new Draw(seed);
  return Float64Array.from({ length: n }, () => (draw.uniform() < 0.1 ? 0 : draw.uniform(0.1, 3)));
}

describe.each(TYPES)('a fit, %s', (covarianceType) => {
  it.each(SIZES)('has the same bits under wasm and js, d = %i', (d) => {
    const n = d > 8 ? 260 : 333;
    compare({ seed: d, n, d, options: { nComponents: 3, covarianceType, maxIter: 40 } });
    const sampleWeight = drawWeights(d, n);
    compare({ seed: d + 50, n, d, options: { nComponents: 4, covarianceType, seed: 5, sampleWeight, ...short } });
  });

  it.each(['kmeans', 'k-means++', 'random', 'random_from_data'] as const)('from a start by %s', (initParams) => {
    for (const seed of [0, 1, 4294967295]) {
      compare({ seed: 77, n: 200, d: 2, options: { nComponents: 3, covarianceType, initParams, seed, ...short } });
    }
  });

  it('with several runs', () => {
    compare({ seed: 8, n: 150, d: 2, options: { nComponents: 3, covarianceType, nInit: 3, initParams: 'random' } });
  });

  it('over several slices', () => {
    const model = compare({ seed: 9, n: 20_000, d: 2, options: { nComponents: 3, covarianceType, maxIter: 6 } });
    expect(model.nIter).toBeGreaterThan(1);
    const sampleWeight = drawWeights(9, 20_000);
    compare({ seed: 9, n: 20_000, d: 2, options: { nComponents: 3, covarianceType, sampleWeight, maxIter: 3 } });
  });

  it('from given parameters', () => {
    const d = 2;
    const k = 3;
    const meansInit = Array.from({ length: k }, (_, c) => [c - 1, 1 - c]);
    const matrix = [
      [2, 0.5],
      [0.5, 1],
    ];
    const shapes: Record<CovarianceType, number | number[] | number[][] | number[][][]> = {
      full: [matrix, matrix, matrix],
      tied: matrix,
      diag: [
        [1, 2],
        [2, 1],
        [3, 3],
      ],
      spherical: [1, 2, 3],
      'tied-diag': [1, 2],
      'tied-spherical': 1.5,
    };
    const base = { nComponents: k, covarianceType, ...short };
    const weightsInit = [0.2, 0.3, 0.5];
    const starts: Partial<Options>[] = [
      { meansInit },
      { meansInit, weightsInit },
      { weightsInit, meansInit, covariancesInit: shapes[covarianceType] },
      { weightsInit, meansInit, precisionsInit: shapes[covarianceType] },
      { covariancesInit: shapes[covarianceType], seed: 3 },
      { weightsInit, meansInit, covariancesInit: shapes[covarianceType], maxIter: 0 },
      { meansInit, tol: 0 },
      { meansInit, regCovar: 0.01 },
      { meansInit, regCovar: 0 },
    ];
    for (const start of starts) compare({ seed: 10, n: 222, d, options: { ...base, ...start } });
    const draw = new Draw(3);
    const responsibilitiesInit = Array.from({ length: 222 }, () => {
      const shares = [draw.uniform(), draw.uniform(), 0.1];
      const sum = shares.reduce((total, share) => total + share, 0);
      return shares.map((share) => share / sum);
    });
    compare({ seed: 10, n: 222, d, options: { ...base, responsibilitiesInit } });
    const warmStart = compare({ seed: 10, n: 222, d, options: { ...base, maxIter: 2 } });
    compare({ seed: 10, n: 222, d, options: { ...base, warmStart } });
  });

  it('of components that are empty or collapsed', () => {
    const far = {
      meansInit: [
        [0, 0],
        [1e4, 1e4],
        [1, 1],
      ],
      weightsInit: [0.4, 0.2, 0.4],
    };
    const narrow: Record<CovarianceType, number | number[] | number[][] | number[][][]> = {
      full: [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [1e-6, 0],
          [0, 1e-6],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      tied: [
        [1, 0],
        [0, 1],
      ],
      diag: [
        [1, 1],
        [1e-6, 1e-6],
        [1, 1],
      ],
      spherical: [1, 1e-6, 1],
      'tied-diag': [1, 1],
      'tied-spherical': 1,
    };
    const options = { nComponents: 3, covarianceType, ...far, covariancesInit: narrow[covarianceType], ...short };
    const model = compare({ seed: 4, n: 100, d: 2, options });
    expect(model.empty).toContain(1);
    compare({ seed: 4, n: 9, d: 2, options: { nComponents: 5, covarianceType } });
  });

  it('is the same when asked for asynchronously', async () => {
    for (const [n, d] of [
      [300, 3],
      [20_000, 2],
    ]) {
      const data = { data: clusters(n, n, d, 3), shape: [n, d] };
      const options = { nComponents: 3, covarianceType, maxIter: 8, nInit: 2 };
      const sync = fitSync(data, options);
      for (const backend of ['wasm', 'js'] as const) {
        const model = await fit(data, { ...options, backend });
        expect(model.execution.backend).toBe(backend);
        expectSame(fitted(model), fitted(sync), `async, ${backend}, n ${n}`);
        expectSame({ labels: await model.predictAsync(data) }, { labels: sync.predict(data) }, 'predictAsync');
        expectSame({ scores: await model.scoreSamplesAsync(data) }, { scores: sync.scoreSamples(data) }, 'scores');
      }
    }
  });
});

describe('results', () => {
  it('lie in ordinary buffers of their own', () => {
    for (const covarianceType of TYPES) {
      const data = { data: clusters(1, 100, 2, 3), shape: [100, 2] };
      const model = fitSync(data, { nComponents: 3, covarianceType, backend: 'wasm' });
      const samples = model.sample(5);
      const arrays: unknown[] = [model.weights, ...model.means, model.history, samples.data, samples.labels];
      arrays.push(model.predict(data), model.predictProba(data), model.scoreSamples(data), arraysIn(model.covariances));
      arrays.push(arraysIn(model.precisions));
      const all = arrays.flat(3) as Float64Array[];
      expect(new Set(all.map(({ buffer }) => buffer)).size).toBe(all.length);
      for (const array of all) {
        expect(array.buffer).toBeInstanceOf(ArrayBuffer);
        expect(array.buffer.byteLength).toBe(array.byteLength);
        // the buffer of a WebAssembly memory cannot be transferred
        const buffer = array.buffer as ArrayBuffer;
        expect(structuredClone(buffer, { transfer: [buffer] }).byteLength).toBeGreaterThan(0);
      }
      // and the model does not miss them
      expect(model.predict(data)).toHaveLength(100);
      expect(model.toJSON().means).toHaveLength(6);
    }
  });
});

function arraysIn(value: unknown): unknown[] {
  if (ArrayBuffer.isView(value)) return [value];
  return Array.isArray(value) ? value.flatMap(arraysIn) : [];
}
