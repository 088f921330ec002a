import { isTied, matrices } from '../families.mjs';
import { smallestEigenvalue } from './matrix.mjs';

/** A component is collapsed below this many floors. */
const COLLAPSED = 2;

/**
 * What is to be said against a mixture, by the rule that the library states for itself, applied to everybody:
 *
 * - collapsed: an eigenvalue of F^(−½) Σ F^(−½) below 2, F being the diagonal of floors; constant features left out
 * - spurious: the likeliest component of fewer than d + 2 distinct rows, or of none where all share a covariance
 * - empty: of weight 0
 */
export function examine(problem, answer, labels, floor) {
  const { d, nComponents: k } = problem;
  const free = freeFeatures(problem);
  const eigenvalues = matrices(answer.shape, answer.covariances, k, d).map((matrix) =>
    inFloors(matrix, floor, free, d),
  );
  const rows = distinctRows(problem, labels);
  const faults = [];
  if (eigenvalues.some((value) => !(value >= COLLAPSED))) faults.push('collapsed');
  const enough = isTied(problem.covarianceType) ? 1 : d + 2;
  if (rows.some((count, c) => count < enough && answer.weights[c] > 0)) faults.push('spurious');
  if (Array.from(answer.weights).some((weight) => !(weight > 0))) faults.push('empty');
  return { faults, leastEigenvalue: Math.min(...eigenvalues), fewestRows: Math.min(...rows) };
}

/** The features that are not constant. */
function freeFeatures({ d, data }) {
  return Array.from({ length: d }, (_, j) => j).filter((j) => {
    for (let at = j; at < data.length; at += d) if (data[at] !== data[j]) return true;
    return false;
  });
}

function inFloors(matrix, floor, free, d) {
  const small = free.flatMap((i) => free.map((j) => matrix[i * d + j] / Math.sqrt(floor[i] * floor[j])));
  return smallestEigenvalue(small, free.length);
}

/** For how many distinct rows each component is the likeliest; counted as far as it matters. */
function distinctRows({ n, d, nComponents: k, data }, labels) {
  const seen = Array.from({ length: k }, () => new Set());
  for (let i = 0; i < n; i++) {
    const rows = seen[labels[i]];
    if (rows.size < d + 2) rows.add(data.subarray(i * d, (i + 1) * d).join());
  }
  return seen.map(({ size }) => size);
}
