/**
 * The kernel for library authors: load it, pack data, run passes, merge statistics, maximise, decide. `fit` is written
 * on exactly this surface.
 *
 * @packageDocumentation
 */

export { type Rows, toRows } from '../data.js';
export { runAsync, runSync, type Steps } from '../steps.js';
export { type Arena, acquireArena, releaseArena } from './arena.js';
export { Fold } from './fold.js';
export type { FamilyCode, Kernel, KernelFunctions } from './kernel.js';
export {
  bindChoice,
  bindChoiceSync,
  bindTwin,
  type Choice,
  choose,
  chooseSync,
  type Execution,
  type KernelOptions,
} from './load.js';
export { evaluationLayout, fitLayout, foldLevels, type ProblemSize, place, sliceRows } from './memory.js';
export { createTwin } from './twin/index.js';
export { type Range, Workspace } from './workspace.js';
