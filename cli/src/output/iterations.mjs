// What is told of a fit under way: run, iteration, mean log-likelihood, rate, and how long it may still take.

import { duration, short } from './numbers.mjs';

/** Two forecasts that differ by less than this share of what is left agree. */
const STEADY = 0.25;

/** Iterations after which their pace can be told. */
const SETTLED = 3;

export class Iterations {
  #progress;
  #options;
  #start = performance.now();
  /** When the first pass was done. */
  #first = 0;
  #passes = 0;
  /** @type {number[]} */ #values = [];
  /** The last iteration, as it was last foretold. @type {number | undefined} */ #end;

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
    if (this.#passes++ === 0) this.#first = performance.now();
    if (iteration === 0) this.#values = [];
    this.#values = [...this.#values.slice(-2), lowerBound];
    this.#progress.line(() => {
      const { nInit = 1, maxIter = 2000 } = this.#options;
      const now = performance.now();
      const spent = (now - this.#start) / 1000;
      // what comes before the first pass (a start, threads) comes but once
      const rate = (1000 * (this.#passes - 1)) / (now - this.#first);
      const told = nInit === 1 && iteration >= SETTLED;
      const left = told ? this.#left(iteration) : undefined;
      const bound = told && left === undefined ? [`at most ${duration((maxIter - iteration) / rate)} more`] : [];
      return [
        `${nInit > 1 ? `run ${run + 1} of ${nInit}, ` : ''}iteration ${iteration}`,
        ...(left === undefined ? [] : [`${duration(left / rate)} left`]),
        duration(spent),
        ...bound,
        `mean log-likelihood ${lowerBound.toFixed(6)}`,
        ...(this.#passes > 1 ? [`${short(rate, 3)}/s`] : []),
      ];
    });
  }

  /**
   * Iterations until what Aitken's extrapolation says is still to come falls below `tol`; undefined while that cannot be
   * told: where steps do not shrink steadily the extrapolation says nothing, and `maxIter` is seldom reached.
   *
   * @param {number} iteration
   * @returns {number | undefined}
   */
  #left(iteration) {
    const { tol = 1e-7, maxIter = 2000 } = this.#options;
    const most = maxIter - iteration;
    if (tol === 0) return most;
    const [a, b, c] = this.#values;
    const ratio = (c - b) / (b - a);
    const before = this.#end;
    this.#end = undefined;
    if (!(ratio > 0 && ratio < 1)) return undefined;
    const remaining = ((c - b) * ratio) / (1 - ratio);
    const left = Math.max(1, Math.ceil(Math.log(tol / remaining) / Math.log(ratio)));
    this.#end = iteration + left;
    const steady = before !== undefined && Math.abs(this.#end - before) <= STEADY * left;
    return steady && left < most ? left : undefined;
  }
}
