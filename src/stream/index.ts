/**
 * Gaussian mixtures of rows that do not fit into memory: exact EM over a source that is read again on every pass, and what a
 * model says of such rows.
 *
 * @packageDocumentation
 */

export type { AskOptions } from './ask.js';
export { fitStream } from './fit.js';
export type { StreamFitOptions } from './options.js';
export { type Predicted, type PredictStreamOptions, predictStream, type StreamOutput } from './predict.js';
export { type StreamScore, scoreStream } from './score.js';
export type { StreamProgress } from './session.js';
export type { Chunk, Chunks, RowsChunk, StreamInput, StreamSource } from './source.js';
