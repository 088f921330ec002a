/**
 * Gaussian mixtures by expectation-maximisation.
 *
 * @packageDocumentation
 */

export type { ReplicateType } from './bootstrap/resample.js';
export { type Bootstrap, type BootstrapOptions, bootstrap, type ParameterShapes } from './bootstrap.js';
export type { ArrowData, Column, ColumnData, Data, MatrixData, StridedData } from './data.js';
export { SingularCovarianceError } from './errors.js';
export type { CovarianceShapes, CovarianceSynonym, CovarianceType, FamilyOf } from './family.js';
export { fit, fitSync } from './fit.js';
export type { GivenBinary } from './kernel/given.js';
export type { Execution, KernelOptions } from './kernel/load.js';
export type { GivenParameters } from './model/construct.js';
export type { GaussianMixtureJSON } from './model/json.js';
export type { MclustJSON, MclustParameters, RNumbers } from './model/mclust.js';
export type { Samples } from './model/sample.js';
export type { ScikitLearnJSON } from './model/scikit-learn.js';
export type { Training } from './model/state.js';
export { type AsyncOptions, GaussianMixture, type ScoreOptions } from './model.js';
export type { Acceleration, FitOptions, InitParams, IterationInfo, NumbersIn, PriorOptions } from './options.js';
export type { Bytes, CompiledModule, Location, Signal } from './platform.js';
export {
  type Criterion,
  type Selection,
  type SelectOptions,
  type SelectProgress,
  type SelectRow,
  select,
} from './select.js';
export { dispose } from './threads/pool.js';
