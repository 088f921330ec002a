// Three points of EM, kept to extrapolate from: each weights | means | covariances, one after the other in the arena.

import { meansAt, pointLength } from './memory.js';
import type { Workspace } from './workspace.js';

export class Points {
  readonly #workspace: Workspace;
  readonly #length: number;

  /** @param workspace - of a problem that is `accelerated` */
  constructor(workspace: Workspace) {
    const { d, k, family } = workspace.size;
    this.#workspace = workspace;
    this.#length = pointLength(d, k, family);
  }

  /** Keeps the present weights, means and covariances as one of the three. */
  remember(index: 0 | 1 | 2): void {
    const { kernel, size, at } = this.#workspace;
    const parameters = at.parameters / 8;
    const to = at.points / 8 + index * this.#length;
    const means = meansAt(parameters, size.k);
    kernel.doubles.copyWithin(to, parameters, parameters + size.k);
    kernel.doubles.copyWithin(to + size.k, means, means + this.#length - size.k);
  }

  /** Lets the second point be the first. */
  shift(): void {
    const points = this.#workspace.at.points / 8;
    this.#workspace.kernel.doubles.copyWithin(points, points + this.#length, points + 2 * this.#length);
  }

  /** Sets the parameters back to the third point. */
  recall(): void {
    const { kernel, size, at } = this.#workspace;
    const parameters = at.parameters / 8;
    const from = at.points / 8 + 2 * this.#length;
    kernel.doubles.copyWithin(parameters, from, from + size.k);
    kernel.doubles.copyWithin(meansAt(parameters, size.k), from + size.k, from + this.#length);
    this.#workspace.prepare();
  }

  /** The SQUAREM step from two points kept and the present one, which becomes the third; its length, 0 or 1. */
  extrapolate(limit: number): number {
    const { kernel, size, at } = this.#workspace;
    const { points, parameters, threshold, flags, scratch } = at;
    this.remember(2);
    const { d, k, family } = size;
    return kernel.functions.extrapolate(points, parameters, threshold, limit, d, k, family, flags, scratch);
  }
}
