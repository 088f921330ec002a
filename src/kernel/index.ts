/**
 * The kernel for library authors: load it, pack data, run passes, merge statistics, maximise, decide. `fit` is written
 * on exactly this surface. Addresses are in bytes, offsets of blocks in doubles; parameters in the kernel are internal,
 * x = origin + z·2^−exponent.
 *
 * @packageDocumentation
 */

// data
export { type Data, type Rows, toRows } from '../data.js';
// from data to a workspace in one call, and back to the caller's units
export { codeOf } from '../family.js';
// kernels, and the memory they work on
export type { LinearMemory } from '../platform.js';
// work in steps, and sums in a fixed tree
export { runAsync, runSync, type Steps } from '../steps.js';
export { type Arena, acquireArena, forgetArenas, releaseArena } from './arena.js';
export { bindTwin } from './bind.js';
// a workspace: the rows of a problem and the operations of EM on them
export { type Floor, settleFloor, soundStatistics } from './floor.js';
export { Fold } from './fold.js';
export type { FamilyCode, Kernel, KernelFunctions } from './kernel.js';
export {
  type Bound,
  bindChoice,
  bindChoiceSync,
  type Choice,
  choose,
  chooseSync,
  type Execution,
  type KernelOptions,
  packingKernel,
  wantsWasm,
} from './load.js';
// where everything lies
export {
  // the arena of a fit and of an evaluation
  ALONE,
  // families by number, and their covariance blocks
  blockCount,
  blockLength,
  blockStride,
  checkSize,
  // a block of parameters: weights K | constants K (in steps of ln 2/64) | means K·d | covariances | factors | whitened means
  constantsAt,
  covariancesAt,
  DIAGONAL,
  evaluationLayout,
  type FitLayout,
  FULL,
  factorsAt,
  fitLayout,
  isTied,
  // limits of internal values
  LARGEST,
  LEAST,
  meansAt,
  // a block of statistics: log-likelihood | weight | K × (N_k | Σ r (x − c_k), d) | scatter
  momentsAt,
  type ProblemSize,
  // rows: slices, tiles, padding
  packedBytes,
  paddedRows,
  parametersLength,
  pointLength,
  rowPlace,
  type Share,
  SPHERICAL,
  scatterAt,
  scratchLength,
  shapeOf,
  sliceRows,
  statisticsLength,
  TIED,
  tileSize,
  whitenedAt,
} from './memory.js';
export { type Opened, type OpenOptions, open, openSync } from './open.js';
export type { Coordinates, Frame } from './packing.js';
export { Points } from './points.js';
export { inverseOf, logOf, prepareBlock } from './prepare.js';
export { badValue, readKept } from './reading.js';
export { foldLevels, type Subtree } from './subtrees.js';
export type { SweepName } from './sweeps.js';
export { createTwin } from './twin/index.js';
export { logLikelihoodOf, parametersOf, type ShownParameters, setParameters } from './units.js';
export { type Furthest, type Range, type Team, Workspace } from './workspace.js';
