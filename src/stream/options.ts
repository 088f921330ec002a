// What `fitStream` can be told: what `fit` can, but for what speaks of rows by their number.

import type { CovarianceSynonym, CovarianceType } from '../family.js';
import { refuseNonObject, show } from '../names.js';
import { type CheckedOptions, checkOptions, type FitOptions } from '../options.js';
import type { StreamProgress } from './session.js';

/**
 * What `fitStream` can be told: the options of `fit`, and `onProgress`. Weights come with the chunks; `onIteration` hears of
 * the passes over the source, not of the fit of the sample. `threads` work while the next chunk is read, on the calling
 * thread.
 */
export type StreamFitOptions<T extends CovarianceType | CovarianceSynonym = CovarianceType | CovarianceSynonym> = Omit<
  FitOptions<T>,
  'sampleWeight' | 'responsibilitiesInit' | 'precision'
> & {
  /** Called after every batch of rows, some thousands; what it throws ends the call. */
  readonly onProgress?: (progress: StreamProgress) => unknown;
};

/** Options after checking. */
export interface CheckedStreamOptions {
  readonly fit: CheckedOptions;
  readonly onProgress: StreamFitOptions['onProgress'];
}

/** Options of `fit` that a stream has no use for, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  sampleWeight: 'weights come with the rows: give chunks { rows, sampleWeight }',
  responsibilitiesInit: 'they would take as much memory as the data: give meansInit, or a model as warmStart',
  precision: 'rows are not kept, so there is nothing to save',
};

/** @throws TypeError, RangeError as `fit` does; and for options that do not go with a stream */
export function checkStreamOptions(options: StreamFitOptions): CheckedStreamOptions {
  refuseNonObject(options, '{ nComponents: 3 }');
  for (const [name, reason] of Object.entries(REFUSED)) {
    if ((options as { readonly [name: string]: unknown })[name] === undefined) continue;
    throw new TypeError(`option ${name} does not go with fitStream: ${reason}`);
  }
  const { onProgress, ...rest } = options;
  checkProgress(onProgress);
  return { fit: checkOptions(rest), onProgress };
}

/** @throws TypeError unless it is a function, or left out */
export function checkProgress(value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`option onProgress must be a function, got ${show(value)}`);
}
