/**
 * Gaussian mixtures by expectation-maximisation.
 *
 * @packageDocumentation
 */

export type { ReplicateType } from './bootstrap/resample.js';
export { type Bootstrap, type BootstrapOptions, bootstrap, type ParameterShapes } from './bootstrap.js';
export * from './core.js';
export {
  type Criterion,
  type Selection,
  type SelectOptions,
  type SelectProgress,
  type SelectRow,
  select,
} from './select.js';
