// Responsibilities of one point from the logs of its weighted densities, which may all be far below the least double.

import { expOf } from '../kernel/prepare.js';

/**
 * e^(l_k − max l)/Σ e^(l_k − max l), in place.
 *
 * @throws RangeError if even the logs are beyond the range of doubles
 */
export function normaliseLogs(logs: number[]): number[] {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of logs) if (value > most) most = value;
  if (!Number.isFinite(most)) throw new RangeError('the point is too far from all components to compute with');
  let sum = 0;
  for (let k = 0; k < logs.length; k++) {
    logs[k] = expOf(logs[k] - most);
    sum += logs[k];
  }
  for (let k = 0; k < logs.length; k++) logs[k] /= sum;
  return logs;
}
