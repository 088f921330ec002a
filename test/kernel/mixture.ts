// Random mixtures and rows for them, placed in two arenas.

import { Both } from './arena.js';
import type { Draw } from './draw.js';
import { invert, type Matrix, square, tiled } from './naive.js';

/** Sizes of a test case. */
export interface Size {
  readonly n: number;
  readonly d: number;
  readonly k: number;
}

const D = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 128, 129, 512];
const K = [1, 2, 3, 4, 5, 8, 9, 16, 127, 128, 129, 256];
const MORE_ROWS = [
  23, 24, 25, 31, 63, 64, 65, 120, 127, 128, 129, 135, 136, 137, 191, 255, 256, 257, 383, 8191, 8192, 8193,
];
const N = [...Array.from({ length: 17 }, (_, i) => i + 1), ...MORE_ROWS];

/** Sizes around every tile, lane and unroll boundary: of n, of d and of K separately. */
export const SIZES: readonly Size[] = [
  ...N.map((n) => ({ n, d: 3, k: 3 })),
  ...[2, 3].flatMap((k) => [1, 7, 8, 9, 120, 127, 128, 129, 137, 257, 8193].map((n) => ({ n, d: 1, k }))),
  // tiles of 120, 64, 56, 24 and 8 samples
  ...[34, 64, 65, 129, 512].flatMap((d) => {
    const tile = Math.max(8, 8 * Math.floor(4096 / d / 8));
    const rows = d > 128 ? [1, tile, tile + 1] : [1, tile - 1, tile, tile + 1, 2 * tile + 1];
    return rows.map((n) => ({ n, d, k: 2 }));
  }),
  ...D.map((d) => ({ n: d > 128 ? 27 : d > 64 ? 43 : 141, d, k: d > 128 ? 2 : 3 })),
  ...K.map((k) => ({ n: 141, d: 2, k })),
  ...[127, 256].map((k) => ({ n: 21, d: 1, k })),
];

export interface Mixture {
  readonly d: number;
  readonly k: number;
  readonly family: number;
  readonly weights: Float64Array;
  /** K·d */
  readonly means: Float64Array;
  /** Packed blocks. */
  readonly covariances: Float64Array;
}

export function blockLength(d: number, family: number): number {
  return [(d * (d + 1)) / 2, d, 1][family % 3];
}

export function blockCount(k: number, family: number): number {
  return family < 3 ? k : 1;
}

/** A well-conditioned packed covariance, B·Bᵀ with B a lower triangle. */
export function drawTriangle(draw: Draw, d: number): Float64Array {
  const b = Array.from({ length: d }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => (i === j ? draw.uniform(0.7, 1.4) : (0.5 * draw.normal()) / Math.sqrt(d))),
  );
  const packed: number[] = [];
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l <= j; l++) sum += b[i][l] * b[j][l];
      packed.push(sum);
    }
  }
  return Float64Array.from(packed);
}

/** @param spread - of the means; with more than one component the last has weight 0 if `dead` */
export function drawMixture(draw: Draw, d: number, k: number, family: number, spread: number, dead: boolean): Mixture {
  const weights = Float64Array.from({ length: k }, () => draw.uniform(0.2, 1));
  if (dead && k > 1) weights[k - 1] = 0;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const covariances: number[] = [];
  for (let c = 0; c < blockCount(k, family); c++) {
    if (family % 3 === 0) for (const value of drawTriangle(draw, d)) covariances.push(value);
    else for (let i = 0; i < blockLength(d, family); i++) covariances.push(draw.uniform(0.3, 2));
  }
  return {
    d,
    k,
    family,
    weights: weights.map((weight) => weight / total),
    means: draw.normals(k * d, spread),
    covariances: Float64Array.from(covariances),
  };
}

/** The covariance matrix of a component. */
export function covarianceOf({ d, k, family, covariances }: Mixture, component: number): Matrix {
  const length = blockLength(d, family);
  const at = (component % blockCount(k, family)) * length;
  const block = covariances.subarray(at, at + length);
  if (family % 3 === 0) return square(block, d);
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (i === j ? block[family % 3 === 1 ? i : 0] : 0)),
  );
}

/** ln(w_k p_k(x)) by determinant and inverse: a function of a row. */
export function naiveLogs(mixture: Mixture): (rows: Float64Array, row: number) => number[] {
  const { d, k, weights, means } = mixture;
  const inverses = Array.from({ length: k }, (_, c) => invert(covarianceOf(mixture, c)));
  return (rows, row) =>
    inverses.map(({ inverse, logDeterminant }, c) => {
      const y = Array.from({ length: d }, (_, j) => rows[row * d + j] - means[c * d + j]);
      let form = 0;
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) form += y[i] * inverse[i][j] * y[j];
      return Math.log(weights[c]) - 0.5 * (d * Math.log(2 * Math.PI) + logDeterminant + form);
    });
}

/** Rows near the means, in runs of one component, so that whole blocks have nothing of the others; some far out. */
export function drawRows(draw: Draw, { d, k, means }: Mixture, n: number): Float64Array {
  const rows = new Float64Array(n * d);
  let component = 0;
  for (let i = 0; i < n; i++) {
    if (i % 8 === 0 || draw.uniform() < 0.1) component = draw.integer(0, k - 1);
    // an outlier lies beyond every component, some so far that the form overflows
    const reach = draw.uniform() < 0.03 ? 10 ** draw.integer(3, 150) : 1;
    for (let j = 0; j < d; j++) {
      const x = means[component * d + j] + reach * draw.normal();
      rows[i * d + j] = Math.abs(x) < 2 ** 480 ? x : 2 ** 479;
    }
  }
  return rows;
}

export interface Options extends Size {
  readonly family: number;
  readonly weighted: boolean;
  /** Of the means: 2 overlaps, 40 leaves exact zeros; 1000 makes components of a tied family far from each other. */
  readonly spread?: number;
  readonly dead?: boolean;
  /** Whether rows lie beyond every component. */
  readonly outliers?: boolean;
}

/** A mixture, its rows and room for every result, in two arenas; factors are prepared. */
export function problem(draw: Draw, options: Options) {
  const { n, d, k, family, weighted, spread = 2, dead = false, outliers = false } = options;
  const mixture = drawMixture(draw, d, k, family, spread, dead);
  const rows = drawRows(draw, mixture, n);
  if (!outliers) {
    for (let i = 0; i < n * d; i++) if (Math.abs(rows[i]) > 900 + 10 * spread) rows[i] = draw.normal() * spread;
  }
  const padded = 8 * Math.ceil(n / 8);
  const weights = new Float64Array(padded);
  for (let i = 0; i < n; i++) weights[i] = weighted ? (draw.uniform() < 0.1 ? 0 : draw.uniform(0.1, 3)) : 1;
  // some weight there must be
  weights[0] = weighted ? 0.75 : 1;
  const label = `seed ${draw.seed}, ${JSON.stringify(options)}`;
  const probe = new Both('lengths', { scratch: 1 });
  const blocks = blockCount(k, family) * blockLength(d, family);
  const both = new Both(label, {
    parameters: probe.call('parameters_length', d, k, family),
    tiles: padded * d,
    weights: padded,
    centres: k * d,
    floor: d,
    statistics: probe.call('statistics_length', d, k, family),
    logs: k * padded,
    densities: padded,
    labels: padded / 2,
    responsibilities: n * k,
    scratch: probe.call('scratch_length', d, k),
  });
  both.put('parameters', mixture.weights);
  both.put('parameters', mixture.means, 2 * k);
  both.put('parameters', mixture.covariances, 2 * k + k * d);
  both.put('tiles', tiled(rows, n, d));
  both.put('weights', weights);
  both.put('centres', mixture.means);
  both.fill('floor', 0);
  const { parameters, scratch } = both.at;
  const singular = both.call('prepare', parameters, d, k, family, scratch);
  if (singular !== -1) throw new Error(`${label}: component ${singular} is singular`);
  return { both, label, mixture, rows, weights, padded, blocks };
}
