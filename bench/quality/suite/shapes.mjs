import { isSpherical } from '../families.mjs';

/** Variances of one component differ by up to this factor, before its size. */
const STRETCH = 8;

/**
 * One component's shape: `factor`, a row-major d × d matrix A with covariance A Aᵀ, and that covariance.
 *
 * @param size - the scale of its standard deviations
 */
export function shapeOf(family, d, size, random) {
  const axes = Float64Array.from({ length: d }, () => (isSpherical(family) ? 1 : STRETCH ** (-0.5 * random.uniform())));
  const directions = family === 'full' || family === 'tied' ? rotation(d, random) : identity(d);
  const factor = directions.map((value, at) => value * axes[at % d] * size);
  const covariance = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      for (let l = 0; l < d; l++) covariance[i * d + j] += factor[i * d + l] * factor[j * d + l];
    }
  }
  return { factor, covariance };
}

function identity(d) {
  return Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0));
}

/** Orthonormal columns, by Gram and Schmidt from normal ones: evenly distributed over all rotations. */
function rotation(d, { normal }) {
  const columns = [];
  for (let c = 0; c < d; c++) {
    const column = Array.from({ length: d }, () => normal());
    for (const other of columns) {
      const along = dot(column, other);
      for (let i = 0; i < d; i++) column[i] -= along * other[i];
    }
    const length = Math.sqrt(dot(column, column));
    columns.push(column.map((value) => value / length));
  }
  return Float64Array.from({ length: d * d }, (_, at) => columns[at % d][Math.floor(at / d)]);
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
