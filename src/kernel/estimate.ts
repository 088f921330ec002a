// The parameters of a mixture in an arena, and what makes new ones of statistics: all of a problem that is not its rows.

import type { Arena } from './arena.js';
import { checkArena } from './contract.js';
import { Fold } from './fold.js';
import type { Kernel } from './kernel.js';
import {
  ALONE,
  blockCount,
  blockLength,
  covariancesAt,
  type FitLayout,
  FULL,
  fitLayout,
  meansAt,
  type ProblemSize,
  parametersLength,
  type Share,
  shapeOf,
  TIED,
} from './memory.js';
import type { Coordinates } from './packing.js';

/**
 * Work may pause after so many numbers, some 0.2 ms (and see `maximise`): to offer it more often costs small problems
 * more than their passes.
 */
const PAUSE_NUMBERS = 16_384;

export class Estimate {
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
  protected readonly layout: FitLayout;
  /** Numbers, rows × d × K, gone through since the last pause. */
  #unpaused = 0;
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
    this.layout = fitLayout(size, share);
    this.at = base === 0 ? this.layout.at : shifted(this.layout.at, base);
    checkArena(arena.buffer.byteLength, base + this.layout.bytes);
    this.#kernel = kernel;
    this.#fold = this.#newFold();
  }

  #newFold(): Fold {
    return new Fold(this.#kernel, this.at.sums, this.layout.slotBytes, this.layout.levels);
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
    return this.layout.slotBytes;
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

  /** Takes note of work on so many numbers, rows × d × K; whether it is time to offer a pause. */
  worked(numbers: number): boolean {
    this.#unpaused += numbers;
    if (this.#unpaused < PAUSE_NUMBERS) return false;
    this.#unpaused = 0;
    return true;
  }

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
    const from = this.at.parameters / 8;
    return this.#kernel.doubles.slice(from, from + parametersLength(d, k, family));
  }

  loadParameters(saved: Float64Array): void {
    this.#kernel.doubles.set(saved, this.at.parameters / 8);
  }
}

/** The addresses of an arena that begins elsewhere. */
function shifted(at: FitLayout['at'], base: number): FitLayout['at'] {
  const moved = Object.entries(at).map(([name, address]) => [name, address + base]);
  return Object.fromEntries(moved) as FitLayout['at'];
}
