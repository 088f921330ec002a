// The crew that is the calling thread: it works on what has come while the next chunk is on its way.

import { sliceRows, stagedRows } from '../kernel/memory.js';
import { type Crew, type Staged, type Supply, sweepStaged } from '../kernel/staged.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Steps } from '../steps.js';

export const alone: Crew = {
  *sweep(workspace, name, argument, supply) {
    yield* eachBatch(workspace, supply, function* (staged) {
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
export function* eachBatch(
  workspace: Workspace,
  supply: Supply,
  use: (staged: Staged) => Steps<boolean>,
): Steps<boolean> {
  const { n, d, weighted } = workspace.size;
  const slice = sliceRows(d);
  const room = stagedRows(n, d);
  const values = workspace.view(workspace.at.staging, room * d);
  const weights = weighted ? new Float64Array(room) : undefined;
  let index = 0;
  for (let held = 0; !supply.ended; ) {
    held = yield* supply.fill(values, weights, held, slice);
    const rows = supply.ended ? held : held - (held % slice);
    if (rows === 0) continue;
    if (!(yield* use({ slice: index, rows, weights }))) return false;
    index += Math.ceil(rows / slice);
    values.copyWithin(0, rows * d, held * d);
    weights?.copyWithin(0, rows, held);
    held -= rows;
  }
  return true;
}
