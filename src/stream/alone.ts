// The crew that is the calling thread: it works on what has come while the next chunk is on its way.

import { sliceRows, stagedRows } from '../kernel/memory.js';
import { type Staged, sweepStaged } from '../kernel/staged.js';
import type { SweepName } from '../kernel/sweeps.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Steps } from '../steps.js';
import type { Feed } from './feed.js';

/** Who does what is to be done to the rows of a pass. */
export interface Crew {
  /** Adds the sums of all slices, in order, to the fold of the workspace, which has begun. */
  sweep(workspace: Workspace, name: SweepName, argument: number, feed: Feed): Steps<void>;
}

export const alone: Crew = {
  *sweep(workspace, name, argument, feed) {
    yield* eachBatch(workspace, feed, function* (staged) {
      yield* sweepStaged(workspace, name, argument, staged);
      return true;
    });
  },
};

/**
 * Stages one batch after the other.
 *
 * @param use - false: no more of them
 */
export function* eachBatch(workspace: Workspace, feed: Feed, use: (staged: Staged) => Steps<boolean>): Steps<boolean> {
  const { n, d, weighted } = workspace.size;
  const slice = sliceRows(d);
  const room = stagedRows(n, d);
  const values = workspace.view(workspace.at.staging, room * d);
  const weights = weighted ? new Float64Array(room) : undefined;
  let index = 0;
  for (let held = 0; !feed.ended; ) {
    held = yield* feed.fill(values, weights, held, slice);
    const rows = feed.ended ? held : held - (held % slice);
    if (rows === 0) continue;
    if (!(yield* use({ slice: index, rows, weights }))) return false;
    index += Math.ceil(rows / slice);
    values.copyWithin(0, rows * d, held * d);
    weights?.copyWithin(0, rows, held);
    held -= rows;
  }
  return true;
}
