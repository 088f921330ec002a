// How long a search for starts takes: how many are tried, on which iterations, and how often what was found is changed.

import type { ProblemSize } from '../kernel/memory.js';
import type { Workspace } from '../kernel/workspace.js';
import type { RowStart } from '../starts.js';

/** How long starts are tried. */
export interface Effort {
  /** In this order. */
  readonly starts: readonly RowStart[];
  /** Of how many the race goes on, and for how many iterations. */
  readonly rounds: readonly { readonly keep: number; readonly iterations: number }[];
  /** Moves for each component, and the iterations that each is given. */
  readonly moves: number;
  readonly iterations: number;
}

const EFFORT: Effort = {
  starts: [
    ...(['kmeans', 'random_from_data', 'k-means++', 'kmeans', 'random_from_data', 'k-means++'] as const),
    ...(['kmeans', 'random_from_data'] as const),
  ],
  rounds: [
    { keep: 8, iterations: 5 },
    { keep: 3, iterations: 10 },
    { keep: 1, iterations: 20 },
  ],
  moves: 6,
  iterations: 8,
};

/** In one dimension the first start is the best there is, and the second splits by numbers instead of distances. */
const ON_A_LINE: Effort = {
  starts: ['optimal', 'quantiles', 'random_from_data', 'random_from_data'],
  rounds: [
    { keep: 4, iterations: 5 },
    { keep: 3, iterations: 10 },
    { keep: 1, iterations: 20 },
  ],
  moves: 3,
  iterations: 8,
};

/** Where a pass takes microseconds, a long search costs little; and many components on few rows are hard to place. */
const SHORT_LINE = 4096;
const ON_A_SHORT_LINE: Effort = { ...ON_A_LINE, moves: 16, iterations: 16 };

/** Small series are fitted in loops, and there both starts seldom miss anything. */
const SERIES = { rows: 128, components: 3 };
const OF_A_SERIES: Effort = {
  starts: ['optimal', 'quantiles'],
  rounds: [
    { keep: 2, iterations: 5 },
    { keep: 2, iterations: 8 },
  ],
  moves: 3,
  iterations: 5,
};

export function effortFor({ size: { n, d, k } }: Workspace): Effort {
  if (d > 1) return EFFORT;
  if (n < SERIES.rows && k <= SERIES.components) return OF_A_SERIES;
  return n < SHORT_LINE ? ON_A_SHORT_LINE : ON_A_LINE;
}

/** With fewer rows for each component there is nothing to be told apart. */
const ROWS_EACH = 4;

/** Whether there is anything to search for. */
export function worthSearching({ n, k }: ProblemSize): boolean {
  return k > 1 && n >= ROWS_EACH * k;
}

/**
 * Searches before it is taken that there is no healthy end to be found. Of many rows, which are searched on a sample, one:
 * each is followed by runs on all of them.
 */
export function searchesFor({ trial }: ProblemSize): number {
  return trial ? 1 : 3;
}
