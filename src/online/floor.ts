// The floor of variances of a model that goes on, and which of its components are held by it.

import { blockCount, blockLength, isTied, shapeOf } from '../kernel/memory.js';
import type { Workspace } from '../kernel/workspace.js';
import { timesPower } from '../scale.js';
import { varianceAt } from './statistics.js';

type Asked = number | { readonly relative: number } | undefined;

/** The default of a fit. */
const SHARE = 1e-6;

/**
 * Fixes the floor in a workspace that holds the parameters of a model: what is asked for, or else the floor that the
 * model has, or a share of its pooled within-cluster variance if none is known.
 *
 * @param known - the floor in the covariances of the model
 * @returns the floor that the covariances contain: `known`, or nothing
 */
export function setFloor(workspace: Workspace, asked: Asked, known: Float64Array | undefined): Float64Array {
  const { d } = workspace.size;
  const contained = known ?? new Float64Array(d);
  const pooled = pooledVariances(workspace, contained);
  const floor = workspace.view(workspace.at.floor, d);
  if (typeof asked === 'number') floor.fill(timesPower(asked, 2 * workspace.exponent));
  else if (asked === undefined && known) floor.set(known);
  else {
    const share = asked?.relative ?? SHARE;
    // 0 where a feature is constant so far, and there the old floor stays
    for (let j = 0; j < d; j++) floor[j] = pooled[j] > 0 || share === 0 ? share * pooled[j] : contained[j];
  }
  workspace.view(workspace.at.pooled, d).set(pooled);
  return contained;
}

function pooledVariances({ size, weights, covariances }: Workspace, contained: Float64Array): Float64Array {
  const { d, k, family } = size;
  const length = blockLength(d, family);
  return contained.map((floor, j) => {
    const at = varianceAt(shapeOf(family), j);
    let sum = 0;
    for (let b = 0; b < blockCount(k, family); b++) {
      sum += (isTied(family) ? 1 : weights[b]) * Math.max(covariances[b * length + at] - floor, 0);
    }
    return sum;
  });
}

/** Sets the thresholds of the collapse test, from which features that no row has ever varied in are left out. */
export function setThresholds(workspace: Workspace): void {
  const { d } = workspace.size;
  const { floor, pooled, total, threshold } = workspace.at;
  const floors = workspace.view(floor, d);
  const totals = workspace.view(total, d);
  for (let j = 0; j < d; j++) totals[j] = varies(workspace, j, floors[j]) ? 1 : 0;
  workspace.kernel.functions.thresholds(floor, pooled, total, d, threshold);
}

function varies({ size, weights, means, covariances }: Workspace, j: number, floor: number): boolean {
  const { d, k, family } = size;
  const stride = isTied(family) ? 0 : blockLength(d, family);
  const at = varianceAt(shapeOf(family), j);
  let first = Number.NaN;
  for (let c = 0; c < k; c++) {
    if (weights[c] === 0) continue;
    if (covariances[c * stride + at] > floor) return true;
    if (means[c * d + j] !== first && !Number.isNaN(first)) return true;
    first = means[c * d + j];
  }
  return false;
}
