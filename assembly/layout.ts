// Where everything lies inside the blocks of memory that the kernel is handed. Counts are in doubles.
//
// parameters     weights K | constants K | means K·d | covariances G·C | factors G·C | whitened K·d (tied only)
// statistics     log-likelihood | weight | K × (N_k | Σ r (x − c_k), d) | scatter G·C
// scratch        responsibilities K·T | differences (d+1)·T | weighted (d+1)·T | compacted T | halves T |
//                padding T | share T | best 8 | reach 8 | white point d + 1 |
//                near? K | to a cache line 7 | table of exp 144 | greatest T | turn T
//
// G is the number of covariance blocks (1 when tied, else K), C the doubles of one block: a packed lower triangle
// d(d+1)/2 when full, d when diagonal, 1 when spherical. A factor block is L⁻¹ of its covariance Σ = L·Lᵀ in the same
// packing; for diagonal and spherical that is 1/σ. constants_k = ln w_k − d/2·ln 2π + Σ ln (L⁻¹)_ii, in steps
// of ln 2/64 (exp.ts). Statistics of full covariances use differences and weighted as one piece.
//
// Twin: src/kernel/twin/layout.ts

import { EXP_TABLE } from './exp';
import { BLOCK_BYTES } from './lanes';

/** 2^480: larger internal values would let squares overflow in a sum of 2^32 samples. */
export const LARGEST: f64 = 3.1217485503159922e144;
/** 2^−900: smaller variances are taken for zero. */
export const LEAST: f64 = 1.1830521861667747e-271;

// a family is its shape, plus 3 if all components share one covariance
export const FULL: i32 = 0;
export const DIAGONAL: i32 = 1;
export const SPHERICAL: i32 = 2;
export const TIED: i32 = 3;

export function shapeOf(family: i32): i32 {
  return family >= TIED ? family - TIED : family;
}

export function isTied(family: i32): bool {
  return family >= TIED;
}

/** The doubles of one covariance block. */
export function blockLength(d: i32, family: i32): i32 {
  const shape = shapeOf(family);
  if (shape === FULL) return (d * (d + 1)) >> 1;
  return shape === DIAGONAL ? d : 1;
}

/** The number of covariance blocks. */
export function blockCount(k: i32, family: i32): i32 {
  return isTied(family) ? 1 : k;
}

/** Doubles from the covariance of one component to that of the next: 0 when it is shared. */
export function blockStride(d: i32, family: i32): i32 {
  return isTied(family) ? 0 : blockLength(d, family);
}

/** Features from which on the E-step leaves hopeless blocks out: with fewer, too few are. */
export const GIVES_UP: i32 = 24;

/** Samples in a tile: the largest multiple of 8 with T·d·8 bytes ≤ 32 KiB, between 8 and 128. */
export function tileSize(d: i32): i32 {
  const most = (4096 / d) & ~7;
  return most > 128 ? 128 : most < 8 ? 8 : most;
}

// parameters

export function constantsAt(parameters: usize, k: i32): usize {
  return parameters + (<usize>k << 3);
}

export function meansAt(parameters: usize, k: i32): usize {
  return parameters + (<usize>k << 4);
}

export function covariancesAt(parameters: usize, d: i32, k: i32): usize {
  return parameters + ((<usize>k * (2 + d)) << 3);
}

export function factorsAt(parameters: usize, d: i32, k: i32, family: i32): usize {
  return covariancesAt(parameters, d, k) + (<usize>(blockCount(k, family) * blockLength(d, family)) << 3);
}

export function whitenedAt(parameters: usize, d: i32, k: i32, family: i32): usize {
  return factorsAt(parameters, d, k, family) + (<usize>(blockCount(k, family) * blockLength(d, family)) << 3);
}

/** Doubles of a parameter block. */
export function parametersLength(d: i32, k: i32, family: i32): i32 {
  return k * (2 + d) + 2 * blockCount(k, family) * blockLength(d, family) + (family === TIED ? k * d : 0);
}

/** Doubles of a point, which is weights | means | covariances. */
export function pointLength(d: i32, k: i32, family: i32): i32 {
  return k * (1 + d) + blockCount(k, family) * blockLength(d, family);
}

// statistics

/** Address of N_k, which Σ r (x − c_k) follows. */
export function momentsAt(statistics: usize, d: i32, component: i32): usize {
  return statistics + (<usize>(2 + component * (1 + d)) << 3);
}

export function scatterAt(statistics: usize, d: i32, k: i32): usize {
  return momentsAt(statistics, d, k);
}

/** Doubles of a block of statistics. */
export function statisticsLength(d: i32, k: i32, family: i32): i32 {
  return 2 + k * (1 + d) + blockCount(k, family) * blockLength(d, family);
}

// scratch of a pass; responsibilities come first

export function differencesAt(scratch: usize, d: i32, k: i32): usize {
  return scratch + (<usize>(k * tileSize(d)) << 3);
}

export function weightedAt(scratch: usize, d: i32, k: i32): usize {
  return differencesAt(scratch, d, k) + (<usize>((d + 1) * tileSize(d)) << 3);
}

export function compactedAt(scratch: usize, d: i32, k: i32): usize {
  return weightedAt(scratch, d, k) + (<usize>((d + 1) * tileSize(d)) << 3);
}

export function halvesAt(scratch: usize, d: i32, k: i32): usize {
  return compactedAt(scratch, d, k) + (<usize>tileSize(d) << 3);
}

export function paddingAt(scratch: usize, d: i32, k: i32): usize {
  return halvesAt(scratch, d, k) + (<usize>tileSize(d) << 3);
}

export function shareAt(scratch: usize, d: i32, k: i32): usize {
  return paddingAt(scratch, d, k) + (<usize>tileSize(d) << 3);
}

export function bestAt(scratch: usize, d: i32, k: i32): usize {
  return shareAt(scratch, d, k) + (<usize>tileSize(d) << 3);
}

export function reachAt(scratch: usize, d: i32, k: i32): usize {
  return bestAt(scratch, d, k) + BLOCK_BYTES;
}

export function whitePointAt(scratch: usize, d: i32, k: i32): usize {
  return reachAt(scratch, d, k) + BLOCK_BYTES;
}

export function nearFlagsAt(scratch: usize, d: i32, k: i32): usize {
  return whitePointAt(scratch, d, k) + (<usize>(d + 1) << 3);
}

/** On a cache line. */
export function tableAt(scratch: usize, d: i32, k: i32): usize {
  return (nearFlagsAt(scratch, d, k) + (<usize>k << 3) + 63) & ~63;
}

/** Doubles of scratch that any function of the kernel may ask for. */
export function scratchLength(d: i32, k: i32): i32 {
  const pass = k * tileSize(d) + 2 * (d + 1) * tileSize(d) + 6 * tileSize(d) + 16 + d + 1 + k + 7 + EXP_TABLE;
  const triangle = (d * (d + 1)) >> 1;
  const factor = 2 * triangle + 2 * d;
  return pass > factor ? pass : factor;
}
