// Which component of one mixture is which of another: the assignment of least total distance.

import type { CovarianceType } from '../family.js';
import { logOf } from '../kernel/prepare.js';
import type { ModelState } from '../model/state.js';
import { timesPower } from '../scale.js';

/**
 * The assignment of rows to columns of least total cost, by shortest augmenting paths (Kuhn 1955; Jonker & Volgenant
 * 1987).
 *
 * @param cost - K × K, row-major
 * @returns the column of each row
 */
export function assign(cost: ArrayLike<number>, k: number): Int32Array {
  const rowPotential = new Float64Array(k + 1);
  const columnPotential = new Float64Array(k + 1);
  const rowOf = new Int32Array(k + 1).fill(-1);
  for (let row = 0; row < k; row++) {
    // column k stands for the row that is still without one
    rowOf[k] = row;
    const least = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(k).fill(k);
    const seen = new Uint8Array(k + 1);
    let column = k;
    while (rowOf[column] >= 0) {
      seen[column] = 1;
      const r = rowOf[column];
      let next = -1;
      for (let c = 0; c < k; c++) {
        if (seen[c]) continue;
        const reduced = cost[r * k + c] - rowPotential[r] - columnPotential[c];
        if (reduced < least[c]) {
          least[c] = reduced;
          before[c] = column;
        }
        if (next < 0 || least[c] < least[next]) next = c;
      }
      const step = least[next];
      for (let c = 0; c <= k; c++) {
        if (seen[c]) {
          rowPotential[rowOf[c]] += step;
          columnPotential[c] -= step;
        } else if (c < k) least[c] -= step;
      }
      column = next;
    }
    for (; column !== k; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  const columnOf = new Int32Array(k);
  for (let c = 0; c < k; c++) columnOf[rowOf[c]] = c;
  return columnOf;
}

/**
 * The parameters of a replicate, its components in the order of the model's:
 * weights | means, less the model's origin | covariances, packed, in the caller's units.
 */
export function matched(model: ModelState, replicate: ModelState): Float64Array {
  const { k, d } = model;
  const [own, other] = [inCallerUnits(model, model.origin), inCallerUnits(replicate, model.origin)];
  const distances = new Float64Array(k * k);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) distances[a * k + b] = distanceOf(own, a, other, b, d);
  const partner = assign(distances, k);
  const { covarianceType, weights, covariances } = replicate;
  const tied = covarianceType.startsWith('tied');
  const block = covariances.length / k;
  const out = new Float64Array(k + k * d + covariances.length);
  for (let c = 0; c < k; c++) {
    const from = partner[c];
    out[c] = weights[from];
    out.set(other.means.subarray(from * d, (from + 1) * d), k + c * d);
    if (!tied) out.set(other.covariances.subarray(from * block, (from + 1) * block), k + k * d + c * block);
  }
  if (tied) out.set(other.covariances, k + k * d);
  return out;
}

/** A mixture about a given origin. */
interface Located {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
  /** K × d */
  readonly variances: Float64Array;
}

function inCallerUnits({ d, k, origin, exponent, ...state }: ModelState, about: Float64Array): Located {
  const covariances = state.covariances.map((value) => timesPower(value, -2 * exponent));
  return {
    weights: state.weights,
    means: state.means.map((mean, at) => timesPower(mean, -exponent) + (origin[at % d] - about[at % d])),
    covariances,
    variances: variancesOf(covariances, state.covarianceType, k, d),
  };
}

/** The variance of each feature in each component. */
function variancesOf(packed: Float64Array, type: CovarianceType, k: number, d: number): Float64Array {
  const shape = type.replace('tied-', '');
  const blocks = type.startsWith('tied') ? 1 : k;
  const length = packed.length / blocks;
  return Float64Array.from({ length: k * d }, (_, at) => {
    const start = blocks === 1 ? 0 : Math.floor(at / d) * length;
    const j = at % d;
    if (shape === 'spherical') return packed[start];
    return packed[start + (shape === 'diag' ? j : (j * (j + 3)) / 2)];
  });
}

/** How little two components have in common: Bhattacharyya's distance feature by feature, and that of the weights. */
function distanceOf(one: Located, a: number, other: Located, b: number, d: number): number {
  const apart = Math.sqrt(one.weights[a]) - Math.sqrt(other.weights[b]);
  let distance = apart * apart;
  for (let j = 0; j < d; j++) {
    const [v, w] = [one.variances[a * d + j], other.variances[b * d + j]];
    const shift = one.means[a * d + j] - other.means[b * d + j];
    distance += ((shift / (v + w)) * shift) / 4 + logOf((v + w) / 2 / Math.sqrt(v) / Math.sqrt(w)) / 2;
  }
  return distance;
}
