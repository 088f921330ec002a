// The integers at which threads meet that share an arena:
//
//   control   0 number of the order | 1 followers still at it | 2 which order | 3 next short run | 4 5 its argument (f64)
//             6 short runs | 7 whether the trial has a prior | 8 next unit of a sweep

import { SWEEPS, type SweepName } from '../kernel/sweeps.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Steps } from '../steps.js';

export const NUMBER = 0;
export const LEFT = 1;
export const ORDER = 2;
export const NEXT = 3;
export const COUNT = 6;
export const PRIOR = 7;
export const UNIT = 8;

/** What a leader may order. */
export type Order = SweepName | 'copyTrial' | 'shortRuns' | 'end';

/** Gives an order to all, with an argument, and does the own share of it. */
export type Together = (order: Order, argument: number, share: () => Steps<void>) => Steps<void>;

/** By their numbers. */
export const ORDERS: readonly Order[] = [...(Object.keys(SWEEPS) as SweepName[]), 'copyTrial', 'shortRuns', 'end'];

export function controlOf(workspace: Workspace): { integers: Int32Array; argument: Float64Array } {
  const { control } = workspace.at;
  const { integers } = workspace.kernel;
  const at = control / 4;
  return { integers: integers.subarray(at, at + 9), argument: workspace.view(control + 16, 1) };
}
