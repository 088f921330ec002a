/**
 * Gaussian mixtures in half of the bytes: the same `fit`, `fitSync` and models to the last bit, on one strict binary
 * and the calling thread alone.
 *
 * What is not here is in `gmm-wasm`, and whoever asks for it is told so. Where it would only be faster, the work is done
 * without, and `execution.fallbackReason` says why: `threads`, `arithmetic: 'relaxed'`. What could not be done otherwise is
 * an error: `backend: 'js'`, option `wasm`, Arrow tables, `marginal`, `condition`, `pdf`, `cdf`, `quantile`, `partialFit`,
 * `fromScikitLearn`, `fromMclust`; and every call that needs WebAssembly where it cannot run, since there is no fallback.
 *
 * @packageDocumentation
 */

export type { ArrowData, Column, ColumnData, Data, MatrixData, StridedData } from './data.js';
export { SingularCovarianceError } from './errors.js';
export type { CovarianceShapes, CovarianceSynonym, CovarianceType, FamilyOf } from './family.js';
export { fit, fitSync } from './fit.js';
export type { GivenBinary } from './kernel/given/index.js';
export type { Execution, KernelOptions } from './kernel/load.js';
export type { GivenParameters } from './model/construct.js';
export type { MclustJSON, MclustParameters, RNumbers } from './model/foreign/mclust.js';
export type { ScikitLearnJSON } from './model/foreign/scikit-learn.js';
export type { GaussianMixtureJSON } from './model/json.js';
export type { Samples } from './model/sample.js';
export type { Online, OnlineState, Training } from './model/state.js';
export { type AsyncOptions, GaussianMixture, type ScoreOptions } from './model.js';
export type { PartialFitOptions } from './online/options.js';
export type { Acceleration, FitOptions, InitParams, IterationInfo, NumbersIn, PriorOptions } from './options.js';
export type { Bytes, CompiledModule, Location, Signal } from './platform.js';
export { dispose } from './threads/pool.js';
