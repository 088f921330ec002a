/** Each family's name in mclust: for several features, and for one. */
const MCLUST = {
  full: ['VVV', 'V'],
  tied: ['EEE', 'E'],
  diag: ['VVI', 'V'],
  spherical: ['VII', 'V'],
  'tied-diag': ['EEI', 'E'],
  'tied-spherical': ['EII', 'E'],
};

export const FAMILIES = Object.keys(MCLUST);

/** Those that scikit-learn has. */
export const COMMON_FAMILIES = ['full', 'tied', 'diag', 'spherical'];

export const mclustName = (family, d) => MCLUST[family][d === 1 ? 1 : 0];

/** The family of one of mclust's names. */
export const familyOf = (name) => FAMILIES.find((family) => MCLUST[family].includes(name));

/** Whether all components share one covariance. */
export const isTied = (family) => family.startsWith('tied');

/** Whether all features share one variance. */
export const isSpherical = (family) => family.endsWith('spherical');

/** Covariances in the shape of a family (scikit-learn's) as K row-major d × d matrices. */
export function matrices(family, covariances, k, d) {
  const one = (c) => {
    if (family === 'full') return dense(covariances[c], d);
    if (family === 'tied') return dense(covariances, d);
    if (family === 'diag') return diagonal((j) => covariances[c][j], d);
    if (family === 'tied-diag') return diagonal((j) => covariances[j], d);
    if (family === 'spherical') return diagonal(() => covariances[c], d);
    return diagonal(() => covariances, d);
  };
  return Array.from({ length: k }, (_, c) => one(c));
}

/** K covariance matrices (nested) that a family holds, in its own shape. */
export function shaped(family, covariances) {
  const diagonalOf = (matrix) => matrix.map((row, j) => row[j]);
  return {
    full: () => covariances,
    tied: () => covariances[0],
    diag: () => covariances.map(diagonalOf),
    spherical: () => covariances.map((matrix) => matrix[0][0]),
    'tied-diag': () => diagonalOf(covariances[0]),
    'tied-spherical': () => covariances[0][0][0],
  }[family]();
}

const dense = (rows, d) => Float64Array.from({ length: d * d }, (_, at) => rows[Math.floor(at / d)][at % d]);

function diagonal(variance, d) {
  const matrix = new Float64Array(d * d);
  for (let j = 0; j < d; j++) matrix[j * d + j] = variance(j);
  return matrix;
}
