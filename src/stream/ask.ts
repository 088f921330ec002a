// What questions about streams have in common.

import type { GaussianMixture } from '../model.js';
import { refuseNonObject, refuseUnknown, show } from '../names.js';
import { checkThreads, isModel, isSignal } from '../options.js';
import type { Signal } from '../platform.js';
import { checkProgress } from './options.js';
import type { StreamProgress } from './session.js';

/** Options of `scoreStream` and `predictStream`. */
export interface AskOptions {
  /** How many threads work while the calling thread reads, 1 to 256, or `'auto'`; 1 if left out. */
  readonly threads?: number | 'auto';
  /** Ends the work with the signal's reason; the source is closed. */
  readonly signal?: Signal;
  /** Called after every batch of rows, or every chunk; what it throws ends the call. */
  readonly onProgress?: (progress: StreamProgress) => unknown;
}

/** @throws TypeError unless it is a model */
export function checkModel(model: unknown): GaussianMixture {
  if (isModel(model)) return model;
  throw new TypeError(
    `the model must be a GaussianMixture (from a JSON: GaussianMixture.fromJSON), got ${show(model)}`,
  );
}

/**
 * @param more - keys of the call's own
 * @throws TypeError, RangeError
 */
export function checkAskOptions(options: AskOptions, more: readonly string[]): void {
  refuseNonObject(options, '{ threads: 2 }');
  refuseUnknown(options, ['threads', 'signal', 'onProgress', ...more]);
  const { threads, signal, onProgress } = options;
  if (threads !== undefined) checkThreads(threads, 'threads');
  if (signal !== undefined && !isSignal(signal)) {
    throw new TypeError(`option signal must be an AbortSignal, got ${show(signal)}`);
  }
  checkProgress(onProgress);
}
