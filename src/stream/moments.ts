// Means and variances, summed up while rows are read for the first time, so that no reading of its own is needed. The sums
// have the bits of the sweep that `fit` begins with, in which all rows weigh the same; so a weight ends them.

import { acquireArena, isSmall, releaseArena } from '../kernel/arena.js';
import { bindChoice, type Choice, type KernelOptions, wantsWasm } from '../kernel/load.js';
import { DIAGONAL, fitLayout, PASSING, type ProblemSize, sliceRows } from '../kernel/memory.js';
import { type Frame, placeFrame } from '../kernel/packing.js';
import { sweepStaged } from '../kernel/staged.js';
import { foldLevels } from '../kernel/subtrees.js';
import { SWEEPS } from '../kernel/sweeps.js';
import { Workspace } from '../kernel/workspace.js';
import type { Steps } from '../steps.js';
import { ANY_NUMBER } from './passes.js';

export class Moments {
  readonly #workspace: Workspace;
  readonly #release: () => void;
  #slices = 0;

  private constructor(workspace: Workspace, release: () => void) {
    this.#workspace = workspace;
    this.#release = release;
  }

  /** Undefined where rows are so wide that a few batches are large: there a pass costs far more than to read once more. */
  static async open(d: number, choice: Choice, options: KernelOptions): Promise<Moments | undefined> {
    const size: ProblemSize = { n: ANY_NUMBER, d, k: 1, family: DIAGONAL, weighted: false };
    const { bytes } = fitLayout(size, PASSING);
    if (!isSmall(bytes)) return undefined;
    const arena = acquireArena(bytes, wantsWasm(options));
    const release = () => releaseArena(arena);
    try {
      const { kernel } = await bindChoice(choice, arena, options);
      return new Moments(new Workspace(size, arena, kernel, PASSING), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Room for the rows of a slice, row-major. */
  get room(): Float64Array {
    const { at, size } = this.#workspace;
    return this.#workspace.view(at.staging, sliceRows(size.d) * size.d);
  }

  /** The coordinates of the sums, in which the point that they are about is 0. */
  begin(frame: Frame): void {
    const workspace = this.#workspace;
    const { at, size, fold } = workspace;
    const exponent = placeFrame(workspace, frame);
    workspace.coordinates = { exponent, weightExponent: 0, totalWeight: 0 };
    workspace.view(at.metric, size.d).fill(0);
    fold.begin(SWEEPS.measure.length(size), foldLevels(workspace.count('slices')));
  }

  /** Takes the first rows in the room as the next slice: a whole one, or the last. */
  add(rows: number): Steps<void> {
    return sweepStaged(this.#workspace, 'measure', 0, { slice: this.#slices++, rows, weights: undefined });
  }

  /** What the sweep `measure` of all rows gives. */
  finish(): Float64Array {
    const { fold, size } = this.#workspace;
    return this.#workspace.view(fold.finish(), SWEEPS.measure.length(size)).slice();
  }

  /** Gives the memory back; nothing may be asked any more. */
  close(): void {
    this.#release();
  }
}
