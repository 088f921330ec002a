/** The lower factor L of a row-major d × d matrix L Lᵀ, or null where it is not positive definite. */
export function cholesky(matrix, d) {
  const factor = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j];
      for (let l = 0; l < j; l++) sum -= factor[i * d + l] * factor[j * d + l];
      if (i !== j) factor[i * d + j] = sum / factor[j * d + j];
      else if (sum > 0 && sum < Infinity) factor[i * d + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

/** ‖L⁻¹ x‖², by forward substitution. */
export function squaredLength(factor, x, d) {
  const z = new Float64Array(d);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    let value = x[i];
    for (let l = 0; l < i; l++) value -= factor[i * d + l] * z[l];
    z[i] = value / factor[i * d + i];
    sum += z[i] * z[i];
  }
  return sum;
}

const SWEEPS = 60;

/** The smallest eigenvalue of a symmetric row-major d × d matrix, by Jacobi's rotations. */
export function smallestEigenvalue(matrix, d) {
  const a = Float64Array.from(matrix);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < d; p++) {
      for (let q = p + 1; q < d; q++) turned = rotate(a, d, p, q) || turned;
    }
    if (!turned) break;
  }
  let least = Infinity;
  for (let j = 0; j < d; j++) least = Math.min(least, a[j * d + j]);
  return least;
}

/** Makes a_pq zero, unless it is so beside its diagonal already. */
function rotate(a, d, p, q) {
  const apq = a[p * d + q];
  if (Math.abs(apq) <= 1e-17 * Math.sqrt(Math.abs(a[p * d + p] * a[q * d + q]))) return false;
  const theta = (a[q * d + q] - a[p * d + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let l = 0; l < d; l++) {
    const [lp, lq] = [a[l * d + p], a[l * d + q]];
    a[l * d + p] = c * lp - s * lq;
    a[l * d + q] = s * lp + c * lq;
  }
  for (let l = 0; l < d; l++) {
    const [pl, ql] = [a[p * d + l], a[q * d + l]];
    a[p * d + l] = c * pl - s * ql;
    a[q * d + l] = s * pl + c * ql;
  }
  return true;
}
