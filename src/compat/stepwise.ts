// EM one step at a time, from parameters that the caller holds as plain numbers, as the packages work that are replaced
// here: rows are packed once, parameters enter and leave in the caller's units, and what is done to them between an
// M-step and the next pass is the caller's business.

import type { Rows } from '../data.js';
import type { CovarianceShapes } from '../family.js';
import { acquireArena, releaseArena } from '../kernel/arena.js';
import { type Floor, soundStatistics } from '../kernel/floor.js';
import { bindChoiceSync, chooseSync, wantsWasm } from '../kernel/load.js';
import { checkSize, FULL, fitLayout, LARGEST } from '../kernel/memory.js';
import { Workspace } from '../kernel/workspace.js';
import { inUnits, shownParameters } from '../result.js';
import { timesPower } from '../scale.js';
import { runSync } from '../steps.js';
import { countPositive } from '../weights.js';

/** K weights, K·d means, and K packed lower triangles. */
export interface FlatParameters {
  /** Positive or 0; the sum need not be 1. */
  readonly weights: ArrayLike<number>;
  readonly means: ArrayLike<number>;
  readonly covariances: ArrayLike<number>;
}

/** Rows on which steps are taken. `release` has to follow. */
export class StepwiseEM {
  readonly workspace: Workspace;
  /** There is none: what keeps variances above 0 is the caller's business. */
  readonly floor: Floor = { asked: 0, settled: false };
  #statistics = 0;

  /**
   * @param weights - how often each row counts
   * @throws TypeError, RangeError for values that cannot be computed with
   */
  constructor(rows: Rows, k: number, weights?: Float64Array) {
    const n = weights ? countPositive(weights) : rows.n;
    const size = { n, d: rows.d, k, family: FULL, weighted: weights !== undefined };
    const { bytes } = fitLayout(size);
    checkSize(bytes, `EM on n = ${n} rows, d = ${rows.d} features and ${k} components`);
    const arena = acquireArena(bytes, wantsWasm({}));
    try {
      const { kernel } = bindChoiceSync(chooseSync({}), arena);
      this.workspace = new Workspace(size, arena, kernel);
      this.workspace.pack(rows, weights);
    } catch (error) {
      releaseArena(arena);
      throw error;
    }
  }

  /**
   * Takes parameters in the caller's units.
   *
   * @returns −1, or the first component whose covariance is not positive definite
   * @throws RangeError for a mean that is too far from the rows
   */
  load({ weights, means, covariances }: FlatParameters): number {
    const { workspace } = this;
    const { d } = workspace.size;
    const origin = workspace.view(workspace.at.origin, d);
    workspace.weights.set(weights);
    workspace.means.set(Float64Array.from(means, (mean, at) => this.#internal(mean - origin[at % d], mean)));
    workspace.covariances.set(Float64Array.from(covariances, (value) => timesPower(value, 2 * workspace.exponent) + 0));
    return workspace.prepare();
  }

  #internal(distance: number, mean: number): number {
    const value = timesPower(distance, this.workspace.exponent);
    if (Math.abs(value) <= LARGEST) return value + 0;
    throw new RangeError(`a mean is too far from the data to compute with: ${mean}`);
  }

  /** The parameters in the caller's units: K weights, K means of d numbers, K matrices. */
  parameters(): { weights: Float64Array; means: Float64Array[]; covariances: Float64Array[][] } {
    const { weights, means, covariances } = shownParameters(this.workspace, 'full');
    return { weights, means, covariances: covariances as CovarianceShapes['full'] };
  }

  /** E-step: Σ w·ln p(x) at the present parameters, in nats; what `maximise` needs is kept. */
  expect(): number {
    const { workspace } = this;
    workspace.centreOnMeans();
    const take = (direct: boolean) => workspace.pass(direct);
    this.#statistics = runSync(soundStatistics(workspace, this.floor, take, true));
    return this.#total(this.#statistics);
  }

  /** Σ w·ln p(x) alone. */
  logLikelihood(): number {
    return this.#total(runSync(this.workspace.likelihood()));
  }

  #total(statistics: number): number {
    const { workspace } = this;
    return timesPower(inUnits(workspace, workspace.kernel.doubles[statistics / 8]), workspace.weightExponent);
  }

  /** M-step from the last E-step; −1, or the first component whose covariance is not positive definite. */
  maximise(): number {
    return this.workspace.maximise(this.#statistics);
  }

  /** Lets go of the memory. */
  release(): void {
    releaseArena(this.workspace.arena);
  }
}
