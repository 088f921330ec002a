// EM as in a textbook, in double precision, on nested arrays.

export interface Parameters {
  weights: number[];
  means: number[][];
  covariances: number[][][];
}

/** ln N(x | μ, Σ) by Gaussian elimination. */
function logDensity(x: number[], mean: number[], covariance: number[][]): number {
  const d = x.length;
  const rows = covariance.map((row, i) => [...row, x[i] - mean[i]]);
  let logDeterminant = 0;
  for (let p = 0; p < d; p++) {
    logDeterminant += Math.log(rows[p][p]);
    for (let i = p + 1; i < d; i++) {
      const factor = rows[i][p] / rows[p][p];
      for (let j = p; j <= d; j++) rows[i][j] -= factor * rows[p][j];
    }
  }
  const solution = new Array<number>(d).fill(0);
  for (let i = d - 1; i >= 0; i--) {
    let value = rows[i][d];
    for (let j = i + 1; j < d; j++) value -= rows[i][j] * solution[j];
    solution[i] = value / rows[i][i];
  }
  const square = solution.reduce((sum, value, i) => sum + value * (x[i] - mean[i]), 0);
  return -0.5 * (d * Math.log(2 * Math.PI) + logDeterminant + square);
}

export function responsibilities(x: number[], { weights, means, covariances }: Parameters): number[] {
  const logs = weights.map((weight, k) => Math.log(weight) + logDensity(x, means[k], covariances[k]));
  const most = Math.max(...logs);
  const shares = logs.map((value) => Math.exp(value - most));
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / sum);
}

/** One iteration. */
export function step(data: number[][], parameters: Parameters): Parameters {
  const d = data[0].length;
  const shares = data.map((x) => responsibilities(x, parameters));
  const counts = parameters.weights.map((_, k) => shares.reduce((sum, row) => sum + row[k], 0));
  const means = counts.map((count, k) =>
    Array.from({ length: d }, (_, j) => data.reduce((sum, x, i) => sum + shares[i][k] * x[j], 0) / count),
  );
  const covariances = counts.map((count, k) =>
    Array.from({ length: d }, (_, a) =>
      Array.from(
        { length: d },
        (_, b) =>
          data.reduce((sum, x, i) => sum + shares[i][k] * (x[a] - means[k][a]) * (x[b] - means[k][b]), 0) / count,
      ),
    ),
  );
  return { weights: counts.map((count) => count / data.length), means, covariances };
}
