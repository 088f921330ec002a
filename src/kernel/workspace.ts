// A problem in an arena: its rows packed, and the operations of EM on them. `fit` is written on exactly this surface,
// and so can be any other EM: pack, pass, maximise, decide.

import type { Rows } from '../data.js';
import type { Steps } from '../steps.js';
import type { Arena } from './arena.js';
import { Fold } from './fold.js';
import type { Kernel } from './kernel.js';
import {
  ALONE,
  blockCount,
  blockLength,
  covariancesAt,
  DIAGONAL,
  type FitLayout,
  FULL,
  fitLayout,
  givenRows,
  isOrdered,
  LEAST,
  meansAt,
  type ProblemSize,
  packedBytes,
  paddedRows,
  parametersLength,
  type Share,
  sampleCount,
  sampleStride,
  shapeOf,
  statisticsLength,
  TIED,
} from './memory.js';
import { type Coordinates, type Frame, packRows } from './packing.js';
import { foldLevels, type Subtree, shareBounds, subtrees } from './subtrees.js';
import { SWEEPS, type SweepName } from './sweeps.js';

/**
 * Work may pause after so many numbers, some 0.2 ms (and see `maximise`): to offer it more often costs small problems
 * more than their passes.
 */
const PAUSE_NUMBERS = 16_384;

/** Part of the packed rows. */
export interface Range {
  /** Address of the first tile at rest; `open` says where to work on it. */
  readonly tiles: number;
  readonly rows: number;
  /** Index of the first row among all packed rows. */
  readonly first: number;
  /** Address of its weights, or 0. */
  readonly weights: number;
  /** Address of their order (assembly/order.ts), or 0 where they are not put in order. */
  readonly order: number;
}

/** A row that is further from its centre than any other. */
export interface Furthest {
  readonly distance: number;
  readonly range: Range;
  /** Its index in the range. */
  readonly row: number;
}

/** Those who share the sweeps of a workspace. */
export interface Team {
  /** Whether they share this one; else the workspace does it alone. */
  shares(name: SweepName): boolean;
  /** A whole sweep; the address of the sum. */
  sweep(workspace: Workspace, name: SweepName, argument: number): Steps<number>;
  /** `visit`, where the memory of the workspace does not hold all rows. */
  visit?(workspace: Workspace, enough: (range: Range) => boolean): Steps<boolean>;
}

export class Workspace {
  readonly size: ProblemSize;
  readonly arena: Arena;
  readonly share: Share;
  /** Addresses of everything, by name. */
  readonly at: FitLayout['at'];
  /** What the packed numbers mean; set by `pack`. */
  coordinates: Coordinates = { exponent: 0, weightExponent: 0, totalWeight: 0 };
  /** The mean of all rows, internal; known after `measure`. */
  grandMean = new Float64Array(0);
  /** Whether there is a prior in the arena. */
  hasPrior = false;
  /** Who helps; nobody if undefined. */
  team: Team | undefined;
  readonly #layout: FitLayout;
  readonly #ordered: boolean;
  /** Numbers, rows × d × K, gone through since the last pause. */
  #unpaused = 0;
  /** Whether rows may lie in another order than they were packed in. */
  #arranged = false;
  #kernel: Kernel;
  #fold: Fold;

  /**
   * @param share - the part of one worker among several; all of it if left out
   * @param base - address at which it begins, a multiple of 64
   */
  constructor(size: ProblemSize, arena: Arena, kernel: Kernel, share: Share = ALONE, base = 0) {
    this.size = size;
    this.arena = arena;
    this.share = share;
    this.#layout = fitLayout(size, share);
    this.at = base === 0 ? this.#layout.at : shifted(this.#layout.at, base);
    this.#ordered = isOrdered(size, share);
    const end = base + this.#layout.bytes;
    if (arena.buffer.byteLength < end) {
      throw new RangeError(`the arena has ${arena.buffer.byteLength} bytes, and the problem needs ${end}`);
    }
    this.#kernel = kernel;
    this.#fold = this.#newFold();
  }

  #newFold(): Fold {
    return new Fold(this.#kernel, this.at.sums, this.#layout.slotBytes, this.#layout.levels);
  }

  get exponent(): number {
    return this.coordinates.exponent;
  }

  get weightExponent(): number {
    return this.coordinates.weightExponent;
  }

  get totalWeight(): number {
    return this.coordinates.totalWeight;
  }

  /** Bytes from one partial sum to the next. */
  get slotBytes(): number {
    return this.#layout.slotBytes;
  }

  get kernel(): Kernel {
    return this.#kernel;
  }

  /** Where sums are folded. */
  get fold(): Fold {
    return this.#fold;
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
   * @param weights - one for each row if `size.weighted`; else only zeros and ones, to leave rows out, or nothing
   * @param frame - of other rows, if these are a sample of them; else their own
   * @throws TypeError if weights and `size.weighted` do not agree
   * @throws RangeError for another number of rows or features than the workspace is for; and one that names the place
   *   of the first value that is not finite, or too large
   */
  pack(rows: Rows, weights?: Float64Array, frame?: Frame): void {
    this.coordinates = packRows(this, rows, weights, frame);
    this.asPacked();
  }

  /** Notes that rows lie in the order in which they were packed. */
  asPacked(): void {
    this.#arranged = false;
    if (!this.#ordered) return;
    const { held, slice } = this.#layout;
    const { integers } = this.#kernel;
    const at = this.at.order / 4;
    for (let i = 0; i < held.end - held.first; i++) integers[at + i] = i % slice;
  }

  /** Ranges of rows: how many slices there are, or how many ranges k-means looks at. */
  count(over: 'slices' | 'sample'): number {
    const { n, d } = this.size;
    return over === 'slices' ? Math.ceil(n / this.#layout.slice) : sampleCount(n, d);
  }

  /** One slice; or one of the ranges that k-means looks at: all slices, or every so many tiles of large data. */
  range(over: 'slices' | 'sample', index: number): Range {
    const { n, d } = this.size;
    const { slice } = this.#layout;
    const stride = over === 'slices' ? 1 : sampleStride(n, d);
    if (stride === 1) return this.rangeOf(index * slice, Math.min(slice, n - index * slice));
    const tile = this.#kernel.functions.tile_size(d);
    const perSlice = Math.ceil(slice / tile);
    const first = Math.floor((index * stride) / perSlice) * slice;
    const start = ((index * stride) % perSlice) * tile;
    return this.rangeOf(first + start, Math.min(start + tile, slice, n - first) - start);
  }

  /** All of them, in order. */
  *ranges(over: 'slices' | 'sample'): Generator<Range> {
    for (let index = 0; index < this.count(over); index++) yield this.range(over, index);
  }

  /** So many rows of one slice, from row `first` of all on. */
  rangeOf(first: number, rows: number): Range {
    const { d, weighted } = this.size;
    const { held, slice } = this.#layout;
    const row = this.share.holds === 'slice' ? first % slice : first - held.first;
    const weights = weighted ? this.at.weights + 8 * row : 0;
    const order = this.#ordered ? this.at.order + 4 * row : 0;
    return { tiles: this.at.tiles + packedBytes(this.size) * d * row, rows, first, weights, order };
  }

  /** The address of the tiles of a range as doubles: where they are, or widened, which holds until the next `open`. */
  open({ tiles, rows }: Range): number {
    if (!this.size.single) return tiles;
    this.#kernel.functions.widen(tiles, paddedRows(rows) * this.size.d, this.at.wide);
    return this.at.wide;
  }

  /** Writes the tiles of a range back after they have changed; false if single precision cannot hold them. */
  close({ tiles, rows }: Range): boolean {
    if (!this.size.single) return true;
    return this.#kernel.functions.narrow(this.at.wide, paddedRows(rows) * this.size.d, tiles) === 1;
  }

  // passes

  /**
   * One sweep over all rows, or over those of the sample, by everybody.
   *
   * @returns the address of the sum
   */
  sweep(name: SweepName, argument = 0): Steps<number> {
    if (this.team?.shares(name)) return this.team.sweep(this, name, argument);
    const leaves = this.count(SWEEPS[name].over);
    return this.#sumSubtree(name, argument, { level: foldLevels(leaves), first: 0, count: leaves });
  }

  /** The sum of the partial sums that lie in the areas of all workers; its address. */
  gather(name: SweepName): number {
    const { over, length } = SWEEPS[name];
    this.#fold.begin(length(this.size), foldLevels(this.count(over)));
    for (let worker = 0; worker < this.share.workers; worker++) {
      let at = this.partials(worker);
      for (const { level } of this.subtrees(over, worker)) {
        this.#fold.add(level, at);
        at += this.#layout.slotBytes;
      }
    }
    return this.#fold.finish();
  }

  /** This worker's share of a sweep: the sum of each of its subtrees goes to a slot of its partial sums. */
  *sweepShare(name: SweepName, argument: number): Steps<void> {
    const { over, length } = SWEEPS[name];
    const { doubles } = this.#kernel;
    this.view(this.at.furthest, 3).fill(0);
    let to = this.at.partials / 8;
    for (const subtree of this.subtrees(over, this.share.worker)) {
      const from = (yield* this.#sumSubtree(name, argument, subtree)) / 8;
      doubles.copyWithin(to, from, from + length(this.size));
      to += this.#layout.slotBytes / 8;
    }
  }

  *#sumSubtree(name: SweepName, argument: number, { level, first, count }: Subtree): Steps<number> {
    const { over, length, run } = SWEEPS[name];
    const { d, k } = this.size;
    this.#fold.begin(length(this.size), level);
    for (let index = first; index < first + count; index++) {
      const range = this.range(over, index);
      run(this, range, index, argument, this.#fold.leaf);
      this.#fold.add();
      if (this.worked(range.rows * k * d)) yield;
    }
    return this.#fold.finish();
  }

  /** Takes note of work on so many numbers, rows × d × K; whether it is time to offer a pause. */
  worked(numbers: number): boolean {
    this.#unpaused += numbers;
    if (this.#unpaused < PAUSE_NUMBERS) return false;
    this.#unpaused = 0;
    return true;
  }

  /**
   * Goes through all slices in order, until it is enough; whether it was.
   *
   * @param enough - the tiles of a range may be gone when it returns
   */
  *visit(enough: (range: Range) => boolean): Steps<boolean> {
    if (this.team?.visit) return yield* this.team.visit(this, enough);
    for (const range of this.ranges('slices')) {
      if (enough(range)) return true;
      yield;
    }
    return false;
  }

  /** Sees to it that the tiles of a slice are in memory, until the next sweep. */
  *bring({ first }: Range): Steps<void> {
    if (this.team?.visit) yield* this.team.visit(this, (range) => range.first === first);
  }

  /** What one worker sums of the leaves of a sweep. */
  subtrees(over: 'slices' | 'sample', worker: number): Subtree[] {
    const leaves = this.count(over);
    const size = over === 'slices' ? this.size.n / this.#layout.slice : leaves;
    const bounds = shareBounds(size, this.share.workers);
    return subtrees(bounds[worker], bounds[worker + 1], leaves);
  }

  /** Address of the partial sums of a worker, one after the other. */
  partials(worker: number): number {
    return this.at.partials + (worker - this.share.worker) * this.#layout.areaBytes;
  }

  /**
   * E-step at the present parameters, and statistics about the present centres.
   *
   * @param direct - after `cancels`
   * @param arranging - whether rows may be put in order afterwards, so that later passes have less to do; only the last
   *   bits of their sums can tell. `restoreOrder` undoes it.
   * @returns the address of [log-likelihood in internal units, weight, …]
   */
  pass(direct = false, arranging = false): Steps<number> {
    if (!arranging || !this.#ordered) return this.sweep('pass', Number(direct));
    this.#arranged = true;
    return this.sweep('arranging', Number(direct));
  }

  /**
   * Puts rows back into the order in which they were packed; whether they may have been in another.
   *
   * @param elsewhere - whether somebody else may have put them in order, in the same memory
   */
  *restoreOrder(elsewhere = false): Steps<boolean> {
    if (!this.#arranged && !(elsewhere && this.#ordered)) return false;
    yield* this.sweep('restore');
    this.#arranged = false;
    return true;
  }

  /** E-step alone: the address of [log-likelihood in internal units, weight]. */
  likelihood(): Steps<number> {
    return this.sweep('likelihood');
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
    const spare = this.at.sums + (this.#layout.levels + 1) * this.#layout.slotBytes;
    this.#fold.begin(length, foldLevels(this.count('slices')));
    for (const range of this.ranges('slices')) {
      this.view(this.#fold.leaf, length).fill(0);
      for (let start = 0; start < range.rows; start += piece) {
        const part = this.rangeOf(range.first + start, Math.min(piece, range.rows - start));
        fill(staging, part.first, part.rows);
        functions.pass_given(
          this.open(part),
          part.rows,
          d,
          k,
          family,
          staging,
          0,
          centres,
          part.weights,
          spare,
          scratch,
        );
        functions.merge(this.#fold.leaf, spare, length);
      }
      this.#fold.add();
      yield;
    }
    return this.#fold.finish();
  }

  /** Statistics about the present centres of the rows as given to their nearest centre in the metric. */
  passNearest(nearestTo: number): Steps<number> {
    return this.sweep('nearest', nearestTo);
  }

  /**
   * The sums of the groups of rows nearest to the present centres: inertia | weight | K × (N_k | Σ w (x − c_k), d); and
   * the row that is furthest from its own.
   */
  *assign(over: 'slices' | 'sample'): Steps<{ sums: number; furthest: Furthest }> {
    this.view(this.at.furthest, 3).fill(0);
    const name = over === 'slices' ? 'assignAll' : 'assign';
    const sums = yield* this.sweep(name);
    let furthest = this.#furthest(over, this.share.worker);
    const workers = this.team?.shares(name) ? this.share.workers : 0;
    for (let worker = 0; worker < workers; worker++) {
      const other = this.#furthest(over, worker);
      if (other.distance > furthest.distance) furthest = other;
    }
    return { sums, furthest };
  }

  #furthest(over: 'slices' | 'sample', worker: number): Furthest {
    const at = this.at.furthest + (worker - this.share.worker) * this.#layout.areaBytes;
    const [distance, index, row] = this.view(at, 3);
    return { distance, range: this.range(over, index), row };
  }

  /**
   * The total variance of each feature, and from it the metric of k-means: 1/variance, 0 where a feature is constant.
   * The floor is taken as 0.
   */
  *measure(): Steps<void> {
    const { d } = this.size;
    const { functions } = this.#kernel;
    const { metric, floor, total } = this.at;
    const centre = this.view(metric, d).fill(0);
    this.view(floor, d).fill(0);
    let sums = 0;
    // a second time if the first slice lies far from the rest, and then the centre is the mean
    for (let round = 0; round < 3; round++) {
      sums = yield* this.sweep('measure');
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
    const prior = this.hasPrior ? this.at.prior : 0;
    // factors cost as much as a pass over so many numbers
    if (shapeOf(family) === FULL) this.#unpaused += blockCount(k, family) * d * d * d;
    return this.#kernel.functions.maximise(statistics, centres, floor, prior, parameters, d, k, family, scratch);
  }

  /** The logarithm of the prior at the present parameters, internal units, up to a constant; 0 without one. */
  logPrior(): number {
    if (!this.hasPrior) return 0;
    const { d, k, family } = this.size;
    const { prior, parameters, scratch } = this.at;
    return this.#kernel.functions.log_prior(prior, parameters, d, k, family, scratch);
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

/** The addresses of an arena that begins elsewhere. */
function shifted(at: FitLayout['at'], base: number): FitLayout['at'] {
  const moved = Object.entries(at).map(([name, address]) => [name, address + base]);
  return Object.fromEntries(moved) as FitLayout['at'];
}
