// Parameters as people see them (nested, original units) and as the kernel keeps them (packed, internal coordinates).
//
//   'full' K × d × d  ↔  K packed lower triangles        mean      x   ↔  (x − origin)·2^e
//   'tied' d × d      ↔  one                             variance  v   ↔  v·4^e
//   the diagonal and spherical families: the same numbers in the same order

import type { CovarianceShapes, CovarianceType } from './family.js';
import { show } from './names.js';
import { allTimesPower } from './scale.js';

/** How rows of a family are nested. */
export function covarianceDims(type: CovarianceType, k: number, d: number): number[] {
  const dims = { full: [k, d, d], tied: [d, d], diag: [k, d], spherical: [k], 'tied-diag': [d], 'tied-spherical': [] };
  return dims[type];
}

/**
 * Nested or flat numbers as one flat array.
 *
 * @param dims - the shape when nested; a flat array of as many numbers is accepted as well
 * @throws TypeError for what is not a number, RangeError for a wrong shape or a number that is not finite
 */
export function flatten(value: unknown, dims: readonly number[], name: string): Float64Array {
  const length = dims.reduce((product, dim) => product * dim, 1);
  const out = new Float64Array(length);
  const shape = dims.length === 0 ? 'a number' : `of shape ${dims.join(' × ')}, nested or flat`;
  const wrong = (what: string) => new RangeError(`${name} must be ${shape}; ${what}`);
  const isFlat = (item: unknown) => !isList(item) || !isList(item[0]);
  let filled = 0;
  const visit = (item: unknown, depth: number, place: string): void => {
    if (!isList(item)) {
      if (typeof item !== 'number') throw new TypeError(`${place} must be a number, got ${show(item)}`);
      if (!Number.isFinite(item)) throw new RangeError(`${place} must be finite, got ${item}`);
      if (depth !== dims.length) throw wrong(`${place} is a number`);
      out[filled++] = item;
      return;
    }
    if (depth >= dims.length) throw wrong(`${place} is nested too deep`);
    if (item.length !== dims[depth]) throw wrong(`${place} has length ${item.length}`);
    for (let i = 0; i < item.length; i++) visit(item[i], depth + 1, `${place}[${i}]`);
  };
  if (isList(value) && isFlat(value) && dims.length !== 1 && (value.length === length || dims.length === 0)) {
    for (let i = 0; i < length; i++) visit(value[i], dims.length, `${name}[${i}]`);
    if (value.length !== length) throw wrong(`it has ${value.length} numbers`);
    return out;
  }
  visit(value, 0, name);
  return out;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as ArrayLike<unknown>).length === 'number';
}

/**
 * Covariances or precisions of a family's shape as packed blocks, in the caller's units.
 *
 * @throws as `flatten`, and RangeError for a matrix that is not symmetric
 */
export function packBlocks(value: unknown, type: CovarianceType, k: number, d: number, name: string): Float64Array {
  const flat = flatten(value, covarianceDims(type, k, d), name);
  if (type !== 'full' && type !== 'tied') return flat;
  const count = type === 'full' ? k : 1;
  const packed = new Float64Array((count * d * (d + 1)) / 2);
  let to = 0;
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const lower = flat[c * d * d + i * d + j];
        const upper = flat[c * d * d + j * d + i];
        const scale = Math.max(Math.abs(flat[c * d * d + i * d + i]), Math.abs(flat[c * d * d + j * d + j]));
        if (!(Math.abs(lower - upper) <= 1e-6 * scale)) {
          const matrix = type === 'full' ? `${name}[${c}]` : name;
          throw new RangeError(`${matrix} must be symmetric: entry [${i}][${j}] is ${lower}, [${j}][${i}] is ${upper}`);
        }
        packed[to++] = lower;
      }
    }
  }
  return packed;
}

/** Packed blocks, scaled by 2^e, in the family's shape. */
export function unpackBlocks<T extends CovarianceType>(
  packed: ArrayLike<number>,
  type: T,
  k: number,
  d: number,
  e: number,
): CovarianceShapes[T] {
  const numbers = allTimesPower(packed, e);
  const shapes: { [K in CovarianceType]: () => CovarianceShapes[K] } = {
    full: () => Array.from({ length: k }, (_, c) => square(numbers, (c * d * (d + 1)) / 2, d)),
    tied: () => square(numbers, 0, d),
    diag: () => splitRows(numbers, d),
    spherical: () => numbers,
    'tied-diag': () => numbers,
    'tied-spherical': () => numbers[0],
  };
  return shapes[type]();
}

/** A symmetric matrix from its packed lower triangle. */
function square(packed: Float64Array, at: number, d: number): Float64Array[] {
  const rows = Array.from({ length: d }, () => new Float64Array(d));
  let from = at;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      rows[i][j] = packed[from++];
      rows[j][i] = rows[i][j];
    }
  }
  return rows;
}

/** Rows of length d of a flat array, copied. */
export function splitRows(flat: Float64Array, d: number): Float64Array[] {
  return Array.from({ length: flat.length / d }, (_, row) => flat.slice(row * d, (row + 1) * d));
}

/**
 * Weights that sum to 1.
 *
 * @throws RangeError for a negative weight or a sum further than 1e-6 from 1
 */
export function checkWeights(value: unknown, k: number, name: string): Float64Array {
  const weights = flatten(value, [k], name);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0) throw new RangeError(`${name}[${negative}] must not be negative, got ${weights[negative]}`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(Math.abs(sum - 1) <= 1e-6)) throw new RangeError(`${name} must sum to 1, got ${sum}; divide each by the sum`);
  return weights.map((weight) => weight / sum);
}
