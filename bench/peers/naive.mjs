import { REG_COVAR } from '../problem.mjs';
import { seconds } from '../stopwatch.mjs';

/**
 * EM as one writes it from the textbook: arrays of arrays, a matrix of responsibilities, a new array for every vector.
 * In logs, so that it is right; the yardstick of the other peers' results too.
 */
export async function naive() {
  return {
    name: 'naive',
    tolerance: 1e-8,
    slow: true,
    unsuitable: ({ covarianceType }) => (covarianceType === 'full' ? undefined : 'full covariances only'),
    prepare(problem) {
      const { rows } = problem;
      let model;
      return {
        run: (iterations) =>
          seconds(() => {
            model = problem.start();
            for (let t = 0; t < iterations; t++) model = maximise(rows, expect(rows, model).responsibilities);
          }),
        score: () => meanLogLikelihood(rows, model),
      };
    },
  };
}

/** Mean log-likelihood of rows under a mixture with full covariances. */
export const meanLogLikelihood = (rows, model) => expect(rows, model).meanLogLikelihood;

function expect(rows, { weights, means, covariances }) {
  const factors = covariances.map(cholesky);
  const constants = factors.map((factor, k) => {
    const logDeterminant = factor.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
    return Math.log(weights[k]) - logDeterminant - 0.5 * factor.length * Math.log(2 * Math.PI);
  });
  let total = 0;
  const responsibilities = rows.map((row) => {
    const logs = factors.map((factor, k) => {
      const difference = row.map((value, j) => value - means[k][j]);
      const whitened = solveLower(factor, difference);
      return constants[k] - 0.5 * whitened.reduce((sum, value) => sum + value * value, 0);
    });
    const largest = Math.max(...logs);
    const densities = logs.map((value) => Math.exp(value - largest));
    const sum = densities.reduce((a, b) => a + b, 0);
    total += largest + Math.log(sum);
    return densities.map((value) => value / sum);
  });
  return { responsibilities, meanLogLikelihood: total / rows.length };
}

function maximise(rows, responsibilities) {
  const d = rows[0].length;
  const weights = [];
  const means = [];
  const covariances = [];
  for (let k = 0; k < responsibilities[0].length; k++) {
    let count = 0;
    const mean = new Array(d).fill(0);
    rows.forEach((row, i) => {
      const r = responsibilities[i][k];
      count += r;
      for (let j = 0; j < d; j++) mean[j] += r * row[j];
    });
    for (let j = 0; j < d; j++) mean[j] /= count;

    const covariance = Array.from({ length: d }, () => new Array(d).fill(0));
    rows.forEach((row, i) => {
      const r = responsibilities[i][k];
      const difference = row.map((value, j) => value - mean[j]);
      for (let a = 0; a < d; a++) {
        for (let b = 0; b < d; b++) covariance[a][b] += r * difference[a] * difference[b];
      }
    });
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) covariance[a][b] /= count;
      covariance[a][a] += REG_COVAR;
    }
    weights.push(count / rows.length);
    means.push(mean);
    covariances.push(covariance);
  }
  return { weights, means, covariances };
}

function cholesky(matrix) {
  const factor = matrix.map((row) => new Array(row.length).fill(0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let m = 0; m < j; m++) sum -= factor[i][m] * factor[j][m];
      factor[i][j] = i === j ? Math.sqrt(sum) : sum / factor[j][j];
    }
  }
  return factor;
}

/** Forward substitution: y with L y = b. */
function solveLower(factor, b) {
  const y = [];
  for (let i = 0; i < b.length; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= factor[i][j] * y[j];
    y.push(sum / factor[i][i]);
  }
  return y;
}
