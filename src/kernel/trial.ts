// A subsample of the packed rows, as a workspace of its own in the same arena: starts are tried on it when there are many
// more rows than are needed to tell them apart.

import { ALONE, paddedRows, rowPlace, trialSize } from './memory.js';
import { Workspace } from './workspace.js';

/**
 * Draws one row from each of m stretches of equal length, so that sorted data is covered evenly; weights go with them.
 * What it is told of the whole: origin, exponent and level. `measure` is due.
 *
 * @param workspace - its size has `trial` rows, and its rows lie in the order in which they were packed
 * @param uniform - draws from [0, 1)
 */
export function drawTrial(workspace: Workspace, uniform: () => number): Workspace {
  const { size, at, arena, kernel } = workspace;
  const { d, weighted, n } = size;
  const small = trialSize(size);
  const trial = new Workspace(small, arena, kernel, ALONE, at.trial);
  const { doubles } = kernel;
  trial.view(trial.at.origin, d).set(workspace.view(at.origin, d));
  trial.view(trial.at.level, d).set(workspace.view(at.level, d));
  let totalWeight = 0;
  let index = 0;
  let next = chosen(index, small.n, n, uniform);
  const targets = [...trial.ranges('slices')];
  for (const range of targets) {
    trial.view(range.tiles, paddedRows(range.rows) * d).fill(0);
    if (weighted) trial.view(range.weights, paddedRows(range.rows)).fill(0);
  }
  for (const source of workspace.ranges('slices')) {
    if (next >= source.first + source.rows) continue;
    const tiles = workspace.open(source) / 8;
    while (next < source.first + source.rows) {
      const row = next - source.first;
      const { tiles: to, first, rows, weights } = targets[Math.floor(index / targets[0].rows)];
      const from = rowPlace(row, source.rows, d);
      const target = rowPlace(index - first, rows, d);
      for (let j = 0; j < d; j++) {
        doubles[to / 8 + target.at + j * target.width] = doubles[tiles + from.at + j * from.width];
      }
      const weight = weighted ? doubles[source.weights / 8 + row] : 1;
      if (weighted) doubles[weights / 8 + index - first] = weight;
      totalWeight += weight;
      index++;
      next = index < small.n ? chosen(index, small.n, n, uniform) : Number.POSITIVE_INFINITY;
    }
  }
  trial.coordinates = { ...workspace.coordinates, totalWeight };
  trial.asPacked();
  return trial;
}

/** The row drawn from the stretch with that index. */
function chosen(index: number, m: number, n: number, uniform: () => number): number {
  return Math.min(n - 1, Math.floor(((index + uniform()) * n) / m));
}
