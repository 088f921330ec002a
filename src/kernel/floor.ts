// The floor of variances: set once a call, from the first statistics, so that all restarts share it.

import { timesPower } from '../scale.js';
import type { Steps } from '../steps.js';
import type { Workspace } from './workspace.js';

/** What the caller asked for, and whether it has been turned into numbers yet. */
export interface Floor {
  readonly asked: number | { readonly relative: number };
  settled: boolean;
}

/**
 * Statistics fit for an M-step: taken again about the means where their scatter would cancel, and directly where the
 * pooled one did; and with the first of a call the floor is fixed.
 *
 * @param take - one pass, about the present centres
 * @param pooled - whether it is an E-step, whose tied scatter may be pooled; given groups are always taken directly
 */
export function* soundStatistics(
  workspace: Workspace,
  floor: Floor,
  take: (direct: boolean) => Steps<number>,
  pooled = false,
): Steps<number> {
  let statistics = yield* take(false);
  const direct = pooled && workspace.cancels(statistics);
  const moved = workspace.recentre(statistics) > 0;
  if (direct || moved) statistics = yield* take(direct);
  // centres that moved may be further apart
  if (pooled && moved && !direct && workspace.cancels(statistics)) statistics = yield* take(true);
  settleFloor(workspace, floor, statistics);
  return statistics;
}

const SETTLED = ['floor', 'pooled', 'threshold'] as const;

/** A floor that is settled, and what was settled with it. */
export type SavedFloor = readonly Float64Array[];

export function saveFloor(workspace: Workspace): SavedFloor {
  return SETTLED.map((name) => workspace.view(workspace.at[name], workspace.size.d).slice());
}

/** Places a saved floor in a workspace of the same coordinates, which has been measured. */
export function loadFloor(workspace: Workspace, saved: SavedFloor): void {
  SETTLED.forEach((name, index) => {
    workspace.view(workspace.at[name], workspace.size.d).set(saved[index]);
  });
}

/** Hands a floor that is settled to another workspace of the same coordinates. */
export function copyFloor(from: Workspace, to: Workspace): void {
  loadFloor(to, saveFloor(from));
}

/**
 * Fixes floor and collapse thresholds in the workspace, from statistics about centres, if that has not happened yet.
 * A share is one of the pooled within-cluster variance; a number is in the caller's units.
 */
export function settleFloor(workspace: Workspace, floor: Floor, statistics: number): void {
  if (floor.settled) return;
  const { d, k, family } = workspace.size;
  const { functions } = workspace.kernel;
  const { pooled, total, level, threshold } = workspace.at;
  functions.pooled_variances(statistics, d, k, family, pooled);
  if (typeof floor.asked === 'number') {
    workspace.view(workspace.at.floor, d).fill(timesPower(floor.asked, 2 * workspace.exponent));
  } else {
    functions.floors(pooled, total, level, floor.asked.relative, d, family, workspace.at.floor);
  }
  functions.thresholds(workspace.at.floor, pooled, total, d, threshold);
  floor.settled = true;
}
