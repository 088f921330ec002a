// A model asked about rows: piece by piece, so that memory does not grow with n beyond what is returned.

import type { Rows } from '../data.js';
import { Fold } from '../kernel/fold.js';
import type { Kernel } from '../kernel/kernel.js';
import { evaluationLayout, leavingRows, paddedRows, sliceRows } from '../kernel/memory.js';
import { logOf } from '../kernel/prepare.js';
import { badValue, largestExponent, readKept } from '../kernel/reading.js';
import { foldLevels } from '../kernel/subtrees.js';
import { splitPower, timesPower } from '../scale.js';
import type { Steps } from '../steps.js';
import { areUneven, countPositive } from '../weights.js';

/** A mixture as the kernel evaluates it, in internal coordinates. */
export interface Mixture {
  readonly d: number;
  readonly k: number;
  readonly family: number;
  readonly origin: Float64Array;
  readonly exponent: number;
  /** The parameter block: weights, means, covariances and what follows from them. */
  readonly parameters: Float64Array;
}

function layoutFor({ d, k, family }: Mixture, n: number) {
  return evaluationLayout(Math.min(Math.max(n, 1), sliceRows(d)), d, k, family);
}

/** The arena that n rows need. */
export function evaluationBytes(mixture: Mixture, n: number): number {
  return layoutFor(mixture, n).bytes;
}

/** Rows of one mixture on one arena. */
export class Evaluator {
  readonly #mixture: Mixture;
  readonly #rows: Rows;
  readonly #kernel: Kernel;
  readonly #at: ReturnType<typeof evaluationLayout>['at'];
  readonly #scales: [number, number];

  constructor(mixture: Mixture, rows: Rows, kernel: Kernel) {
    this.#mixture = mixture;
    this.#rows = rows;
    this.#kernel = kernel;
    this.#at = layoutFor(mixture, rows.n).at;
    this.#scales = splitPower(mixture.exponent);
    kernel.doubles.set(mixture.parameters, this.#at.parameters / 8);
    kernel.doubles.set(mixture.origin, this.#at.origin / 8);
  }

  #view(address: number, length: number): Float64Array {
    return this.#kernel.doubles.subarray(address / 8, address / 8 + length);
  }

  /**
   * Reads and packs one piece of rows after the other and calls `use` for each.
   *
   * @param weights - rows of weight 0 are left out
   * @param use - `kept` holds the indices of the rows
   */
  *#pieces(piece: number, weights: Float64Array | undefined, use: (kept: Int32Array) => void): Steps<void> {
    const { d } = this.#mixture;
    const { functions } = this.#kernel;
    const { staging, origin, tiles } = this.#at;
    const [scale1, scale2] = this.#scales;
    const n = weights ? countPositive(weights) : this.#rows.n;
    const indices = new Int32Array(Math.min(piece, n));
    let row = 0;
    for (let first = 0; first < n; first += piece) {
      const kept = indices.subarray(0, Math.min(piece, n - first));
      const values = this.#view(staging, kept.length * d);
      row = readKept(this.#rows, row, kept.length, weights, values, kept);
      const bad = functions.pack(staging, kept.length, d, origin, scale1, scale2, tiles);
      if (bad >= 0) throw badValue(values[bad], this.#rows.place(kept[Math.floor(bad / d)], bad % d), 'the model');
      use(kept);
      yield;
    }
  }

  #evaluate(rows: number, logDensities: number, labels: number, responsibilities: number): void {
    const { d, k, family } = this.#mixture;
    const { tiles, parameters, scratch } = this.#at;
    const { functions } = this.#kernel;
    functions.evaluate(tiles, rows, d, k, family, parameters, logDensities, labels, responsibilities, scratch);
  }

  /** The likeliest component of each row. */
  *labels(): Steps<Int32Array> {
    const out = new Int32Array(this.#rows.n);
    const { labels } = this.#at;
    yield* this.#pieces(sliceRows(this.#mixture.d), undefined, (kept) => {
      this.#evaluate(kept.length, 0, labels, 0);
      out.set(this.#kernel.integers.subarray(labels / 4, labels / 4 + kept.length), kept[0]);
    });
    return out;
  }

  /** ln p(x) of each row, internal units. */
  *logDensities(): Steps<Float64Array> {
    const out = new Float64Array(this.#rows.n);
    const { logDensities } = this.#at;
    yield* this.#pieces(sliceRows(this.#mixture.d), undefined, (kept) => {
      this.#evaluate(kept.length, logDensities, 0, 0);
      out.set(this.#view(logDensities, kept.length), kept[0]);
    });
    return out;
  }

  /** Responsibilities, n × K, row-major. */
  *responsibilities(): Steps<Float64Array> {
    const { k, d } = this.#mixture;
    const out = new Float64Array(this.#rows.n * k);
    const { responsibilities } = this.#at;
    yield* this.#pieces(leavingRows(d, k), undefined, (kept) => {
      this.#evaluate(kept.length, 0, 0, responsibilities);
      out.set(this.#view(responsibilities, kept.length * k), kept[0] * k);
    });
    return out;
  }

  /** 1 − max_k r_k of each row, as the sum of the other responsibilities: nothing cancels where one of them is near 1. */
  *uncertainty(): Steps<Float64Array> {
    const { k, d } = this.#mixture;
    const out = new Float64Array(this.#rows.n);
    const { responsibilities } = this.#at;
    yield* this.#pieces(leavingRows(d, k), undefined, (kept) => {
      this.#evaluate(kept.length, 0, 0, responsibilities);
      const view = this.#view(responsibilities, kept.length * k);
      for (let i = 0; i < kept.length; i++) {
        let most = 0;
        let others = 0;
        for (let c = 0; c < k; c++) {
          const share = view[i * k + c];
          others += Math.min(share, most);
          most = Math.max(share, most);
        }
        out[kept[i]] = others;
      }
    });
    return out;
  }

  /** Σ w·ln max_k r_k: 0 if every row belongs to one component alone. */
  *certainty(weights: Float64Array | undefined): Steps<number> {
    const { k, d } = this.#mixture;
    const { responsibilities } = this.#at;
    let total = 0;
    yield* this.#pieces(leavingRows(d, k), weights, (kept) => {
      this.#evaluate(kept.length, 0, 0, responsibilities);
      const view = this.#view(responsibilities, kept.length * k);
      for (let i = 0; i < kept.length; i++) {
        let most = 0;
        for (let c = 0; c < k; c++) most = Math.max(most, view[i * k + c]);
        total += (weights ? weights[kept[i]] : 1) * logOf(most);
      }
    });
    return total;
  }

  /**
   * Σ w·ln p(x), internal units, and Σ w, both times 2^−exponent: summed as a fit sums them, so that on its training
   * data a model gives its log-likelihood to the bit.
   */
  *total(weights: Float64Array | undefined): Steps<{ logLikelihood: number; weight: number; exponent: number }> {
    const { d, k, family } = this.#mixture;
    const { tiles, parameters, scratch, statistics } = this.#at;
    const { functions } = this.#kernel;
    const slice = sliceRows(d);
    const uneven = weights !== undefined && areUneven(weights);
    const exponent = uneven ? largestExponent(weights) : 0;
    const n = weights ? countPositive(weights) : this.#rows.n;
    const levels = foldLevels(Math.ceil(n / slice));
    const fold = new Fold(this.#kernel, statistics, 16, levels);
    let weight = uneven ? 0 : n;
    fold.begin(2, levels);
    yield* this.#pieces(slice, weights, (kept) => {
      if (uneven) {
        const to = this.#view(this.#at.weights, paddedRows(kept.length)).fill(0);
        for (let i = 0; i < kept.length; i++) weight += to[i] = timesPower(weights[kept[i]], -exponent);
      }
      const w = uneven ? this.#at.weights : 0;
      functions.pass(tiles, kept.length, d, k, family, parameters, 0, w, 0, 0, 0, fold.leaf, scratch, 0, 0);
      fold.add();
    });
    return { logLikelihood: this.#kernel.doubles[fold.finish() / 8], weight, exponent };
  }
}
