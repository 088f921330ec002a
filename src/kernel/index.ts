/**
 * The kernel for library authors: load it, pack data, run passes, merge statistics, maximise, decide. `fit` is written
 * on exactly this surface.
 *
 * @packageDocumentation
 */

export { type Rows, toRows } from '../data.js';
export { runAsync, runSync, type Steps } from '../steps.js';
export { type Arena, acquireArena, forgetArenas, releaseArena } from './arena.js';
export { bindTwin } from './bind.js';
export { type Floor, soundStatistics } from './floor.js';
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
export * from './memory.js';
export type { Coordinates } from './packing.js';
export { Points } from './points.js';
export { inverseOf, logOf, prepareBlock } from './prepare.js';
export { badValue, readKept } from './reading.js';
export { foldLevels } from './subtrees.js';
export { createTwin } from './twin/index.js';
export { type Range, Workspace } from './workspace.js';
