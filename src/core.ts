/**
 * Gaussian mixtures in two thirds of the bytes: the same `fit`, `fitSync` and models to the last bit, on the calling thread alone.
 * `select`, `bootstrap` and threads are in `gmm-wasm`; whoever asks for threads here gets one, and `execution` says why.
 *
 * @packageDocumentation
 */

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
export type { Online, OnlineState, Training } from './model/state.js';
export { type AsyncOptions, GaussianMixture, type ScoreOptions } from './model.js';
export type { PartialFitOptions } from './online/options.js';
export type { Acceleration, FitOptions, InitParams, IterationInfo, NumbersIn, PriorOptions } from './options.js';
export type { Bytes, CompiledModule, Location, Signal } from './platform.js';
export { dispose } from './threads/pool.js';
