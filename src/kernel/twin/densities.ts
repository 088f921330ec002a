// Log-densities of one tile under all components, by family: all of them, or only those that can matter.
//
// Kernel: assembly/densities.ts

import { driftOf, isOutOfReach, NO_BOUNDS, reachOf } from './bounds.js';
import { diagonal } from './densities/diagonal.js';
import { full, hopeful } from './densities/full.js';
import { spherical } from './densities/spherical.js';
import { heaviest, tied } from './densities/tied.js';
import { univariate } from './densities/univariate.js';
import { BLOCK } from './lanes.js';
import {
  bestAt,
  blockStride,
  constantsAt,
  DIAGONAL,
  differencesAt,
  FULL,
  factorsAt,
  GIVES_UP,
  meansAt,
  reachAt,
  shapeOf,
  TIED,
  weightedAt,
  whitenedAt,
} from './layout.js';

/** ln(w_k p_k(x)) of one tile under every component: k × width at `logs`. */
export function densities(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  k: number,
  family: number,
  parameters: number,
  logs: number,
  scratch: number,
): void {
  const constants = constantsAt(parameters, k);
  const means = meansAt(parameters, k);
  const factors = factorsAt(parameters, d, k, family);
  const differences = differencesAt(scratch, d, k);
  if (family === TIED && d > 1) {
    const mean = means + heaviest(memory, parameters, k) * d;
    const whitened = whitenedAt(parameters, d, k, family);
    const white = weightedAt(scratch, d, k);
    tied(memory, tile, width, d, k, mean, factors, constants, whitened, differences, white, logs);
    return;
  }
  const shape = shapeOf(family);
  const stride = blockStride(d, family);
  for (let c = 0; c < k; c++) {
    const mean = means + c * d;
    const factor = factors + c * stride;
    const constant = memory[constants + c];
    const out = logs + c * width;
    if (d === 1) univariate(memory, tile, width, memory[mean], memory[factor], constant, out);
    else if (shape === FULL) full(memory, tile, width, d, mean, factor, constant, differences, out);
    else if (shape === DIAGONAL) diagonal(memory, tile, width, width, d, mean, factor, constant, out, NO_BOUNDS, 0);
    else spherical(memory, tile, width, width, d, mean, memory[factor], constant, out, NO_BOUNDS, 0);
  }
}

/**
 * `densities`, but −∞ for samples of which the weight is 0 in any case, where that saves work.
 *
 * @param bounds - of the blocks of the tile, an offset into `floats`, and `drift`: see bounds.ts; or 0
 */
export function hopefulDensities(
  memory: Float64Array,
  tile: number,
  width: number,
  d: number,
  k: number,
  family: number,
  parameters: number,
  integers: Int32Array,
  order: number,
  floats: Float32Array,
  bounds: number,
  drift: number,
  logs: number,
  scratch: number,
): void {
  const shape = shapeOf(family);
  // full ones are given up half-way also without bounds
  if (family === TIED || d < GIVES_UP || (shape !== FULL && bounds === 0)) {
    densities(memory, tile, width, d, k, family, parameters, logs, scratch);
    return;
  }
  const constants = constantsAt(parameters, k);
  const means = meansAt(parameters, k);
  const factors = factorsAt(parameters, d, k, family);
  const stride = blockStride(d, family);
  const differences = differencesAt(scratch, d, k);
  const best = bestAt(scratch, d, k);
  const reach = reachAt(scratch, d, k);
  for (let s = 0; s < width; s += BLOCK) {
    const x = tile + s;
    const kept = bounds ? bounds + s * k : 0;
    const compute = (c: number) => {
      const mean = means + c * d;
      const factor = factors + c * stride;
      const constant = memory[constants + c];
      const out = logs + c * width + s;
      const own = kept ? kept + c * BLOCK : 0;
      if (shape === FULL) {
        hopeful(memory, x, width, d, mean, factor, constant, differences, best, out, floats, own);
        const rest = own ? own + 4 : 0;
        hopeful(memory, x + 4, width, d, mean, factor, constant, differences, best + 4, out + 4, floats, rest);
      } else if (shape === DIAGONAL) {
        diagonal(memory, x, width, BLOCK, d, mean, factor, constant, out, floats, own);
      } else {
        spherical(memory, x, width, BLOCK, d, mean, memory[factor], constant, out, floats, own);
      }
      for (let i = 0; i < BLOCK; i++) memory[best + i] = Math.max(memory[best + i], memory[out + i]);
    };
    memory.fill(Number.NEGATIVE_INFINITY, best, best + BLOCK);
    const first = firstOf(integers, order, s, k);
    const last = firstOf(integers, order, s + BLOCK - 1, k);
    compute(first);
    if (last !== first) compute(last);
    for (let i = 0; i < BLOCK; i++) memory[reach + i] = reachOf(memory[best + i]);
    for (let c = 0; c < k; c++) {
      if (c === first || c === last) continue;
      const constant = memory[constants + c];
      if (kept && isOutOfReach(memory, floats, kept + c * BLOCK, driftOf(drift, c), constant, reach)) {
        const out = logs + c * width + s;
        memory.fill(Number.NEGATIVE_INFINITY, out, out + BLOCK);
      } else {
        compute(c);
      }
    }
  }
}

/** Which component goes first, as it is likely to be the likeliest. */
function firstOf(integers: Int32Array, order: number, s: number, k: number): number {
  const first = order ? integers[order + s] >>> 16 : 0;
  return first < k ? first : 0;
}
