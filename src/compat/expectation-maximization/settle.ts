// EM on stored responsibilities, which are what the stop rule of expectation-maximization looks at: it ends once none of
// them changes by more than epsilon. That takes n × K numbers; a fit of gmm-wasm does without.

import { soundStatistics } from '../../kernel/floor.js';
import { givenRows } from '../../kernel/memory.js';
import { runSync } from '../../steps.js';
import type { StepwiseEM } from '../stepwise.js';

/** E-step: new responsibilities (n × K, row-major) take the place of the old ones; the largest change. */
export function redistribute({ workspace }: StepwiseEM, responsibilities: Float64Array): number {
  const { d, k, family } = workspace.size;
  const { functions } = workspace.kernel;
  const { parameters, staging, scratch } = workspace.at;
  const piece = givenRows(d, k);
  let change = 0;
  for (const { tiles, first, rows } of workspace.ranges('slices')) {
    for (let start = 0; start < rows; start += piece) {
      const count = Math.min(piece, rows - start);
      functions.evaluate(tiles + 8 * d * start, count, d, k, family, parameters, 0, 0, staging, scratch);
      const fresh = workspace.view(staging, count * k);
      const at = (first + start) * k;
      for (let i = 0; i < fresh.length; i++) {
        const difference = Math.abs(fresh[i] - responsibilities[at + i]);
        if (difference > change) change = difference;
      }
      responsibilities.set(fresh, at);
    }
  }
  return change;
}

/** M-step from responsibilities; −1, or the first group whose covariance is not positive definite. */
export function regroup({ workspace, floor }: StepwiseEM, responsibilities: Float64Array): number {
  const { k } = workspace.size;
  workspace.centreOnMeans();
  const take = () =>
    workspace.passResponsibilities((address, first, rows) => {
      workspace.view(address, rows * k).set(responsibilities.subarray(first * k, (first + rows) * k));
    });
  return workspace.maximise(runSync(soundStatistics(workspace, floor, take)));
}

/**
 * M-steps and E-steps in turn until no responsibility changes by more than epsilon.
 *
 * @param most - M-steps at most
 * @returns −1, or the first group whose covariance is not positive definite
 */
export function settle(em: StepwiseEM, responsibilities: Float64Array, epsilon: number, most: number): number {
  for (let i = 0; i < most; i++) {
    const singular = regroup(em, responsibilities);
    if (singular >= 0) return singular;
    if (redistribute(em, responsibilities) <= epsilon) break;
  }
  return -1;
}
