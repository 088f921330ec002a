export const REG_COVAR = 1e-6;

/** What every contender is given: data, family, and the start (first K rows, unit covariances, equal weights). */
export class Problem {
  #rows;
  #lists = new Map();

  constructor({ n, d, nComponents, covarianceType, data }) {
    this.n = n;
    this.d = d;
    this.nComponents = nComponents;
    this.covarianceType = covarianceType;
    this.data = data;
  }

  /** The data as the peers want it, arrays of numbers, made once. */
  get rows() {
    this.#rows ??= Array.from({ length: this.n }, (_, i) => Array.from(this.#row(i)));
    return this.#rows;
  }

  /** A fresh copy of the start, nested as in scikit-learn. */
  start() {
    const { d, nComponents: k, covarianceType } = this;
    const identity = () => Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
    const covariances = {
      full: () => Array.from({ length: k }, identity),
      tied: identity,
      diag: () => Array.from({ length: k }, () => new Array(d).fill(1)),
      spherical: () => new Array(k).fill(1),
    };
    return {
      weights: new Array(k).fill(1 / k),
      means: Array.from({ length: k }, (_, i) => Array.from(this.#row(i))),
      covariances: covariances[covarianceType](),
    };
  }

  /** The same problem on the first rows only: what a slow peer is judged by. */
  head(n) {
    if (!this.#lists.has(n)) {
      this.#lists.set(n, new Problem({ ...this, n, data: this.data.subarray(0, n * this.d) }));
    }
    return this.#lists.get(n);
  }

  #row(i) {
    return this.data.subarray(i * this.d, (i + 1) * this.d);
  }
}
