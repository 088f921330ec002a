// Random swaps (Zhao, Hautamäki & Fränti 2012): one component of a mixture goes to a row. Mostly to any row, and now and
// then to one that the mixture finds unlikely: a component that is missing is missed there, be it one for few outliers,
// which any row hardly ever is.

import { isTied } from '../kernel/memory.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Random } from '../random.js';
import { type Part, rowAt, takeRow } from './seeding.js';

/** Of a component to a row. What is drawn does not depend on the mixture, the row does. */
export interface Move {
  readonly component: number;
  /** Where among the rows, as a share of their sum. */
  readonly share: number;
  /** Whether rows count by how unlikely they are. */
  readonly unlikely: boolean;
}

/** One move of so many, the second to begin with, is to an unlikely row. */
const RARELY = 6;

/**
 * @param index - of the move in its search
 * @param whole - whether the rows are all there are. In a sample of many an unlikely row has nobody near it, and a component
 *   there explains a handful of rows of the sample and none of the others.
 */
export function drawMove(index: number, k: number, whole: boolean, random: Random): Move {
  return { component: random.index(k), share: random.uniform(), unlikely: whole && index % RARELY === 1 };
}

/** A mixture after a move: the component has the mean covariance and a mean weight. */
export function moved(workspace: Workspace, ranges: Part[], from: Float64Array, move: Move): Float64Array {
  const { d, k, family } = workspace.size;
  const { component, share, unlikely } = move;
  workspace.loadParameters(from);
  const { range, row } = rowAt(workspace, ranges, unlikely ? rarities(workspace, ranges) : 0, share);
  const { weights, means, covariances } = workspace;
  takeRow(workspace, range, row, component);
  means.set(workspace.view(workspace.at.centres + 8 * component * d, d), component * d);
  if (!isTied(family)) {
    const length = covariances.length / k;
    const mean = new Float64Array(length);
    for (let c = 0; c < k; c++)
      for (let at = 0; at < length; at++) mean[at] += weights[c] * covariances[c * length + at];
    covariances.set(mean, component * length);
  }
  const rest = 1 - weights[component];
  for (let c = 0; c < k; c++) {
    weights[c] = c === component ? 1 / k : rest > 0 ? (weights[c] / rest) * (1 - 1 / k) : 1 / k;
  }
  // a mean of covariances that have factors has one as well
  workspace.prepare();
  return workspace.saveParameters();
}

/** So far below the greatest log-density, differences mean nothing; and squares stay finite. */
const LOWEST = 1e6;

/**
 * How unlikely the sampled rows are under the parameters in the workspace: the square of how far the log-density is below
 * the greatest one. It takes the place of the distances that starts are found by; its address.
 */
function rarities(workspace: Workspace, ranges: Part[]): number {
  const { d, k, family } = workspace.size;
  const { doubles, functions } = workspace.kernel;
  const { nearest, parameters, scratch } = workspace.at;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const range of ranges) {
    const { rows, offset } = range;
    const out = nearest + 8 * offset;
    functions.evaluate(workspace.open(range), rows, d, k, family, parameters, out, 0, 0, scratch);
    for (let i = 0; i < rows; i++) greatest = Math.max(greatest, doubles[out / 8 + i]);
  }
  for (const { rows, offset } of ranges) {
    for (let at = nearest / 8 + offset, i = 0; i < rows; i++) {
      const below = Math.min(greatest - doubles[at + i], LOWEST);
      // not 0 where all rows are equally likely
      doubles[at + i] = 1 + below * below;
    }
  }
  return nearest;
}
