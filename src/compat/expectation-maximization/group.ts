import { Density } from '../density.js';
import { checkPoint } from '../points.js';

/** One Gaussian of the mixture. */
export class Group {
  /** The share of all points that belongs to the group. */
  weight: number;
  /** The mean: d numbers. */
  mu: number[];
  /** The covariance: d × d. */
  sigma: number[][];

  readonly #density: Density;

  /** @throws SingularCovarianceError if sigma is not positive definite */
  constructor(weight: number, mu: number[], sigma: number[][]) {
    this.weight = weight;
    this.mu = mu;
    this.sigma = sigma;
    this.#density = new Density(mu, sigma, 'sigma');
  }

  /**
   * The weight times the density at a point of d features.
   *
   * @throws TypeError, RangeError for what is no such point
   */
  probability(point: ArrayLike<number> | number): number {
    return this.weight * this.#density.density(checkPoint(point, this.mu.length));
  }
}
