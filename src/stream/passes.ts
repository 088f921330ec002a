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

export class Passes implements Team {
  /** Who does the work; the calling thread if undefined. */
  crew: Crew | undefined;
  readonly #session: Session;
  readonly #terms: Terms;
  #last: Tally | undefined;

  constructor(session: Session, terms: Terms) {
    this.#session = session;
    this.#terms = terms;
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
