// Log-densities of one tile under all components, by family: all of them, or only those that can matter.
//
// Twin: src/kernel/twin/densities.ts

import { BOUND_BYTES, driftOf, isOutOfReach, storeReach } from './bounds';
import { bivariate } from './densities/bivariate';
import { diagonal, diagonalBlock } from './densities/diagonal';
import { full as fullDensities, hopeful } from './densities/full';
import { giveUp } from './densities/hopeful';
import { spherical, sphericalBlock } from './densities/spherical';
import { heaviest, tied } from './densities/tied';
import { univariate } from './densities/univariate';
import { BLOCK_BYTES } from './lanes';
import {
  bestAt, blockStride, constantsAt, DIAGONAL, differencesAt, factorsAt, FULL, GIVES_UP, meansAt, reachAt, shapeOf, TIED,
  weightedAt, whitenedAt,
} from './layout';
import { copyBlock, touch } from './tile';
import { WHOLE } from './whole';

/** ln(w_k p_k(x)) of one tile under every component, in steps of ln 2/64 (exp.ts): k × width at `logs`. */
export function densities(
  tile: usize, width: i32, d: i32, k: i32, family: i32, parameters: usize, logs: usize, scratch: usize,
): void {
  const constants = constantsAt(parameters, k);
  const means = meansAt(parameters, k);
  const factors = factorsAt(parameters, d, k, family);
  const differences = differencesAt(scratch, d, k);
  if (family === TIED && d > 1) {
    tied(
      tile, width, d, k, means + (<usize>(heaviest(parameters, k) * d) << 3), factors, constants,
      whitenedAt(parameters, d, k, family), differences, weightedAt(scratch, d, k), logs,
    );
    return;
  }
  const shape = shapeOf(family);
  const stride = <usize>blockStride(d, family) << 3;
  if (d > 1 && shape !== FULL) {
    if (shape === DIAGONAL) {
      diagonal(tile, width, d, k, means, factors, stride, constants, differences, logs);
    } else {
      spherical(tile, width, d, k, means, factors, stride, constants, differences, logs);
    }
    return;
  }
  const row = <usize>width << 3;
  for (let c = 0; c < k; c++) {
    const mean = means + (<usize>(c * d) << 3);
    const factor = factors + <usize>c * stride;
    const constant = load<f64>(constants + (<usize>c << 3));
    if (d === 1) univariate(tile, width, load<f64>(mean), load<f64>(factor), constant, logs);
    else if (d === 2) bivariate(tile, width, mean, factor, constant, logs);
    else fullDensities(tile, width, d, mean, factor, constant, differences, logs);
    logs += row;
  }
}

/**
 * `densities`, but −∞ for blocks of which all samples have weight 0, where that saves work.
 *
 * @param order - see order.ts: components that are likely to be the likeliest of a block go first; 0: nothing is known
 * @param bounds - of the blocks of the tile, and `drift`: see bounds.ts; or 0
 */
export function hopefulDensities(
  tile: usize, width: i32, d: i32, k: i32, family: i32, parameters: usize, order: usize, bounds: usize, drift: usize,
  logs: usize, scratch: usize,
): void {
  touch(tile, width * d);
  const shape = shapeOf(family);
  const full = shape === FULL;
  const bounded = WHOLE && bounds !== 0;
  // full ones are given up half-way also without bounds
  if (family === TIED || d < GIVES_UP || (!full && !bounded)) {
    densities(tile, width, d, k, family, parameters, logs, scratch);
    return;
  }
  const row = <usize>width << 3;
  const constants = constantsAt(parameters, k);
  const means = meansAt(parameters, k);
  const factors = factorsAt(parameters, d, k, family);
  const stride = <usize>blockStride(d, family) << 3;
  const copy = differencesAt(scratch, d, k);
  const best = bestAt(scratch, d, k);
  const reach = reachAt(scratch, d, k);
  for (let at: usize = 0; at < row; at += BLOCK_BYTES) {
    const x = tile + at;
    if (!full) copyBlock(x, row, d, copy);
    const none = f64x2.splat(-Infinity);
    v128.store(best, none);
    v128.store(best, none, 16);
    v128.store(best, none, 32);
    v128.store(best, none, 48);
    const first = firstOf(order, at, k);
    const last = firstOf(order, at + BLOCK_BYTES - 8, k);
    // the likeliest of the first sample and of the last go first, and say what the others have to reach
    for (let i = first === last ? -1 : -2; i < k; i++) {
      const leads = i < 0;
      const c = <usize>(i === -2 ? last : i === -1 ? first : i);
      if (bounded && i === 0) storeReach(best, reach);
      if (!leads && (i === first || i === last)) continue;
      const out = logs + c * row + at;
      const constant = constants + (c << 3);
      const kept = bounded ? bounds + c * BOUND_BYTES : 0;
      if (bounded && !leads && isOutOfReach(kept, driftOf(drift, c), load<f64>(constant), reach)) {
        giveUp(out);
        continue;
      }
      const mean = means + c * (<usize>d << 3);
      const factor = factors + c * stride;
      if (!WHOLE || full) hopeful(x, row, d, mean, factor, load<f64>(constant), copy, best, out, kept);
      else if (shape === DIAGONAL) diagonalBlock(copy, d, mean, factor, constant, leads ? best : 0, out, kept);
      else sphericalBlock(copy, d, mean, factor, constant, leads ? best : 0, out, kept);
    }
    if (bounded) bounds += <usize>k * BOUND_BYTES;
  }
}

/** Which component goes first in the block that begins `at` bytes after the start of a row. */
function firstOf(order: usize, at: usize, k: i32): i32 {
  if (!order) return 0;
  const first = load<i32>(order + (at >>> 1)) >>> 16;
  return first < k ? first : 0;
}
