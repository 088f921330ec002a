// The mixture of some of the features: weights stay, means and covariances lose the rows and columns of the others.

import { codeOf } from '../../family.js';
import { blockCount, blockLength, FULL, SPHERICAL, shapeOf } from '../../kernel/memory.js';
import type { ModelState } from '../state.js';
import { checkFeatures } from './check.js';

/** @throws as `checkFeatures` */
export function marginalState(state: ModelState, features: ArrayLike<number>): ModelState {
  return selected(state, checkFeatures(features, state.d));
}

/** A state without training, of the given features; internal coordinates stay, so that no number is rounded. */
export function selected(state: ModelState, features: readonly number[]): ModelState {
  const { covarianceType, d, k, origin, exponent, weights, means, covariances, choice } = state;
  const family = codeOf(covarianceType);
  const from = blockLength(d, family);
  const to = blockLength(features.length, family);
  const blocks = new Float64Array(blockCount(k, family) * to);
  for (let c = 0; c < blockCount(k, family); c++) {
    blocks.set(selectBlock(covariances.subarray(c * from, (c + 1) * from), shapeOf(family), features), c * to);
  }
  return {
    covarianceType,
    d: features.length,
    k,
    origin: Float64Array.from(features, (j) => origin[j]),
    exponent,
    weights: weights.slice(),
    means: Float64Array.from({ length: k * features.length }, (_, at) => {
      const component = Math.floor(at / features.length);
      return means[component * d + features[at % features.length]];
    }),
    covariances: blocks,
    ...(choice ? { choice } : {}),
  };
}

/** The given features of a covariance block, in that order. */
export function selectBlock(block: Float64Array, shape: number, features: readonly number[]): Float64Array {
  if (shape === SPHERICAL) return block.slice();
  if (shape !== FULL) return Float64Array.from(features, (j) => block[j]);
  const out = new Float64Array((features.length * (features.length + 1)) / 2);
  let at = 0;
  for (let i = 0; i < features.length; i++) {
    for (let j = 0; j <= i; j++) {
      const row = Math.max(features[i], features[j]);
      out[at++] = block[(row * (row + 1)) / 2 + Math.min(features[i], features[j])];
    }
  }
  return out;
}
