/**
 * The API of the npm package gaussian-mixture-model 1.1.5 on the kernel of gmm-wasm: change the import, and nothing
 * else. What is different, because it was wrong there or has no use here:
 *
 * - It installs and loads by itself; the original imports a package that it does not depend on.
 * - Responsibilities are doubles, where the original rounds them to single precision: results agree to about 1e-6.
 * - Densities are added as logs. A point far from all components has responsibilities (NaN in the original), and so a
 *   start with small covariances no longer ends in NaN.
 * - A covariance counts as singular if it has no Cholesky factor; the original asks whether its rounded determinant is
 *   not above 0. As there, `runEM` then stops, sets `singularity` and returns the mean; but where the original goes on
 *   to give NaN, another `runEM` returns that mean again and changes nothing, and `predict` throws
 *   `SingularCovarianceError`.
 * - A component that no point belongs to keeps its mean and covariance at weight 0; in the original all becomes NaN.
 * - `weights`, `means` and `covariances` may be changed at any time; the original goes on with old determinants.
 * - What cannot be computed with is refused: missing parts, wrong shapes, numbers that are not finite.
 * - A point of one feature may be given as a number.
 * - No memory is taken before there are points. `tmpArr`, `cResps` and `covCholeskies`, in which the original keeps its
 *   intermediate results, do not exist; `data` is as long as there are points.
 *
 * @packageDocumentation
 */

import { type Rows, toRows } from '../data.js';
import { factorOf, logOf } from '../kernel/prepare.js';
import { refuseNonObject, show } from '../names.js';
import { flatten, packBlocks } from '../parameters.js';
import { Density, lowerTriangle } from './density.js';
import { checkPoint } from './points.js';
import { normaliseLogs } from './posterior.js';
import { checkShares } from './shares.js';
import { StepwiseEM } from './stepwise.js';

/** A start, and how many points are remembered. */
export interface GaussianMixtureModelOptions {
  /** K shares; 1/K each if left out. */
  weights?: ArrayLike<number>;
  /** K means of d numbers. */
  means: ArrayLike<ArrayLike<number>>;
  /** K symmetric d × d matrices. */
  covariances: ArrayLike<ArrayLike<ArrayLike<number>>>;
  /** Points kept; the next one takes the place of the oldest. 1e6 if left out. */
  bufferSize?: number;
}

const DEFAULT_BUFFER = 1e6;

/** A mixture of Gaussians, and the last points that it has been shown. */
export default class GaussianMixtureModel {
  /** d */
  dimensions: number;
  /** K */
  clusters: number;
  weights: number[];
  means: number[][];
  covariances: number[][][];
  bufferSize: number;
  /** The points, in a ring. */
  data: (ArrayLike<number> | number)[] = [];
  /** Where in the ring the next point goes. */
  idx = 0;
  /** How many points there are. */
  dataLength = 0;
  /** The mean of a component whose covariance has become singular; null if none has. */
  singularity: number[] | null = null;

  readonly #densities: Density[] = [];

  /** @throws TypeError, RangeError for parameters that are none */
  constructor(options: GaussianMixtureModelOptions) {
    refuseNonObject(options, '{ means, covariances }');
    const { weights, means, covariances, bufferSize } = options;
    const k = lengthOf(means, 'means', 'K means of d numbers');
    const d = lengthOf(means[0], 'means[0]', 'd numbers');
    lengthOf(covariances, 'covariances', 'K matrices of d rows');
    flatten(means, [k, d], 'means');
    packBlocks(covariances, 'full', k, d, 'covariances');
    this.dimensions = d;
    this.clusters = k;
    this.weights = weights ? Array.from(weights) : new Array(k).fill(1 / k);
    this.means = Array.from(means, (mean) => Array.from(mean));
    this.covariances = Array.from(covariances, (matrix) => Array.from(matrix, (row) => Array.from(row)));
    checkShares(this.weights, k);
    this.bufferSize = bufferSize ?? DEFAULT_BUFFER;
    if (!(Number.isInteger(this.bufferSize) && this.bufferSize > 0)) {
      throw new RangeError(`bufferSize must be a positive integer, got ${show(bufferSize)}`);
    }
  }

  /** The determinants of the covariances; 0 for those that are singular. */
  get covDeterminants(): number[] {
    const d = this.dimensions;
    return this.covariances.map((covariance) => {
      const factor = factorOf(lowerTriangle(covariance), d);
      if (!factor) return 0;
      let root = 1;
      for (let i = 0; i < d; i++) root *= factor[(i * (i + 3)) / 2];
      return root * root;
    });
  }

  /**
   * Remembers a point, and forgets the oldest if there are `bufferSize` already. Points are not copied.
   *
   * @throws TypeError, RangeError for what is no point of d finite features
   */
  addPoint(point: ArrayLike<number> | number): void {
    checkPoint(point, this.dimensions);
    this.data[this.idx] = point;
    this.idx++;
    if (this.idx === this.bufferSize) this.idx = 0;
    if (this.dataLength < this.bufferSize) this.dataLength++;
  }

  /**
   * Iterations of EM on the remembered points; weights, means and covariances are changed in place.
   *
   * @returns the mean of a component whose covariance is singular, which ends it; else nothing
   */
  runEM(iterations = 1): number[] | undefined {
    if (this.dataLength === 0 || !(iterations > 0)) return undefined;
    const { dimensions: d, clusters: k, means, covariances } = this;
    const weights = checkShares(this.weights, k);
    const em = new StepwiseEM(this.#rows(), k);
    try {
      const given = {
        weights,
        means: flatten(means, [k, d], 'means'),
        covariances: packBlocks(covariances, 'full', k, d, 'covariances'),
      };
      let singular = em.load(given);
      let changed = false;
      for (let i = 0; i < iterations && singular < 0; i++) {
        em.expect();
        singular = em.maximise();
        changed = true;
      }
      if (changed) this.#take(em);
      if (singular < 0) return undefined;
      this.singularity = means[singular];
      return this.singularity;
    } finally {
      em.release();
    }
  }

  #rows(): Rows {
    const features = this.dimensions;
    // some of them may have been given as numbers
    const points = features === 1 ? this.data.map((point) => (typeof point === 'number' ? [point] : point)) : this.data;
    return toRows(points as ArrayLike<number>[], { features });
  }

  #take(em: StepwiseEM): void {
    const { weights, means, covariances } = em.parameters();
    for (let k = 0; k < this.clusters; k++) {
      this.weights[k] = weights[k];
      for (let i = 0; i < this.dimensions; i++) {
        this.means[k][i] = means[k][i];
        for (let j = 0; j < this.dimensions; j++) this.covariances[k][i][j] = covariances[k][i][j];
      }
    }
  }

  /** The density of a component; made anew only where its parameters have changed. */
  #density(k: number): Density {
    const known = this.#densities[k];
    if (known?.isOf(this.means[k], this.covariances[k])) return known;
    const density = new Density(this.means[k], this.covariances[k], `covariances[${k}]`);
    this.#densities[k] = density;
    return density;
  }

  /**
   * The density of each component at a point, times its weight.
   *
   * @throws SingularCovarianceError if a covariance is singular
   */
  predict(point: ArrayLike<number> | number): number[] {
    const features = checkPoint(point, this.dimensions);
    return this.weights.map((weight, k) => weight * this.#density(k).density(features));
  }

  /**
   * The probability of each component, given a point; they sum to 1.
   *
   * @throws SingularCovarianceError if a covariance is singular
   */
  predictNormalize(point: ArrayLike<number> | number): number[] {
    const features = checkPoint(point, this.dimensions);
    const weights = checkShares(this.weights, this.clusters);
    return normaliseLogs(weights.map((weight, k) => logOf(weight) + this.#density(k).logDensity(features)));
  }
}

/** @throws TypeError for what is no array, RangeError for an empty one */
function lengthOf(value: unknown, name: string, expected: string): number {
  const length = (value as ArrayLike<unknown> | null | undefined)?.length;
  if (typeof value !== 'object' || typeof length !== 'number') {
    throw new TypeError(`${name} must be an array of ${expected}, got ${show(value)}`);
  }
  if (length === 0) throw new RangeError(`${name} is empty: it must hold ${expected}`);
  return length;
}
