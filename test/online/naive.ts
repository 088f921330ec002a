// One step of online EM as the formula says it, moments about 0: for data near 0 of a spread near 1.

import type { CovarianceType, GaussianMixture } from '../../src/index.js';

type Matrix = number[][];

/** The covariance of a component as a d × d matrix. */
export function covarianceOf(model: GaussianMixture, c: number): Matrix {
  const { covarianceType, covariances, nFeatures: d } = model;
  const shown = covariances as never;
  const variance = (j: number): number => {
    if (covarianceType === 'diag') return shown[c][j];
    if (covarianceType === 'spherical') return shown[c];
    return covarianceType === 'tied-diag' ? shown[j] : shown;
  };
  const entry = (i: number, j: number): number => {
    if (covarianceType === 'full') return shown[c][i][j];
    if (covarianceType === 'tied') return shown[i][j];
    return i === j ? variance(j) : 0;
  };
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => entry(i, j)));
}

/** What of a matrix the family keeps. */
function restricted(matrix: Matrix, type: CovarianceType): Matrix {
  if (type === 'full' || type === 'tied') return matrix;
  const mean = matrix.reduce((sum, row, i) => sum + row[i], 0) / matrix.length;
  const isSpherical = type.endsWith('spherical');
  return matrix.map((row, i) => row.map((value, j) => (i !== j ? 0 : isSpherical ? mean : value)));
}

interface Moments {
  readonly weight: number;
  readonly first: number[];
  readonly second: Matrix;
}

const add = (a: number[], b: number[], times: number) => a.map((value, i) => value + times * b[i]);
const addMatrix = (a: Matrix, b: Matrix, times: number) => a.map((row, i) => add(row, b[i], times));
const outer = (x: number[]) => x.map((value) => x.map((other) => value * other));

export interface Expected {
  readonly weights: number[];
  readonly means: number[][];
  readonly covariances: Matrix[];
}

/**
 * @param gamma - the step
 * @param floor - in the covariances before and after
 */
export function naiveStep(
  model: GaussianMixture,
  rows: number[][],
  sampleWeight: ArrayLike<number>,
  gamma: number,
  floor: number,
): Expected {
  const { nComponents: k, nFeatures: d, covarianceType } = model;
  const flat = new Float64Array(rows.flat());
  const r = model.predictProba({ data: flat, shape: [rows.length, d] });
  const total = Array.from(sampleWeight).reduce((sum, weight) => sum + weight, 0);
  const diagonal = (value: number) =>
    outer(new Array(d).fill(0)).map((row, i) => row.map((_, j) => (i === j ? value : 0)));
  const moments = Array.from({ length: k }, (_, c): Moments => {
    const mean = [...model.means[c]];
    const covariance = addMatrix(covarianceOf(model, c), diagonal(floor), -1);
    const old = (1 - gamma) * model.weights[c];
    let weight = old;
    let first = mean.map((value) => old * value);
    let second = addMatrix(diagonal(0), addMatrix(covariance, outer(mean), 1), old);
    for (const [i, row] of rows.entries()) {
      const share = (gamma * r[i * k + c] * sampleWeight[i]) / total;
      weight += share;
      first = add(first, row, share);
      second = addMatrix(second, outer(row), share);
    }
    return { weight, first, second };
  });
  const means = moments.map(({ weight, first }) => first.map((value) => value / weight));
  const scatters = moments.map(({ weight, second }, c) => addMatrix(second, outer(means[c]), -weight));
  const pooled = scatters.reduce((sum, scatter) => addMatrix(sum, scatter, 1), diagonal(0));
  const covariances = scatters.map((scatter, c) => {
    const tied = covarianceType.startsWith('tied');
    const matrix = tied ? pooled : scatter.map((row) => row.map((value) => value / moments[c].weight));
    return addMatrix(restricted(matrix, covarianceType), diagonal(floor), 1);
  });
  return { weights: moments.map(({ weight }) => weight), means, covariances };
}
