// Sweeps over rows that do not stay in memory: each reads the source again. A workspace asks it what it asks any team, so
// EM does not know the difference.

import { type Crew, visitStaged } from '../kernel/staged.js';
import { foldLevels } from '../kernel/subtrees.js';
import { SWEEPS, type SweepName } from '../kernel/sweeps.js';
import type { Range, Team, Workspace } from '../kernel/workspace.js';
import type { Steps } from '../steps.js';
import { alone, eachBatch } from './alone.js';
import type { Tally } from './cutter.js';
import { Feed, type Terms } from './feed.js';
import type { Session } from './session.js';
import { checkMeans } from './unchanged.js';

/** As many rows as no source has: for the levels of the tree in which their sums are folded (2^45). */
export const ANY_NUMBER = 35_184_372_088_832;

export class Passes implements Team {
  /** Who does the work; the calling thread if undefined. */
  crew: Crew | undefined;
  readonly #session: Session;
  readonly #terms: Terms;
  /** Of the first pass, until they are asked for. */
  #moments: Float64Array | undefined;
  #last: Tally | undefined;

  /** @param moments - what the first sweep `measure` gives, if that is known */
  constructor(session: Session, terms: Terms, moments?: Float64Array) {
    this.#session = session;
    this.#terms = terms;
    this.#moments = moments;
  }

  shares(): boolean {
    return true;
  }

  /** What came of the last sweep. */
  get tally(): Tally | undefined {
    return this.#last;
  }

  *sweep(workspace: Workspace, name: SweepName, argument: number): Steps<number> {
    const { fold, at } = workspace;
    if (name === 'measure' && this.#moments) {
      fold.begin(this.#moments.length, 0);
      workspace.view(fold.leaf, this.#moments.length).set(this.#moments);
      this.#moments = undefined;
      fold.add();
      return fold.finish();
    }
    workspace.view(at.furthest, 3).fill(0);
    const reading = this.#session.read(this.#terms.features);
    const feed = new Feed(reading, this.#terms, (rows) => this.#session.passed(rows));
    try {
      fold.begin(SWEEPS[name].length(workspace.size), foldLevels(workspace.count('slices')));
      yield* (this.crew ?? alone).sweep(workspace, name, argument, feed);
      feed.checkCount();
      this.#last = feed.tally;
    } finally {
      reading.close();
    }
    const sums = fold.finish();
    if (name === 'pass') checkMeans(workspace, this.#session.source, sums);
    feed.checkOrder();
    return sums;
  }

  *visit(workspace: Workspace, enough: (range: Range) => boolean): Steps<boolean> {
    const reading = this.#session.read(this.#terms.features);
    try {
      const feed = new Feed(reading, this.#terms, (rows) => this.#session.passed(rows));
      const all = yield* eachBatch(workspace, feed, function* (staged) {
        return !(yield* visitStaged(workspace, staged, enough));
      });
      if (all) {
        feed.checkCount();
        feed.checkOrder();
      }
      return !all;
    } finally {
      reading.close();
    }
  }
}
