// The floor of variances must not blur clusters that lie far apart, nor may a start far from the data.

import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync } from '../../src/index.js';

const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

/** Sums of twelve uniform numbers less 6: nearly normal, variance 1, the same anywhere. */
function normals(seed: number): () => number {
  let state = seed;
  return () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) {
      state = (state * 16807) % 2147483647;
      sum += state / 2147483647;
    }
    return sum;
  };
}

/** Covariances of rows about their mean. */
function scatter(rows: number[][]): number[][] {
  const mean = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length);
  return mean.map((_, i) =>
    mean.map((__, j) => rows.reduce((sum, row) => sum + (row[i] - mean[i]) * (row[j] - mean[j]), 0) / rows.length),
  );
}

/** What a family makes of the covariances of labelled clusters, as one variance a component and feature. */
function expectedVariances(type: CovarianceType, clusters: number[][][]): number[][] {
  const n = clusters.reduce((sum, rows) => sum + rows.length, 0);
  let variances = clusters.map((rows) => scatter(rows).map((row, i) => row[i]));
  if (type.startsWith('tied')) {
    const pooled = variances[0].map((_, j) =>
      variances.reduce((sum, v, c) => sum + (v[j] * clusters[c].length) / n, 0),
    );
    variances = variances.map(() => pooled);
  }
  if (!type.endsWith('spherical')) return variances;
  return variances.map((v) => v.map(() => v.reduce((sum, x) => sum + x, 0) / v.length));
}

/** The same from a model. */
function shownVariances(type: CovarianceType, shown: unknown, k: number, d: number): number[][] {
  const of = (c: number, j: number): number => {
    if (type === 'full') return (shown as number[][][])[c][j][j];
    if (type === 'tied') return (shown as number[][])[j][j];
    if (type === 'diag') return (shown as number[][])[c][j];
    if (type === 'spherical') return (shown as number[])[c];
    return type === 'tied-diag' ? (shown as number[])[j] : (shown as number);
  };
  return Array.from({ length: k }, (_, c) => Array.from({ length: d }, (__, j) => of(c, j)));
}

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

describe.each(families)('far clusters keep their variances, %s', (covarianceType) => {
  it.each([
    [1, 1e3],
    [1, 1e6],
    [2, 1e3],
    [2, 1e6],
  ])('d = %d, %d apart', (d, apart) => {
    const normal = normals(7);
    const cluster = (count: number, at: number) =>
      Array.from({ length: count }, () => Array.from({ length: d }, (_, j) => normal() * (1 + j) + at));
    const clusters = [cluster(300, 0), cluster(200, apart)];
    const model = fitSync(clusters.flat(), { nComponents: 2, covarianceType });
    const shown = shownVariances(covarianceType, model.covariances, 2, d);
    expectedVariances(covarianceType, clusters).forEach((variances, c) => {
      variances.forEach((variance, j) => {
        expectRelative(shown[c][j], variance, 1e-5);
      });
    });
    expect(model.warnings).toEqual([]);
  });
});

it('an outlier at 1e6 does not widen the rest', () => {
  const data = Array.from({ length: 99 }, (_, i) => (((i + 1) * 37) % 101) / 10 - 5).concat(1e6);
  const model = fitSync(data, { nComponents: 2 });
  expectRelative(model.means[0][0], 0.03636363636363636, 1e-9);
  expectRelative(model.means[1][0], 1e6, 1e-12);
  expectRelative(model.covariances[0][0][0], 8.398071625344352, 1e-5);
  expect(model.collapsed).toEqual([1]);
});

describe('a start far from the data', () => {
  const normal = normals(11);
  const base = 1.6e9;
  const data = Array.from({ length: 400 }, (_, i) => base + normal() + (i % 2 ? 1000 : 0));

  it.each(families)('ends where a near one does, %s', (covarianceType) => {
    const near = fitSync(data, { nComponents: 2, covarianceType, meansInit: [base, base + 1000] });
    const far = fitSync(data, { nComponents: 2, covarianceType, meansInit: [0, 1] });
    expect(far.logLikelihood).toSatisfy(Number.isFinite);
    expectRelative(far.logLikelihood, near.logLikelihood, 1e-6);
    const means = far.means.map(([mean]) => mean).sort((a, b) => a - b);
    expectRelative(means[0], near.means[0][0], 1e-12);
    expectRelative(means[1], near.means[1][0], 1e-12);
    expect(far.warnings.join()).toMatch(/No row was nearest to meansInit\[\d\]/);
  });
});

describe.each(families)('one M-step from a start far from the data loses no digits, %s', (covarianceType) => {
  it.each([1, 2])('d = %d', (d) => {
    const normal = normals(5);
    const rows = Array.from({ length: 500 }, () => Array.from({ length: d }, (_, j) => 1.6e9 + normal() * (1 + j)));
    const features = rows[0].map((_, j) => j);
    const wide = 1e18;
    const matrix = features.map((i) => features.map((j) => (i === j ? wide : 0)));
    const shapes = {
      full: [matrix],
      tied: matrix,
      diag: [features.map(() => wide)],
      spherical: [wide],
      'tied-diag': features.map(() => wide),
      'tied-spherical': wide,
    };
    const model = fitSync(rows, {
      nComponents: 1,
      covarianceType,
      weightsInit: [1],
      meansInit: [features.map(() => 0)],
      covariancesInit: shapes[covarianceType],
      maxIter: 1,
      regCovar: 0,
    });
    const [variances] = expectedVariances(covarianceType, [rows]);
    shownVariances(covarianceType, model.covariances, 1, d)[0].forEach((variance, j) => {
      expectRelative(variance, variances[j], 1e-6);
    });
  });
});
