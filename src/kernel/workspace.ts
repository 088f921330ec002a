// A problem in an arena: its rows packed, and the operations of EM on them. `fit` is written on exactly this surface,
// and so can be any other EM: pack, pass, maximise, decide.

import type { Rows } from '../data.js';
import { exponentOf, splitPower, timesPower } from '../scale.js';
import type { Steps } from '../steps.js';
import type { Arena } from './arena.js';
import { Fold } from './fold.js';
import type { Kernel } from './kernel.js';
import {
  blockCount,
  blockLength,
  covariancesAt,
  DIAGONAL,
  fitLayout,
  givenRows,
  LEAST,
  meansAt,
  type ProblemSize,
  paddedRows,
  parametersLength,
  pointLength,
  sampleStride,
  statisticsLength,
  TIED,
  tileCount,
} from './memory.js';
import { badValue, largestExponent, readKept } from './reading.js';

/** Part of the packed rows. */
export interface Range {
  /** Address of the first tile. */
  readonly tiles: number;
  readonly rows: number;
  /** Index of the first row among all packed rows. */
  readonly first: number;
  /** Address of its weights, or 0. */
  readonly weights: number;
}

export class Workspace {
  readonly size: ProblemSize;
  readonly arena: Arena;
  /** Addresses of everything, by name. */
  readonly at: ReturnType<typeof fitLayout>['at'];
  /** The exponent of the internal coordinates: stored is (x − origin)·2^exponent. */
  exponent = 0;
  /** Weights are stored times 2^−weightExponent, so that the largest lies in [½, 1). */
  weightExponent = 0;
  /** Σ of stored weights; n if there are none. */
  totalWeight = 0;
  /** The mean of all rows, internal; known after `measure`. */
  grandMean = new Float64Array(0);
  readonly #layout: ReturnType<typeof fitLayout>;
  #kernel: Kernel;
  #fold: Fold;

  constructor(size: ProblemSize, arena: Arena, kernel: Kernel) {
    this.size = size;
    this.arena = arena;
    this.#layout = fitLayout(size);
    this.at = this.#layout.at;
    if (arena.buffer.byteLength < this.#layout.bytes) {
      throw new RangeError(
        `the arena has ${arena.buffer.byteLength} bytes, and the problem needs ${this.#layout.bytes}`,
      );
    }
    this.#kernel = kernel;
    this.#fold = this.#newFold();
  }

  #newFold(): Fold {
    return new Fold(this.#kernel, this.at.statistics, this.#layout.statisticsBytes, this.#layout.levels);
  }

  get kernel(): Kernel {
    return this.#kernel;
  }

  /** Goes on with another kernel on the same arena: nothing else changes, as all kernels give the same bits. */
  use(kernel: Kernel): void {
    this.#kernel = kernel;
    this.#fold = this.#newFold();
  }

  /** A live view of `length` doubles. */
  view(address: number, length: number): Float64Array {
    return this.#kernel.doubles.subarray(address / 8, address / 8 + length);
  }

  // data

  /**
   * Reads and packs all rows; those of weight 0 are left out.
   *
   * @param weights - stored only if the problem is weighted
   * @throws RangeError that names the place of the first value that is not finite, or too large
   */
  pack(rows: Rows, weights?: Float64Array): void {
    const { d, n, weighted } = this.size;
    const { slice } = this.#layout;
    if (rows.d !== d || (weights ? rows.n < n : rows.n !== n)) {
      throw new RangeError(`the workspace is for ${n} rows of ${d} features, got ${rows.n} of ${rows.d}`);
    }
    const staging = this.view(this.at.staging, Math.min(slice, n) * d);
    const kept = new Int32Array(Math.min(slice, n));
    let row = 0;
    this.totalWeight = weighted ? 0 : n;
    this.weightExponent = weighted && weights ? largestExponent(weights) : 0;
    for (let first = 0; first < n; first += slice) {
      const count = Math.min(slice, n - first);
      row = readKept(rows, row, count, weights, staging, kept);
      if (first === 0) this.#placeOrigin(staging, count);
      this.#packSlice(rows, first, count, kept);
      if (!weighted || !weights) continue;
      const to = this.view(this.at.weights + 8 * first, paddedRows(count)).fill(0);
      for (let i = 0; i < count; i++) this.totalWeight += to[i] = timesPower(weights[kept[i]], -this.weightExponent);
    }
  }

  #packSlice(rows: Rows, first: number, count: number, kept: Int32Array): void {
    const { d } = this.size;
    const { functions } = this.#kernel;
    const [scale1, scale2] = splitPower(this.exponent);
    const target = this.at.tiles + 8 * d * first;
    const bad = functions.pack(this.at.staging, count, d, this.at.origin, scale1, scale2, target);
    if (bad >= 0) {
      const value = this.view(this.at.staging, count * d)[bad];
      throw badValue(value, rows.place(kept[Math.floor(bad / d)], bad % d));
    }
  }

  /** The lower median of each feature in the first slice, and one exponent from the largest spread there. */
  #placeOrigin(staging: Float64Array, count: number): void {
    const { d } = this.size;
    const origin = this.view(this.at.origin, d);
    const column = new Float64Array(count);
    let spread = 0;
    let level = 0;
    for (let j = 0; j < d; j++) {
      for (let i = 0; i < count; i++) column[i] = staging[i * d + j];
      column.sort();
      // −0 becomes +0, and what is not finite is left for `pack` to report
      const median = column[(count - 1) >> 1] + 0;
      origin[j] = Number.isFinite(median) ? median : 0;
      spread = Math.max(spread, column[count - 1] / 2 - column[0] / 2);
      level = Math.max(level, Math.abs(origin[j]));
    }
    const largest = Number.isFinite(spread) ? spread : 0;
    this.exponent = -exponentOf(largest > 0 ? largest : level);
    const [scale1, scale2] = splitPower(this.exponent);
    const levels = this.view(this.at.level, d);
    for (let j = 0; j < d; j++) levels[j] = origin[j] * scale1 * scale2;
  }

  /** The slices, in order. */
  *slices(): Generator<Range> {
    const { n } = this.size;
    for (let first = 0; first < n; first += this.#layout.slice) {
      yield this.#range(first, Math.min(this.#layout.slice, n - first));
    }
  }

  /** The rows that k-means looks at: all slices, or every so many tiles of large data. */
  *sample(): Generator<Range> {
    const { n, d } = this.size;
    const stride = sampleStride(n, d);
    if (stride === 1) {
      yield* this.slices();
      return;
    }
    const tile = this.#kernel.functions.tile_size(d);
    const perSlice = Math.ceil(this.#layout.slice / tile);
    const count = tileCount(n, d);
    for (let index = 0; index < count; index += stride) {
      const slice = Math.floor(index / perSlice) * this.#layout.slice;
      const start = (index % perSlice) * tile;
      const end = Math.min(start + tile, this.#layout.slice, n - slice);
      yield this.#range(slice + start, end - start);
    }
  }

  #range(first: number, rows: number): Range {
    const { d, weighted } = this.size;
    const weights = weighted ? this.at.weights + 8 * first : 0;
    return { tiles: this.at.tiles + 8 * d * first, rows, first, weights };
  }

  // passes

  /**
   * E-step at the present parameters, and statistics about the present centres.
   *
   * @param direct - after `cancels`
   * @returns the address of [log-likelihood in internal units, weight, …]
   */
  *pass(direct = false): Steps<number> {
    const { d, k, family } = this.size;
    return yield* this.#pass(this.at.centres, direct, statisticsLength(d, k, family));
  }

  /** E-step alone: the address of [log-likelihood in internal units, weight]. */
  *likelihood(): Steps<number> {
    return yield* this.#pass(0, false, 2);
  }

  *#pass(centres: number, direct: boolean, length: number): Steps<number> {
    const { d, k, family } = this.size;
    const { parameters, scratch } = this.at;
    const { functions } = this.#kernel;
    this.#fold.begin(length);
    for (const { tiles, rows, weights } of this.slices()) {
      const slot = this.#fold.slice;
      functions.pass(tiles, rows, d, k, family, parameters, centres, weights, Number(direct), slot, scratch);
      this.#fold.add();
      yield;
    }
    return this.#fold.finish();
  }

  /**
   * Statistics about the present centres from given responsibilities.
   *
   * @param fill - writes the responsibilities, row-major, of `rows` rows from `first` on, at an address
   */
  *passResponsibilities(fill: (address: number, first: number, rows: number) => void): Steps<number> {
    const { d, k, family } = this.size;
    const { functions } = this.#kernel;
    const { staging, centres, scratch } = this.at;
    const length = statisticsLength(d, k, family);
    const piece = givenRows(d, k);
    const spare = this.at.statistics + (this.#layout.levels + 1) * this.#layout.statisticsBytes;
    this.#fold.begin(length);
    for (const range of this.slices()) {
      this.view(this.#fold.slice, length).fill(0);
      for (let start = 0; start < range.rows; start += piece) {
        const part = this.#range(range.first + start, Math.min(piece, range.rows - start));
        fill(staging, part.first, part.rows);
        functions.pass_given(part.tiles, part.rows, d, k, family, staging, 0, centres, part.weights, spare, scratch);
        functions.merge(this.#fold.slice, spare, length);
      }
      this.#fold.add();
      yield;
    }
    return this.#fold.finish();
  }

  /** Statistics about the present centres of the rows as given to their nearest centre in the metric. */
  *passNearest(nearestTo: number): Steps<number> {
    const { d, k, family } = this.size;
    const { functions } = this.#kernel;
    const { labels, centres, scratch, metric } = this.at;
    this.#fold.begin(statisticsLength(d, k, family));
    for (const { tiles, rows, weights } of this.slices()) {
      const slot = this.#fold.slice;
      functions.kmeans_assign(tiles, rows, d, k, nearestTo, metric, weights, labels, 0, slot);
      functions.pass_given(tiles, rows, d, k, family, 0, labels, centres, weights, slot, scratch);
      this.#fold.add();
      yield;
    }
    return this.#fold.finish();
  }

  /**
   * The total variance of each feature, and from it the metric of k-means: 1/variance, 0 where a feature is constant.
   * The floor is taken as 0.
   */
  *measure(): Steps<void> {
    const { d } = this.size;
    const { functions } = this.#kernel;
    const { metric, floor, total, labels, scratch, moments } = this.at;
    const length = statisticsLength(d, 1, DIAGONAL);
    const fold = new Fold(this.#kernel, moments, 8 * length, this.#layout.levels);
    const centre = this.view(metric, d).fill(0);
    this.view(floor, d).fill(0);
    let sums = 0;
    // a second time if the first slice lies far from the rest, and then the centre is the mean
    for (let round = 0; round < 3; round++) {
      fold.begin(length);
      for (const { tiles, rows, weights } of this.slices()) {
        this.#kernel.integers.fill(0, labels / 4, labels / 4 + rows);
        functions.pass_given(tiles, rows, d, 1, DIAGONAL, 0, labels, metric, weights, fold.slice, scratch);
        fold.add();
        yield;
      }
      sums = fold.finish();
      if (functions.recentre(sums, metric, floor, d, 1, DIAGONAL) === 0) break;
    }
    functions.pooled_variances(sums, d, 1, DIAGONAL, total);
    const means = this.view(sums + 24, d);
    const variances = this.view(total, d);
    this.grandMean = Float64Array.from(centre, (c, j) => c + means[j] / this.totalWeight);
    for (let j = 0; j < d; j++) centre[j] = variances[j] > LEAST ? 1 / variances[j] : 0;
  }

  // parameters

  /** Centres the statistics to come on the present means. */
  centreOnMeans(): void {
    const { d, k } = this.size;
    const means = meansAt(this.at.parameters / 8, k);
    this.#kernel.doubles.copyWithin(this.at.centres / 8, means, means + k * d);
  }

  get weights(): Float64Array {
    return this.view(this.at.parameters, this.size.k);
  }

  /** K·d means, internal. */
  get means(): Float64Array {
    const { d, k } = this.size;
    return this.view(8 * meansAt(this.at.parameters / 8, k), k * d);
  }

  /** The covariance blocks, packed, internal. */
  get covariances(): Float64Array {
    const { d, k, family } = this.size;
    return this.view(8 * covariancesAt(this.at.parameters / 8, d, k), blockCount(k, family) * blockLength(d, family));
  }

  /** Factors and constants of the present weights, means and covariances; −1, or the component that has none. */
  prepare(): number {
    const { d, k, family } = this.size;
    return this.#kernel.functions.prepare(this.at.parameters, d, k, family, this.at.scratch);
  }

  /** Moves centres where the scatter would cancel; how many moved. */
  recentre(statistics: number): number {
    const { d, k, family } = this.size;
    return this.#kernel.functions.recentre(statistics, this.at.centres, this.at.floor, d, k, family);
  }

  /** Whether the pooled scatter of a pass lost digits, so that it is to be made again directly. */
  cancels(statistics: number): boolean {
    const { d, k, family } = this.size;
    if (family !== TIED || d === 1) return false;
    const { parameters, centres, floor, scratch } = this.at;
    return this.#kernel.functions.cancels(statistics, parameters, centres, floor, d, k, scratch) === 1;
  }

  /** The M-step; −1, or the component whose covariance is not positive definite. */
  maximise(statistics: number): number {
    const { d, k, family } = this.size;
    const { centres, floor, parameters, scratch } = this.at;
    return this.#kernel.functions.maximise(statistics, centres, floor, parameters, d, k, family, scratch);
  }

  // acceleration: three points of EM, each weights | means | covariances

  get #pointLength(): number {
    const { d, k, family } = this.size;
    return pointLength(d, k, family);
  }

  /** Keeps the present weights, means and covariances as one of three points. */
  rememberPoint(index: 0 | 1 | 2): void {
    const { doubles } = this.#kernel;
    const { k } = this.size;
    const length = this.#pointLength;
    const parameters = this.at.parameters / 8;
    const to = this.at.points / 8 + index * length;
    const means = meansAt(parameters, k);
    doubles.copyWithin(to, parameters, parameters + k);
    doubles.copyWithin(to + k, means, means + length - k);
  }

  /** Lets the second point be the first. */
  shiftPoints(): void {
    const length = this.#pointLength;
    const points = this.at.points / 8;
    this.#kernel.doubles.copyWithin(points, points + length, points + 2 * length);
  }

  /** Sets the parameters back to the third point. */
  recallPoint(): void {
    const { doubles } = this.#kernel;
    const { k } = this.size;
    const length = this.#pointLength;
    const parameters = this.at.parameters / 8;
    const from = this.at.points / 8 + 2 * length;
    doubles.copyWithin(parameters, from, from + k);
    doubles.copyWithin(meansAt(parameters, k), from + k, from + length);
    this.prepare();
  }

  /** The SQUAREM step from two points kept and the present one, which becomes the third; its length, 0 or 1. */
  extrapolate(limit: number): number {
    const { d, k, family } = this.size;
    const { points, parameters, threshold, flags, scratch } = this.at;
    this.rememberPoint(2);
    return this.#kernel.functions.extrapolate(points, parameters, threshold, limit, d, k, family, flags, scratch);
  }

  /** A copy of the parameter block. */
  saveParameters(): Float64Array {
    const { d, k, family } = this.size;
    return this.view(this.at.parameters, parametersLength(d, k, family)).slice();
  }

  loadParameters(saved: Float64Array): void {
    this.view(this.at.parameters, saved.length).set(saved);
  }
}
