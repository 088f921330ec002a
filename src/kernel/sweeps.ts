// What is done to all rows, one range after the other: how long the sum of a range is, and how a kernel makes it. Who
// owns which ranges, and in which order the sums are folded, is told elsewhere (subtrees.ts, fold.ts).

import { DIAGONAL, type ProblemSize, statisticsLength } from './memory.js';
import type { Range, Workspace } from './workspace.js';

interface Sweep {
  readonly over: 'slices' | 'sample';
  /** Doubles of a sum. */
  length(size: ProblemSize): number;
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
    run({ kernel, size: { d, k, family }, at }, { tiles, rows, weights, order }, _, direct, target) {
      const { parameters, centres, scratch, labels, moving } = at;
      const { functions } = kernel;
      const keys = arranging ? labels : 0;
      functions.pass(tiles, rows, d, k, family, parameters, centres, weights, direct, order, keys, target, scratch);
      if (arranging) functions.arrange(tiles, rows, d, k, keys, weights, order, moving);
    },
  };
}

/** Puts rows back into the order in which they were packed. */
const restore: Sweep = {
  over: 'slices',
  length: () => 0,
  run({ kernel, size: { d }, at }, { tiles, rows, weights, order }) {
    kernel.functions.restore(tiles, rows, d, weights, order, at.moving);
  },
};

/** E-step alone. */
const likelihood: Sweep = {
  over: 'slices',
  length: () => 2,
  run({ kernel, size: { d, k, family }, at }, { tiles, rows, weights, order }, _, __, target) {
    const { parameters, scratch } = at;
    kernel.functions.pass(tiles, rows, d, k, family, parameters, 0, weights, 0, order, 0, target, scratch);
  },
};

/** Statistics of rows as given to the nearest of the centres at the address that is the argument. */
const nearest: Sweep = {
  over: 'slices',
  length: statistics,
  run({ kernel, size: { d, k, family }, at }, { tiles, rows, weights }, _, nearestTo, target) {
    const { labels, centres, scratch, metric } = at;
    kernel.functions.kmeans_assign(tiles, rows, d, k, nearestTo, metric, weights, labels, 0, target);
    kernel.functions.pass_given(tiles, rows, d, k, family, 0, labels, centres, weights, target, scratch);
  },
};

/** Moments of all rows about the point at `metric`. */
const measure: Sweep = {
  over: 'slices',
  length: ({ d }) => statisticsLength(d, 1, DIAGONAL),
  run({ kernel, size: { d }, at }, { tiles, rows, weights }, _, __, target) {
    const { labels, metric, scratch } = at;
    kernel.integers.fill(0, labels / 4, labels / 4 + rows);
    kernel.functions.pass_given(tiles, rows, d, 1, DIAGONAL, 0, labels, metric, weights, target, scratch);
  },
};

/** Sums of the groups of rows nearest to each centre; the row furthest from its own is noted in the worker's area. */
function assign(over: Sweep['over']): Sweep {
  return {
    over,
    length: groupSums,
    run({ kernel, size: { d, k }, at }, { tiles, rows, weights }, index, _, target) {
      const { centres, metric, labels, spread, furthest } = at;
      const { doubles, functions } = kernel;
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
