// What of EM is on the screen: the frames of the last run, which of them is shown, and slow motion through them.

import { CALM, reducedMotion } from './motion.js';
import type { Frame, Outcome } from './worker/protocol.js';

/** Slow motion takes about so long, but no frame is shorter than a 30th of a second. */
const MILLISECONDS = 6000;
const LONGEST_STEP = 350;
const SHORTEST_STEP = 33;

export class Player {
  readonly #changed: () => void;
  #live: Frame | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the run under way: the points that were drawn. */
  trail: Frame[] = [];
  outcome: Outcome | undefined;
  at = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get frames(): readonly Frame[] {
    return this.outcome?.frames ?? [];
  }

  /** What the plot shows. */
  get frame(): Frame | undefined {
    return this.#live ?? this.frames[this.at];
  }

  get isReplaying(): boolean {
    return this.#timer !== undefined;
  }

  /** A run begins; what was stays on the screen until it shows something. */
  clear(): void {
    this.pause();
    this.trail = [];
  }

  /** A moment of a run under way. */
  show(frame: Frame): void {
    this.#live = frame;
    if ((this.trail.at(-1)?.iteration ?? -1) >= frame.iteration) this.trail = [];
    this.trail.push(frame);
    this.#changed();
  }

  /** The run has ended. */
  finish(outcome: Outcome): void {
    this.#live = undefined;
    this.outcome = outcome;
    this.trail = [];
    this.at = outcome.frames.length - 1;
    this.#changed();
  }

  /** The run has failed: back to the one before. */
  abandon(): void {
    this.#live = undefined;
    this.trail = [];
  }

  /** Other data: nothing to show. */
  reset(): void {
    this.pause();
    this.#live = undefined;
    this.outcome = undefined;
    this.trail = [];
    this.at = 0;
  }

  seek(at: number): void {
    this.at = Math.max(0, Math.min(this.frames.length - 1, at));
    this.#changed();
  }

  /** From the frame on the screen; from the first, if that is the last. */
  replay(): void {
    if (this.at >= this.frames.length - 1) this.at = 0;
    const pace = reducedMotion()
      ? CALM
      : Math.min(LONGEST_STEP, Math.max(SHORTEST_STEP, MILLISECONDS / this.frames.length));
    const next = () => {
      this.#timer = this.at < this.frames.length - 1 ? setTimeout(next, pace) : undefined;
      this.seek(this.at + 1);
    };
    this.#timer = setTimeout(next, pace);
    this.#changed();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
