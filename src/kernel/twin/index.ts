// The ABI on top of the twin: byte addresses become offsets into the views of the arena.
//
// Kernel: assembly/index.ts

import type { Kernel, KernelFunctions } from '../kernel.js';
import { drift } from './bounds.js';
import { factorise, invertTriangle, product } from './cholesky.js';
import { collapsed, converged, distinct, floors, sort, thresholds } from './decide.js';
import { densities } from './densities.js';
import { exp } from './exp.js';
import { kmeansAssign, kmeansDistances } from './kmeans.js';
import { parametersLength, scratchLength, statisticsLength, tileSize } from './layout.js';
import { log } from './log.js';
import { maximise, pooledVariances, prepare, recentre } from './maximise.js';
import { arrange, restore } from './order.js';
import { packingFunctions } from './packing.js';
import { evaluate, merge, pass, passGiven } from './pass.js';
import { logPrior } from './prior.js';
import { likeliest, normalise, rank } from './responsibilities.js';
import { extrapolate } from './squarem.js';
import { cancels } from './statistics/tied.js';
import { VERSION } from './version.js';

/** Why there is no twin; undefined, as there is one. `gmm-wasm/core` has none.ts in place of this file. */
export const absence: string | undefined = undefined;

/** A kernel in plain TypeScript on the given arena, whose length is a multiple of 8 bytes. */
export function createTwin(arena: ArrayBufferLike): Kernel {
  const f = new Float64Array(arena);
  const i = new Int32Array(arena);
  const s = new Float32Array(arena);
  const functions: KernelFunctions = {
    ...packingFunctions(f),
    version: () => VERSION,
    fused: () => 0,
    pass: (
      tiles,
      rows,
      d,
      k,
      family,
      parameters,
      centres,
      weights,
      direct,
      order,
      keys,
      statistics,
      scratch,
      bounds,
      drift,
    ) =>
      pass(
        f,
        tiles / 8,
        rows,
        d,
        k,
        family,
        parameters / 8,
        centres / 8,
        weights / 8,
        direct !== 0,
        i,
        order / 4,
        keys / 4,
        statistics / 8,
        scratch / 8,
        s,
        bounds / 4,
        drift / 8,
      ),
    drift: (parameters, d, k, family, record, scratch) =>
      drift(f, i, parameters / 8, d, k, family, record / 8, scratch / 8),
    pass_given: (tiles, rows, d, k, family, responsibilities, labels, centres, weights, statistics, scratch) =>
      passGiven(
        f,
        tiles / 8,
        rows,
        d,
        k,
        family,
        responsibilities / 8,
        i,
        labels / 4,
        centres / 8,
        weights / 8,
        statistics / 8,
        scratch / 8,
      ),
    evaluate: (tiles, rows, d, k, family, parameters, logDensities, labels, responsibilities, scratch) =>
      evaluate(
        f,
        tiles / 8,
        rows,
        d,
        k,
        family,
        parameters / 8,
        logDensities / 8,
        i,
        labels / 4,
        responsibilities / 8,
        scratch / 8,
      ),
    merge: (target, source, length) => merge(f, target / 8, source / 8, length),
    maximise: (statistics, centres, floor, prior, parameters, d, k, family, scratch) =>
      maximise(f, statistics / 8, centres / 8, floor / 8, prior / 8, parameters / 8, d, k, family, scratch / 8),
    log_prior: (prior, parameters, d, k, family, scratch) =>
      logPrior(f, prior / 8, parameters / 8, d, k, family, scratch / 8),
    recentre: (statistics, centres, floor, d, k, family) =>
      recentre(f, statistics / 8, centres / 8, floor / 8, d, k, family),
    cancels: (statistics, parameters, centres, floor, d, k, scratch) =>
      Number(cancels(f, statistics / 8, parameters / 8, centres / 8, floor / 8, d, k, scratch / 8)),
    prepare: (parameters, d, k, family, scratch) => prepare(f, parameters / 8, d, k, family, scratch / 8),
    pooled_variances: (statistics, d, k, family, out) => pooledVariances(f, statistics / 8, d, k, family, out / 8),
    converged: (state, value, tol) => Number(converged(f, state / 8, value, tol)),
    floors: (pooled, total, level, share, d, family, floor) =>
      floors(f, pooled / 8, total / 8, level / 8, share, d, family, floor / 8),
    thresholds: (floor, pooled, total, d, out) => thresholds(f, floor / 8, pooled / 8, total / 8, d, out / 8),
    collapsed: (parameters, threshold, d, k, family, flags, scratch) =>
      collapsed(f, parameters / 8, threshold / 8, d, k, family, i, flags / 4, scratch / 8),
    sort: (parameters, d, k, family) => Number(sort(f, parameters / 8, d, k, family)),
    distinct: (tiles, rows, d, k, labels, limit, counts, seen) =>
      distinct(f, tiles / 8, rows, d, k, i, labels / 4, limit, counts / 4, seen / 4),
    extrapolate: (points, parameters, threshold, limit, d, k, family, flags, scratch) =>
      extrapolate(f, points / 8, parameters / 8, threshold / 8, limit, d, k, family, i, flags / 4, scratch / 8),
    factorise: (matrix, d, column) => Number(factorise(f, matrix / 8, d, column / 8)),
    invert_triangle: (factor, d, inverse) => invertTriangle(f, factor / 8, d, inverse / 8),
    product: (inverse, d, out) => product(f, inverse / 8, d, out / 8),
    kmeans_distances: (tiles, rows, d, centre, metric, weights, nearest, out) =>
      kmeansDistances(f, tiles / 8, rows, d, centre / 8, metric / 8, weights / 8, nearest / 8, out / 8),
    kmeans_assign: (tiles, rows, d, k, centres, metric, weights, labels, spread, sums) =>
      kmeansAssign(f, tiles / 8, rows, d, k, centres / 8, metric / 8, weights / 8, i, labels / 4, spread / 8, sums / 8),
    arrange: (tiles, rows, d, k, keys, weights, order, _, bounds) =>
      arrange(f, i, tiles / 8, rows, d, k, keys / 4, weights / 8, order / 4, bounds / 4),
    restore: (tiles, rows, d, weights, order) => restore(f, i, tiles / 8, rows, d, weights / 8, order / 4),
    exp,
    log,
    densities: (tile, width, d, k, family, parameters, logs, scratch) =>
      densities(f, tile / 8, width, d, k, family, parameters / 8, logs / 8, scratch / 8),
    normalise: (logs, width, k, weights, out) => normalise(f, logs / 8, width, k, weights / 8, out / 8),
    likeliest: (logs, width, k, labels) => likeliest(f, logs / 8, width, k, i, labels / 4),
    rank: (logs, width, k, keys) => rank(f, logs / 8, width, k, i, keys / 4),
    parameters_length: parametersLength,
    statistics_length: statisticsLength,
    scratch_length: scratchLength,
    tile_size: tileSize,
  };
  return { doubles: f, integers: i, functions };
}
