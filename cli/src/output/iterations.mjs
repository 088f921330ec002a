// What is told of a fit under way: run, iteration, mean log-likelihood, rate, and how long it may still take.

import { duration, short } from './numbers.mjs';

export class Iterations {
  #progress;
  #options;
  #start = performance.now();
  #passes = 0;
  /** @type {number[]} */ #values = [];

  /**
   * @param {import('./progress.mjs').Progress} progress
   * @param {{ nInit?: number | undefined, tol?: number | undefined, maxIter?: number | undefined }} options
   */
  constructor(progress, options) {
    this.#progress = progress;
    this.#options = options;
  }

  /** Whether there is something to keep. */
  get begun() {
    return this.#passes > 0;
  }

  /** @param {import('gmm-wasm').IterationInfo} info */
  see({ run, iteration, lowerBound }) {
    this.#passes++;
    if (iteration === 0) this.#values = [];
    this.#values = [...this.#values.slice(-2), lowerBound];
    this.#progress.line(() => {
      const { nInit = 1 } = this.#options;
      const spent = (performance.now() - this.#start) / 1000;
      const rate = this.#passes / spent;
      const which = nInit > 1 ? `run ${run + 1} of ${nInit}, ` : '';
      const left = nInit > 1 ? undefined : this.#left(iteration);
      const rest = left === undefined ? '' : `, ${duration(left / rate)} left`;
      return `${which}iteration ${iteration}: mean log-likelihood ${lowerBound.toFixed(6)}, ${short(rate, 3)}/s, ${duration(spent)}${rest}`;
    });
  }

  /**
   * Iterations until what Aitken's extrapolation says is still to come falls below `tol`.
   *
   * @param {number} iteration
   * @returns {number | undefined}
   */
  #left(iteration) {
    const { tol = 1e-7, maxIter = 2000 } = this.#options;
    const most = maxIter - iteration;
    const [a, b, c] = this.#values;
    const ratio = (c - b) / (b - a);
    if (!(ratio > 0 && ratio < 1) || tol === 0) return tol === 0 ? most : undefined;
    const remaining = ((c - b) * ratio) / (1 - ratio);
    return Math.min(most, Math.max(1, Math.ceil(Math.log(tol / remaining) / Math.log(ratio))));
  }
}
