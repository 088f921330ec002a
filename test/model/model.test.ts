// Every member of GaussianMixture, against naive computations.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CovarianceSynonym, type CovarianceType, fit, fitSync, GaussianMixture } from '../../src/index.js';

const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const { data: iris } = fixture<{ data: number[][] }>('iris');
const waiting = fixture<{
  data: number[];
  fits: {
    id: string;
    init: { weights: number[]; means: number[][]; covariances: number[][][] };
    final: { loglik: number };
  }[];
}>('faithful-waiting');

function flat(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(flat);
}

/** The covariance of a component as a d × d matrix. */
function matrixOf(type: CovarianceType, shown: unknown, c: number, d: number): number[][] {
  if (type === 'full') return (shown as number[][][])[c].map((row) => [...row]);
  if (type === 'tied') return (shown as number[][]).map((row) => [...row]);
  const variance = (j: number): number => {
    if (type === 'diag') return (shown as number[][])[c][j];
    if (type === 'spherical') return (shown as number[])[c];
    return type === 'tied-diag' ? (shown as number[])[j] : (shown as number);
  };
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? variance(i) : 0)));
}

/** Lower Cholesky factor, the textbook's. */
function cholesky(matrix: number[][]): number[][] {
  const L = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let l = 0; l < j; l++) sum -= L[i][l] * L[j][l];
      L[i][j] = i === j ? Math.sqrt(sum) : sum / L[j][j];
    }
  }
  return L;
}

/** ln w_k N(x | μ_k, Σ_k) of all components. */
function logTerms(model: GaussianMixture, x: ArrayLike<number>): number[] {
  const d = model.nFeatures;
  return Array.from(model.weights, (weight, c) => {
    const L = cholesky(matrixOf(model.covarianceType, model.covariances, c, d));
    const z: number[] = [];
    let value = Math.log(weight) - (d / 2) * Math.log(2 * Math.PI);
    for (let i = 0; i < d; i++) {
      let rest = x[i] - model.means[c][i];
      for (let j = 0; j < i; j++) rest -= L[i][j] * z[j];
      z.push(rest / L[i][i]);
      value -= Math.log(L[i][i]) + z[i] ** 2 / 2;
    }
    return value;
  });
}

function logSum(terms: number[]): number {
  const most = Math.max(...terms);
  return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0));
}

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(Math.abs(expected), 1e-300),
  );
}

const models = families.map((covarianceType) => fitSync(iris, { nComponents: 3, covarianceType }));

describe.each(models.map((model) => [model.covarianceType, model as GaussianMixture] as const))('%s', (type, model) => {
  const shapes = {
    full: [3, 4, 4],
    tied: [4, 4],
    diag: [3, 4],
    spherical: [3],
    'tied-diag': [4],
    'tied-spherical': [],
  };
  const shapeOf = (value: unknown): number[] =>
    typeof value === 'number' ? [] : [(value as unknown[]).length, ...shapeOf((value as unknown[])[0])];
  const terms = iris.map((row) => logTerms(model, row));

  it('shapes', () => {
    expect([model.nComponents, model.nFeatures]).toEqual([3, 4]);
    expect(model.weights).toBeInstanceOf(Float64Array);
    expect(shapeOf(model.means)).toEqual([3, 4]);
    for (const mean of model.means) expect(mean).toBeInstanceOf(Float64Array);
    expect(shapeOf(model.covariances)).toEqual(shapes[type]);
    expect(shapeOf(model.precisions)).toEqual(shapes[type]);
    expect(model.history).toBeInstanceOf(Float64Array);
    expect(model.converged).toBe(true);
    expect(model.execution.backend).toBe('wasm');
    expect([model.collapsed, model.spurious, model.empty, model.warnings]).toEqual([[], [], [], []]);
  });

  it('precisions are inverses', () => {
    for (let c = 0; c < 3; c++) {
      const covariance = matrixOf(type, model.covariances, c, 4);
      const precision = matrixOf(type, model.precisions, c, 4);
      covariance.forEach((row, i) => {
        row.forEach((_, j) => {
          const product = row.reduce((sum, x, l) => sum + x * precision[l][j], 0);
          expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-12);
        });
      });
    }
  });

  it('scoreSamples, score, logLikelihood', () => {
    const scores = model.scoreSamples(iris);
    expect(scores).toBeInstanceOf(Float64Array);
    terms.forEach((row, i) => {
      expectRelative(scores[i], logSum(row), 1e-12);
    });
    const total = terms.reduce((sum, row) => sum + logSum(row), 0);
    expectRelative(model.logLikelihood, total, 1e-12);
    expect(model.score(iris)).toBe(model.lowerBound);
    expectRelative(model.lowerBound, total / 150, 1e-12);
  });

  it('predict and predictProba', () => {
    const labels = model.predict(iris);
    const shares = model.predictProba(iris);
    expect(labels).toBeInstanceOf(Int32Array);
    expect(shares).toBeInstanceOf(Float64Array);
    expect(shares).toHaveLength(450);
    terms.forEach((row, i) => {
      expect(labels[i]).toBe(row.indexOf(Math.max(...row)));
      row.forEach((term, c) => {
        const share = Math.exp(term - logSum(row));
        expect(Math.abs(shares[3 * i + c] - share)).toBeLessThan(1e-11);
      });
    });
  });

  it('criteria', () => {
    const p = { full: 44, tied: 24, diag: 26, spherical: 17, 'tied-diag': 18, 'tied-spherical': 15 }[type];
    expect(model.nParameters).toBe(p);
    expectRelative(model.bic(), -2 * model.logLikelihood + p * Math.log(150), 1e-14);
    expectRelative(model.aic(), -2 * model.logLikelihood + 2 * p, 1e-14);
    expect(model.bic(iris)).toBe(model.bic());
    expect(model.aic(iris)).toBe(model.aic());
    const half = iris.slice(0, 75);
    const loglik = terms.slice(0, 75).reduce((sum, row) => sum + logSum(row), 0);
    expectRelative(model.bic(half), -2 * loglik + p * Math.log(75), 1e-12);
    const entropy = terms.reduce((sum, row) => sum + Math.max(...row) - logSum(row), 0);
    expectRelative(model.icl(iris), model.bic() - 2 * entropy, 1e-12);
    expect(model.icl(iris)).toBeGreaterThanOrEqual(model.bic());
  });

  it('weighted criteria', () => {
    const sampleWeight = iris.map((_, i) => (i % 3) + 0.5);
    const total = sampleWeight.reduce((sum, w) => sum + w, 0);
    const loglik = terms.reduce((sum, row, i) => sum + sampleWeight[i] * logSum(row), 0);
    const entropy = terms.reduce((sum, row, i) => sum + sampleWeight[i] * (Math.max(...row) - logSum(row)), 0);
    const bic = -2 * loglik + model.nParameters * Math.log(total);
    expectRelative(model.score(iris, { sampleWeight }), loglik / total, 1e-12);
    expectRelative(model.bic(iris, { sampleWeight }), bic, 1e-12);
    expectRelative(model.icl(iris, { sampleWeight }), bic - 2 * entropy, 1e-12);
    expect(model.score(iris, { sampleWeight: iris.map(() => 1) })).toBe(model.score(iris));
  });

  it('sample: moments', () => {
    const n = 20_000;
    const { data, shape, labels } = model.sample(n, { seed: 42 });
    expect(data).toBeInstanceOf(Float64Array);
    expect(labels).toBeInstanceOf(Int32Array);
    expect(shape).toEqual([n, 4]);
    for (let c = 0; c < 3; c++) {
      const rows = Array.from({ length: n }, (_, i) => i).filter((i) => labels[i] === c);
      const m = rows.length;
      expect(Math.abs(m / n - model.weights[c])).toBeLessThan(5 * Math.sqrt(0.25 / n));
      const covariance = matrixOf(type, model.covariances, c, 4);
      const mean = covariance.map((_, j) => rows.reduce((sum, i) => sum + data[4 * i + j], 0) / m);
      for (let j = 0; j < 4; j++) {
        expect(Math.abs(mean[j] - model.means[c][j])).toBeLessThan(5 * Math.sqrt(covariance[j][j] / m));
        for (let l = 0; l < 4; l++) {
          const got = rows.reduce((sum, i) => sum + (data[4 * i + j] - mean[j]) * (data[4 * i + l] - mean[l]), 0) / m;
          const scale = Math.sqrt(covariance[j][j] * covariance[l][l]);
          expect(Math.abs(got - covariance[j][l])).toBeLessThan(5 * scale * Math.sqrt(2 / m));
        }
      }
    }
  });

  it('sample: seeds', () => {
    expect(model.sample(100, { seed: 3 })).toEqual(model.sample(100, { seed: 3 }));
    expect(model.sample(100)).toEqual(model.sample(100, { seed: 0 }));
    expect(model.sample(100, { seed: 3 }).data).not.toEqual(model.sample(100, { seed: 4 }).data);
    expect(model.sample(0)).toEqual({ data: new Float64Array(0), shape: [0, 4], labels: new Int32Array(0) });
    expect(model.sample(10, { seed: 3 }).data).toEqual(model.sample(100, { seed: 3 }).data.slice(0, 40));
  });

  it('asynchronous calls give the same', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => iris[i % 150]);
    expect(await model.predictAsync(many)).toEqual(model.predict(many));
    expect(await model.scoreSamplesAsync(many)).toEqual(model.scoreSamples(many));
    const reason = new Error('enough');
    await expect(model.predictAsync(many, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(model.scoreSamplesAsync(many, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('fromParameters is exact', () => {
    const { weights, means, covariances } = model;
    const given = [
      [0.25, 0.25, 0.5],
      [0.5, 0.25, 0.25],
    ];
    for (const exact of given) {
      const made = GaussianMixture.fromParameters({ covarianceType: type, weights: exact, means, covariances });
      expect([...made.weights]).toEqual(exact);
      expect(made.means).toEqual(means);
      expect(made.covariances).toEqual(covariances);
      expect(made.covarianceType).toBe(type);
    }
    const made = GaussianMixture.fromParameters({ covarianceType: type, weights, means, covariances });
    const scores = made.scoreSamples(iris);
    model.scoreSamples(iris).forEach((score, i) => {
      expectRelative(scores[i], score, 1e-11);
    });
    expect([made.converged, made.nIter, made.history.length]).toEqual([false, 0, 0]);
    expectRelative(made.bic(iris), model.bic(), 1e-12);
  });

  it('editing results does not change the model', () => {
    const loaded = GaussianMixture.fromJSON(JSON.stringify(model));
    const before = JSON.stringify(loaded);
    const scores = loaded.scoreSamples(iris);
    const wipe = (value: unknown) => {
      if (value instanceof Float64Array || value instanceof Int32Array) value.fill(7);
      else if (Array.isArray(value)) value.forEach(wipe);
    };
    const json = loaded.toJSON();
    wipe([loaded.weights, loaded.means, loaded.covariances, loaded.precisions, loaded.history]);
    for (const list of [json.weights, json.means, json.covariances, json.origin]) list.fill(7);
    (json.training!.history as number[]).fill(7);
    (json.training!.warnings as string[]).push('edited');
    json.training!.execution.backend = 'js';
    loaded.execution.backend = 'js';
    loaded.scoreSamples(iris).fill(0);
    loaded.predictProba(iris).fill(0);
    expect(JSON.stringify(loaded)).toBe(before);
    expect(loaded.scoreSamples(iris)).toEqual(scores);
    expect(loaded.sample(5)).toEqual(model.sample(5));
  });

  it('warmStart from the same data goes on at the same bits', () => {
    const early = fitSync(iris, { nComponents: 3, covarianceType: type, maxIter: 3 });
    const warm = fitSync(iris, { nComponents: 3, covarianceType: type, warmStart: early });
    expect(warm.history[0]).toBe(early.lowerBound);
    expect(warm.logLikelihood).toBeGreaterThanOrEqual(early.logLikelihood);
    const loaded = fitSync(iris, {
      nComponents: 3,
      covarianceType: type,
      warmStart: GaussianMixture.fromJSON(JSON.stringify(early)),
      maxIter: 0,
    });
    expect(loaded.lowerBound).toBe(early.lowerBound);
  });

  it('warmStart on other data', () => {
    const other = iris.slice(20).map((row) => row.map((x) => 3 * x + 5));
    const warm = fitSync(other, { nComponents: 3, covarianceType: type, warmStart: model, maxIter: 0 });
    const scores = other.map((row) => logSum(logTerms(model, row)));
    expectRelative(
      warm.logLikelihood,
      scores.reduce((sum, x) => sum + x, 0),
      1e-10,
    );
    for (let c = 0; c < 3; c++) {
      warm.means[c].forEach((x, j) => {
        expectRelative(x, model.means[c][j], 1e-13);
      });
    }
  });
});

describe('C04 a slow fit', () => {
  const { init, final } = waiting.fits.find(({ id }) => id === 'faithful-waiting/V/k3/quantile-means')!;
  const start = {
    nComponents: 3,
    weightsInit: init.weights,
    meansInit: init.means,
    covariancesInit: init.covariances,
    regCovar: 0,
    tol: 1e-14,
  };

  it('stops at maxIter, is usable, and goes on to the same value', () => {
    const early = fitSync(waiting.data, { ...start, maxIter: 500 });
    expect([early.converged, early.nIter]).toEqual([false, 500]);
    expect(early.warnings.join()).toMatch(/not converged after maxIter = 500/);
    expect(early.predict(waiting.data)).toHaveLength(272);
    let model = early;
    for (let calls = 0; !model.converged && calls < 30; calls++) {
      const { lowerBound } = model;
      model = fitSync(waiting.data, { nComponents: 3, regCovar: 0, tol: 1e-14, maxIter: 1000, warmStart: model });
      expect(model.history[0]).toBe(lowerBound);
    }
    expect(model.converged).toBe(true);
    expect(Math.abs(model.logLikelihood - final.loglik)).toBeLessThan(1e-8);
    expect(Math.abs(model.logLikelihood - -1031.6347087199)).toBeLessThan(1e-8);
  });

  it('in pieces is the fit in one piece, to the bit', () => {
    const whole = fitSync(waiting.data, { ...start, maxIter: 60, tol: 0 });
    const part = fitSync(waiting.data, { ...start, maxIter: 25, tol: 0 });
    const rest = fitSync(waiting.data, { nComponents: 3, regCovar: 0, maxIter: 35, tol: 0, warmStart: part });
    expect(rest.means).toEqual(whole.means);
    expect(rest.lowerBound).toBe(whole.lowerBound);
  });
});

describe('names of families', () => {
  const synonyms: [CovarianceSynonym, CovarianceType][] = [
    ['VVV', 'full'],
    ['EEE', 'tied'],
    ['VVI', 'diag'],
    ['VII', 'spherical'],
    ['EEI', 'tied-diag'],
    ['EII', 'tied-spherical'],
    ['V', 'full'],
    ['E', 'tied'],
  ];

  it.each(synonyms)('%s is %s', (synonym, covarianceType) => {
    const model = fitSync(iris, { nComponents: 2, covarianceType: synonym });
    expect(model.covarianceType).toBe(covarianceType);
    expect(JSON.stringify(model)).toBe(JSON.stringify(fitSync(iris, { nComponents: 2, covarianceType })));
    const { weights, means, covariances } = model;
    const made = GaussianMixture.fromParameters({ covarianceType: synonym, weights, means, covariances });
    expect(made.covarianceType).toBe(covarianceType);
    expect(GaussianMixture.fromJSON({ ...model.toJSON(), covarianceType: synonym as never }).covarianceType).toBe(
      covarianceType,
    );
  });
});

describe('forms of parameters', () => {
  it('flat and nested, arrays and typed arrays', () => {
    const means = [
      [0, 1],
      [2, 3],
    ];
    const covariances = [
      [
        [2, 0.5],
        [0.5, 1],
      ],
      [
        [1, 0],
        [0, 3],
      ],
    ];
    const nested = GaussianMixture.fromParameters({ weights: [0.5, 0.5], means, covariances });
    const typed = GaussianMixture.fromParameters({
      weights: Float64Array.of(0.5, 0.5),
      means: means.map((mean) => Float32Array.from(mean)),
      covariances: Float64Array.from(covariances.flat(2)),
    });
    expect(typed.toJSON()).toEqual(nested.toJSON());
  });

  it('a tie goes to the lowest index', () => {
    const model = GaussianMixture.fromParameters({ weights: [0.5, 0.5], means: [-1, 1], covariances: [1, 1] });
    expect([...model.predict([0])]).toEqual([0]);
    expect([...model.predictProba([0])]).toEqual([0.5, 0.5]);
  });

  it('exact zeros of responsibilities', () => {
    const model = GaussianMixture.fromParameters({ weights: [0.5, 0.5], means: [0, 100], covariances: [1, 1] });
    expect([...model.predictProba([0, 100])]).toEqual([1, 0, 0, 1]);
  });
});

it('fit and fitSync give the same model, to the bit', async () => {
  for (const covarianceType of families) {
    const options = { nComponents: 3, covarianceType, nInit: 2, seed: 9 };
    expect(JSON.stringify(await fit(iris, options))).toBe(JSON.stringify(fitSync(iris, options)));
  }
});

it('seeds repeat, and other seeds start elsewhere', () => {
  const options = { nComponents: 4, initParams: 'random', maxIter: 0 } as const;
  const bounds = [0, 1, 2, 2 ** 32 - 1].map((seed) => fitSync(iris, { ...options, seed }).lowerBound);
  expect(new Set(bounds).size).toBe(4);
  expect(fitSync(iris, options).lowerBound).toBe(bounds[0]);
});

it('the first row of a sample is drawn by weight, whatever the seed', () => {
  const model = GaussianMixture.fromParameters({ weights: [0.5, 0.5], means: [0, 100], covariances: [1, 1] });
  const seconds = Array.from({ length: 400 }, (_, seed) => model.sample(1, { seed }).labels[0]);
  const share = seconds.reduce((sum, label) => sum + label, 0) / 400;
  expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 400));
});

it('the first row that a start draws differs from seed to seed', () => {
  const points = Array.from({ length: 50 }, (_, i) => i);
  const starts = Array.from({ length: 60 }, (_, seed) =>
    fitSync(points, { nComponents: 2, initParams: 'random_from_data', seed, maxIter: 0 }).means.flat().join(),
  );
  expect(new Set(starts).size).toBeGreaterThan(20);
});

it('responsibilitiesInit starts from an M-step', () => {
  const shares = iris.map((_, i) => [0, 1, 2].map((c) => (c === Math.floor(i / 50) ? 1 : 0)));
  const model = fitSync(iris, { nComponents: 3, responsibilitiesInit: shares, maxIter: 0, regCovar: 0 });
  for (let c = 0; c < 3; c++) {
    expectRelative(model.weights[c], 1 / 3, 1e-14);
    for (let j = 0; j < 4; j++) {
      const mean = iris.slice(50 * c, 50 * c + 50).reduce((sum, row) => sum + row[j], 0) / 50;
      expectRelative(model.means[c][j], mean, 1e-13);
    }
  }
  const flatShares = Float64Array.from(shares.flat());
  const same = fitSync(iris, { nComponents: 3, responsibilitiesInit: flatShares, maxIter: 0, regCovar: 0 });
  expect(same.toJSON()).toEqual(model.toJSON());
  expect(flat(model.means)).toHaveLength(12);
});
