// What is done to all rows, one range after the other: how long the sum of a range is, and how a kernel makes it. Who
// owns which ranges, and in which order the sums are folded, is told elsewhere (subtrees.ts, fold.ts).

import { dropBounds, noteDrift } from './bounds/index.js';
import { DIAGONAL, type ProblemSize, statisticsLength } from './memory.js';
import type { Ranges } from './ranges.js';
import type { Range, Workspace } from './workspace.js';

interface Sweep {
  readonly over: 'slices' | 'sample';
  /** Doubles of a sum. */
  length(size: ProblemSize): number;
  /** What is due before a worker runs its ranges. */
  before?(workspace: Ranges): void;
  /** Writes the sum of one range at `target`; `index` is that of the range. */
  run(workspace: Workspace, range: Range, index: number, argument: number, target: number): void;
}

export type SweepName =
  | 'pass'
  | 'arranging'
  | 'restore'
  | 'likelihood'
  | 'nearest'
  | 'measure'
  | 'assign'
  | 'assignAll';

const statistics = ({ d, k, family }: ProblemSize) => statisticsLength(d, k, family);
const groupSums = ({ d, k }: ProblemSize) => 2 + k * (1 + d);

/**
 * E-step and statistics; the argument is 1 if the scatter of tied families is to be taken directly.
 *
 * @param arranging - whether rows are put in order afterwards
 */
function pass(arranging: boolean): Sweep {
  return {
    over: 'slices',
    length: statistics,
    before: noteDrift,
    run(workspace, range, _, direct, target) {
      const { d, k, family } = workspace.size;
      const { parameters, centres, scratch, labels, moving, drift } = workspace.at;
      const { functions } = workspace.kernel;
      const { rows, weights, order, bounds } = range;
      const tiles = workspace.open(range);
      const keys = arranging ? labels : 0;
      functions.pass(
        tiles,
        rows,
        d,
        k,
        family,
        parameters,
        centres,
        weights,
        direct,
        order,
        keys,
        target,
        scratch,
        bounds,
        drift,
      );
      if (!arranging) return;
      functions.arrange(tiles, rows, d, k, keys, weights, order, moving, bounds);
      workspace.close(range);
    },
  };
}

/** Puts rows back into the order in which they were packed. */
const restore: Sweep = {
  over: 'slices',
  length: () => 0,
  run(workspace, range) {
    const { kernel, size, at } = workspace;
    const { rows, weights, order } = range;
    kernel.functions.restore(workspace.open(range), rows, size.d, weights, order, at.moving);
    dropBounds(workspace, range);
    workspace.close(range);
  },
};

/** E-step alone. */
const likelihood: Sweep = {
  over: 'slices',
  length: () => 2,
  before: noteDrift,
  run(workspace, range, _, __, target) {
    const { d, k, family } = workspace.size;
    const { parameters, scratch, drift } = workspace.at;
    const { functions } = workspace.kernel;
    const { rows, weights, order, bounds } = range;
    const tiles = workspace.open(range);
    functions.pass(tiles, rows, d, k, family, parameters, 0, weights, 0, order, 0, target, scratch, bounds, drift);
  },
};

/** Statistics of rows as given to the nearest of the centres at the address that is the argument. */
const nearest: Sweep = {
  over: 'slices',
  length: statistics,
  run(workspace, range, _, nearestTo, target) {
    const { d, k, family } = workspace.size;
    const { labels, centres, scratch, metric } = workspace.at;
    const { functions } = workspace.kernel;
    const { rows, weights } = range;
    const tiles = workspace.open(range);
    functions.kmeans_assign(tiles, rows, d, k, nearestTo, metric, weights, labels, 0, target);
    functions.pass_given(tiles, rows, d, k, family, 0, labels, centres, weights, target, scratch);
  },
};

/** Moments of all rows about the point at `metric`. */
const measure: Sweep = {
  over: 'slices',
  length: ({ d }) => statisticsLength(d, 1, DIAGONAL),
  run(workspace, range, _, __, target) {
    const { kernel, size, at } = workspace;
    const { d } = size;
    const { labels, metric, scratch } = at;
    const { rows, weights } = range;
    kernel.integers.fill(0, labels / 4, labels / 4 + rows);
    kernel.functions.pass_given(
      workspace.open(range),
      rows,
      d,
      1,
      DIAGONAL,
      0,
      labels,
      metric,
      weights,
      target,
      scratch,
    );
  },
};

/** Sums of the groups of rows nearest to each centre; the row furthest from its own is noted in the worker's area. */
function assign(over: Sweep['over']): Sweep {
  return {
    over,
    length: groupSums,
    run(workspace, range, index, _, target) {
      const { d, k } = workspace.size;
      const { centres, metric, labels, spread, furthest } = workspace.at;
      const { doubles, functions } = workspace.kernel;
      const { rows, weights } = range;
      const tiles = workspace.open(range);
      functions.kmeans_assign(tiles, rows, d, k, centres, metric, weights, labels, spread, target);
      const to = furthest / 8;
      for (let i = 0; i < rows; i++) {
        const distance = doubles[spread / 8 + i];
        if (!(distance > doubles[to])) continue;
        doubles[to] = distance;
        doubles[to + 1] = index;
        doubles[to + 2] = i;
      }
    },
  };
}

export const SWEEPS: Readonly<Record<SweepName, Sweep>> = {
  pass: pass(false),
  arranging: pass(true),
  restore,
  likelihood,
  nearest,
  measure,
  assign: assign('sample'),
  assignAll: assign('slices'),
};
