// EM as one writes it from the textbook: arrays of arrays, a matrix of responsibilities, a new array for every vector.
// In logs, so that it is right. It runs in the race, and nowhere else.

export interface Mixture {
  weights: number[];
  means: number[][];
  covariances: number[][][];
}

/** One iteration. */
export function iterate(rows: readonly number[][], mixture: Mixture, floor: readonly number[]): Mixture {
  return maximise(rows, expect(rows, mixture), floor);
}

function expect(rows: readonly number[][], { weights, means, covariances }: Mixture): number[][] {
  const factors = covariances.map(cholesky);
  const constants = factors.map((factor, k) => {
    const logDeterminant = factor.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
    return Math.log(weights[k]!) - logDeterminant - 0.5 * factor.length * Math.log(2 * Math.PI);
  });
  return rows.map((row) => {
    const logs = factors.map((factor, k) => {
      const difference = row.map((value, j) => value - means[k]![j]!);
      const whitened = solveLower(factor, difference);
      return constants[k]! - 0.5 * whitened.reduce((sum, value) => sum + value * value, 0);
    });
    const largest = Math.max(...logs);
    const densities = logs.map((value) => Math.exp(value - largest));
    const sum = densities.reduce((a, b) => a + b, 0);
    return densities.map((value) => value / sum);
  });
}

function maximise(rows: readonly number[][], responsibilities: number[][], floor: readonly number[]): Mixture {
  const d = rows[0]!.length;
  const mixture: Mixture = { weights: [], means: [], covariances: [] };
  for (let k = 0; k < responsibilities[0]!.length; k++) {
    let count = 0;
    const mean = new Array<number>(d).fill(0);
    rows.forEach((row, i) => {
      const r = responsibilities[i]![k]!;
      count += r;
      for (let j = 0; j < d; j++) mean[j]! += r * row[j]!;
    });
    for (let j = 0; j < d; j++) mean[j]! /= count;

    const covariance = Array.from({ length: d }, () => new Array<number>(d).fill(0));
    rows.forEach((row, i) => {
      const r = responsibilities[i]![k]!;
      const difference = row.map((value, j) => value - mean[j]!);
      for (let a = 0; a < d; a++) {
        for (let b = 0; b < d; b++) covariance[a]![b]! += r * difference[a]! * difference[b]!;
      }
    });
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) covariance[a]![b]! /= count;
      covariance[a]![a]! += floor[a]!;
    }
    mixture.weights.push(count / rows.length);
    mixture.means.push(mean);
    mixture.covariances.push(covariance);
  }
  return mixture;
}

function cholesky(matrix: number[][]): number[][] {
  const factor = matrix.map((row) => new Array<number>(row.length).fill(0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let m = 0; m < j; m++) sum -= factor[i]![m]! * factor[j]![m]!;
      factor[i]![j] = i === j ? Math.sqrt(sum) : sum / factor[j]![j]!;
    }
  }
  return factor;
}

/** Forward substitution: y with L y = b. */
function solveLower(factor: number[][], b: number[]): number[] {
  const y: number[] = [];
  for (let i = 0; i < b.length; i++) {
    let sum = b[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i]![j]! * y[j]!;
    y.push(sum / factor[i]![i]!);
  }
  return y;
}
