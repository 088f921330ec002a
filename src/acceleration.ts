// When SQUAREM leaps, and what becomes of a leap. The step itself is the kernel's; this is its schedule:
//
//   pass at θ0   pass at θ1   leap from θ0, θ1, θ2 to θ'   pass at θ'  ─ accepted: an M-step, and θ'' is a new θ0
//                                                                      └ refused: back to θ2, which is a new θ0
//
// A leap is accepted if the log-likelihood there is not below that of θ1: no value falls because of a leap. Which
// optimum they climb to may be another one all the same.

import { Points } from './kernel/points.js';
import type { Workspace } from './kernel/workspace.js';

/**
 * Leaps begin when a plain step gains less than this in the mean: earlier they lead to other optima. (Of 200 overlapping
 * mixtures three ended lower than by plain EM when leaps began at 1e-3, two at 1e-4, none at 1e-5.)
 */
const BEGIN = 1e-5;
/** The longest first leap, and the factor by which that limit grows after a leap that used it up, and else shrinks. */
const GROWTH = 4;
/**
 * What a run takes for the slowness 1/(1 − λ) of EM at least, before it ends after a leap. For some passes the modes
 * that decay fast hide the slow ones, so what the last gains say of the rest is not to be trusted.
 */
const SLOWNESS = 1000;
/** Plain passes between a leap and the end of a run. */
const SETTLED = 3;
/** A change below this share of the value is none. */
const NO_CHANGE = 1e-14;

export class Leaps {
  readonly #workspace: Workspace;
  readonly #points: Points;
  readonly #tol: number;
  /** Points kept for the next leap. */
  #kept = 0;
  #limit = GROWTH;
  /** The length of the leap to the present point, 0 if it is a plain one. */
  #length = 0;
  /** Plain passes since the last accepted leap. */
  #plain = Number.POSITIVE_INFINITY;
  /** The longest leap so far: ‖r‖/‖v‖ is at most 1/(1 − λ) of the slowest mode. */
  #slowness = SLOWNESS;
  /** Mean log-likelihood of the last point accepted, and at the last leap. */
  #value = Number.NaN;
  #left = Number.NaN;
  /** The last two gains of plain steps. */
  #gain = Number.NaN;
  #before = Number.NaN;

  constructor(workspace: Workspace, tol: number) {
    this.#workspace = workspace;
    this.#points = new Points(workspace);
    this.#tol = tol;
  }

  /**
   * Takes the mean log-likelihood of the present point.
   *
   * @returns whether the point is refused; then the parameters are those of the plain step again
   */
  refuses(value: number): boolean {
    const length = this.#length;
    const { at } = this.#workspace;
    this.#length = 0;
    if (length === 0) {
      this.#plain++;
      this.#before = this.#gain;
      this.#gain = value - this.#value;
      this.#value = value;
      return false;
    }
    this.#kept = 0;
    this.#left = this.#value;
    if (!(value >= this.#value && value < Number.POSITIVE_INFINITY)) {
      this.#goBack(length);
      return true;
    }
    if (length === this.#limit) this.#limit *= GROWTH;
    this.#slowness = Math.max(this.#slowness, length);
    this.#plain = 0;
    this.#value = value;
    this.#gain = Number.NaN;
    // the stop rule sees plain steps only: a leap begins a new sequence
    this.#workspace.view(at.state, 4).fill(0);
    return false;
  }

  #goBack(length: number): void {
    this.#points.recall();
    this.#limit = Math.max(1, length / GROWTH);
    this.#kept = 0;
  }

  /** Whether the run may end where the stop rule holds: at once as long as there was no leap. */
  get mayEnd(): boolean {
    if (this.#plain === Number.POSITIVE_INFINITY) return true;
    if (this.#plain < SETTLED) return false;
    return this.#isNear || this.#value - this.#left <= NO_CHANGE * Math.abs(this.#value);
  }

  /** Whether little is to come even if EM is as slow as it may be. */
  get #isNear(): boolean {
    return Math.abs(this.#gain) * this.#slowness < this.#tol;
  }

  /** Keeps the present point, if a leap may use it; to be called before its M-step. */
  remember(): void {
    // after a leap the M-step is to damp what the leap has stirred up
    if (this.#plain === 0) return;
    if (this.#kept === 2) this.#points.shift();
    else this.#kept++;
    this.#points.remember(this.#kept === 2 ? 1 : 0);
  }

  /** Leaps from the point that an M-step has led to, if it is time. */
  leap(): void {
    if (this.#kept < 2 || !(this.#gain < BEGIN) || this.#isEnding) return;
    if (this.#limit <= 1) {
      // a leap of length 1 is the plain step
      this.#limit = GROWTH;
      this.#kept = 0;
      return;
    }
    const length = this.#points.extrapolate(this.#limit);
    if (length === 0) this.#goBack(this.#limit);
    else if (length === 1) this.#kept = 0;
    else this.#length = length;
  }

  /** Whether plain passes are about to end the run, or may be: that takes three values to tell. */
  get #isEnding(): boolean {
    const [, , , times] = this.#workspace.view(this.#workspace.at.state, 4);
    if (this.#plain < Number.POSITIVE_INFINITY) return times > 0 && this.#isNear;
    if (times > 0) return true;
    // a few passes more would do: by Aitken extrapolation, as in the stop rule, of what is to come after six of them
    const ratio = this.#gain / this.#before;
    const later = ratio * ratio * ratio;
    return !(ratio >= 1 || Math.abs(((this.#gain * ratio) / (1 - ratio)) * later * later) >= this.#tol);
  }
}
