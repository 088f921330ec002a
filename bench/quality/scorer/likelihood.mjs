import { matrices } from '../families.mjs';
import { cholesky, squaredLength } from './matrix.mjs';

const LN_2PI = Math.log(2 * Math.PI);

/**
 * The total log-likelihood of rows under a mixture, and the likeliest component of each row; null where a covariance
 * is not positive definite or a number is not finite.
 */
export function likelihood({ n, d, nComponents: k, data }, { weights, means, covariances, shape }) {
  const densities = matrices(shape, covariances, k, d).map((matrix, c) => densityOf(weights[c], means[c], matrix, d));
  if (densities.some((density) => density === null)) return null;
  const labels = new Int32Array(n);
  const logs = new Float64Array(k);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      logs[c] = densities[c](data, i * d);
      if (logs[c] > logs[labels[i]]) labels[i] = c;
    }
    const most = logs[labels[i]];
    let sum = 0;
    for (let c = 0; c < k; c++) sum += Math.exp(logs[c] - most);
    total += most + Math.log(sum);
  }
  return Number.isFinite(total) ? { total, labels } : null;
}

/** The log of weight times density of one component, as a function of a row. */
function densityOf(weight, mean, matrix, d) {
  const factor = cholesky(matrix, d);
  if (!factor || !(weight >= 0) || !mean.every(Number.isFinite)) return null;
  let constant = Math.log(weight) - 0.5 * d * LN_2PI;
  for (let j = 0; j < d; j++) constant -= Math.log(factor[j * d + j]);
  const difference = new Float64Array(d);
  return (data, at) => {
    for (let j = 0; j < d; j++) difference[j] = data[at + j] - mean[j];
    return constant - 0.5 * squaredLength(factor, difference, d);
  };
}
