// Where everything lies inside the blocks of memory that the kernel is handed, in doubles. The drawing stands in the
// kernel's file.
//
// Kernel: assembly/layout.ts

/** 2^480: larger internal values would let squares overflow in a sum of 2^32 samples. */
export const LARGEST = 3.1217485503159922e144;
/** 2^−900: smaller variances are taken for zero. */
export const LEAST = 1.1830521861667747e-271;

/** Doubles of the table of constants that the kernel's exp keeps in memory; the twin has no use for one. */
const EXP_TABLE = 144;

/** Families as the ABI numbers them: a shape, plus 3 if all components share one covariance. */
export const FULL = 0;
export const DIAGONAL = 1;
export const SPHERICAL = 2;
export const TIED = 3;

export function shapeOf(family: number): number {
  return family >= TIED ? family - TIED : family;
}

export function isTied(family: number): boolean {
  return family >= TIED;
}

/** The doubles of one covariance block. */
export function blockLength(d: number, family: number): number {
  const shape = shapeOf(family);
  if (shape === FULL) return (d * (d + 1)) / 2;
  return shape === DIAGONAL ? d : 1;
}

/** The number of covariance blocks. */
export function blockCount(k: number, family: number): number {
  return isTied(family) ? 1 : k;
}

/** Doubles from the covariance of one component to that of the next: 0 when it is shared. */
export function blockStride(d: number, family: number): number {
  return isTied(family) ? 0 : blockLength(d, family);
}

/** Features from which on the E-step gives hopeless blocks up: with fewer, too few are. */
export const GIVES_UP = 24;

/** Samples in a tile: the largest multiple of 8 with T·d·8 bytes ≤ 32 KiB, between 8 and 128. */
export function tileSize(d: number): number {
  const most = Math.floor(4096 / d) & ~7;
  return most > 128 ? 128 : most < 8 ? 8 : most;
}

// parameters

export function constantsAt(parameters: number, k: number): number {
  return parameters + k;
}

export function meansAt(parameters: number, k: number): number {
  return parameters + 2 * k;
}

export function covariancesAt(parameters: number, d: number, k: number): number {
  return parameters + k * (2 + d);
}

export function factorsAt(parameters: number, d: number, k: number, family: number): number {
  return covariancesAt(parameters, d, k) + blockCount(k, family) * blockLength(d, family);
}

export function whitenedAt(parameters: number, d: number, k: number, family: number): number {
  return factorsAt(parameters, d, k, family) + blockCount(k, family) * blockLength(d, family);
}

/** Doubles of a parameter block. */
export function parametersLength(d: number, k: number, family: number): number {
  return k * (2 + d) + 2 * blockCount(k, family) * blockLength(d, family) + (family === TIED ? k * d : 0);
}

/** Doubles of a point, which is weights | means | covariances. */
export function pointLength(d: number, k: number, family: number): number {
  return k * (1 + d) + blockCount(k, family) * blockLength(d, family);
}

/** Doubles of a prior: κ | e | m, d | Λ. */
export function priorLength(d: number, family: number): number {
  return 2 + d + blockLength(d, family);
}

// statistics

/** Offset of N_k, which Σ r (x − c_k) follows. */
export function momentsAt(statistics: number, d: number, component: number): number {
  return statistics + 2 + component * (1 + d);
}

export function scatterAt(statistics: number, d: number, k: number): number {
  return momentsAt(statistics, d, k);
}

/** Doubles of a block of statistics. */
export function statisticsLength(d: number, k: number, family: number): number {
  return 2 + k * (1 + d) + blockCount(k, family) * blockLength(d, family);
}

// scratch of a pass; responsibilities come first

export function differencesAt(scratch: number, d: number, k: number): number {
  return scratch + k * tileSize(d);
}

export function weightedAt(scratch: number, d: number, k: number): number {
  return differencesAt(scratch, d, k) + (d + 1) * tileSize(d);
}

export function compactedAt(scratch: number, d: number, k: number): number {
  return weightedAt(scratch, d, k) + (d + 1) * tileSize(d);
}

export function blocksAt(scratch: number, d: number, k: number): number {
  return compactedAt(scratch, d, k) + tileSize(d);
}

export function paddingAt(scratch: number, d: number, k: number): number {
  return blocksAt(scratch, d, k) + tileSize(d);
}

export function shareAt(scratch: number, d: number, k: number): number {
  return paddingAt(scratch, d, k) + tileSize(d);
}

export function bestAt(scratch: number, d: number, k: number): number {
  return shareAt(scratch, d, k) + tileSize(d);
}

export function reachAt(scratch: number, d: number, k: number): number {
  return bestAt(scratch, d, k) + 8;
}

export function whitePointAt(scratch: number, d: number, k: number): number {
  return reachAt(scratch, d, k) + 8;
}

export function nearFlagsAt(scratch: number, d: number, k: number): number {
  return whitePointAt(scratch, d, k) + d + 1;
}

/** Doubles of scratch that any function of the kernel may ask for. */
export function scratchLength(d: number, k: number): number {
  const pass = k * tileSize(d) + 2 * (d + 1) * tileSize(d) + 6 * tileSize(d) + 16 + d + 1 + k + 7 + EXP_TABLE;
  const factor = d * (d + 1) + 2 * d;
  return Math.max(pass, factor);
}
