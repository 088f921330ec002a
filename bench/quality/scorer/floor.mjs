import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { isSpherical } from '../families.mjs';
import { generator, PURPOSES } from '../suite/generator.mjs';
import { partition } from './kmeans.mjs';

/** The library's default, `regCovar: { relative: 1e-6 }`. */
const SHARE = 1e-6;

/** Where features have no variance within clusters: this share of the total variance, or of x². */
const LAST = 1e-12;

/**
 * The floor of variances, a number for each feature: a share of the pooled variance within the clusters of a k-means
 * partition. It depends on the problem alone, so that one rule holds for all contenders.
 */
export function floorOf({ n, d, nComponents, covarianceType, data }) {
  const rng = generator(n, d, PURPOSES.floor);
  const labels = partition({ n, d, k: nComponents, data }, () => uniformFloat64(rng));
  const within = variances(data, n, d, nComponents, labels);
  const total = variances(data, n, d, 1, new Int32Array(n));
  if (isSpherical(covarianceType)) {
    within.fill(mean(within));
    total.fill(mean(total));
  }
  return Array.from(within, (variance, j) => {
    if (variance > 0) return SHARE * variance;
    if (total[j] > 0) return LAST * total[j];
    return LAST * Math.max(data[j] ** 2, 1);
  });
}

const mean = (values) => values.reduce((sum, value) => sum + value) / values.length;

/** Variances of features about the means of their clusters. */
function variances(data, n, d, k, labels) {
  const counts = new Float64Array(k);
  const means = new Float64Array(k * d);
  for (let i = 0; i < n; i++) counts[labels[i]]++;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) means[labels[i] * d + j] += data[i * d + j] / counts[labels[i]];
  }
  const result = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) result[j] += (data[i * d + j] - means[labels[i] * d + j]) ** 2 / n;
  }
  // a constant feature has the rounding of its mean left
  return result.map((variance, j) => (constant(data, d, j) ? 0 : variance));
}

function constant(data, d, j) {
  for (let at = j; at < data.length; at += d) if (data[at] !== data[j]) return false;
  return true;
}
