// Options of `partialFit`.

import type { KernelOptions } from '../kernel/load.js';
import { refuseNonObject, refuseUnknown, show } from '../names.js';
import { checkShared } from '../options.js';
import type { StepRule } from './step.js';

/** What `partialFit` can be told. */
export interface PartialFitOptions extends KernelOptions {
  /**
   * α, more than 0.5 and at most 1, of steps that grow smaller as rows are seen: 0.6 if left out, which finds its way
   * from a rough start; at 1 all rows, those of the fit among them, weigh alike.
   */
  readonly stepExponent?: number;
  /**
   * λ, between 0 and 1, in place of `stepExponent`: every row weighs λ times as much as the next one, for data that
   * drifts. The model rests on the last 1/(1 − λ) rows or so; the half-life is 0.69/(1 − λ) rows.
   */
  readonly forgetting?: number;
  /**
   * How many rows the model counts for at the first call, more than 0: those of its fit if left out, 3·K·(d + 1) for a
   * model that was made from parameters. Later calls know.
   */
  readonly startWeight?: number;
  /** A non-negative weight for each row; an integer weight counts as so many copies. */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * Added to each variance, as by `fit`; a share is one of the pooled within-cluster variance of the model. If left out,
   * what the fit or the last call added; `{ relative: 1e-6 }` for a model that was made from parameters.
   */
  readonly regCovar?: number | { readonly relative: number };
}

const SHARED = ['sampleWeight', 'regCovar', 'backend', 'arithmetic', 'wasm'];
const KEYS = ['stepExponent', 'forgetting', 'startWeight', ...SHARED];

/** Cappé & Moulines (2009) */
const EXPONENT = 0.6;

/**
 * Checks options; those that are undefined count as left out.
 *
 * @throws TypeError for an unknown option or one of the wrong kind, RangeError for a wrong value
 */
export function checkPartialFit(options: PartialFitOptions): StepRule {
  refuseNonObject(options, '{ stepExponent: 0.6 }');
  refuseUnknown(options, KEYS);
  checkShared(options, SHARED);
  const { stepExponent, forgetting, startWeight } = options;
  if (startWeight !== undefined) {
    number('startWeight', startWeight, 'more than 0', startWeight > 0 && startWeight < Number.POSITIVE_INFINITY);
  }
  if (forgetting === undefined) {
    const exponent = stepExponent ?? EXPONENT;
    number('stepExponent', exponent, 'more than 0.5 and at most 1', exponent > 0.5 && exponent <= 1);
    return { exponent };
  }
  if (stepExponent !== undefined) {
    throw new TypeError('options stepExponent and forgetting are two rules for the same step: give one of them');
  }
  number('forgetting', forgetting, 'more than 0 and less than 1', forgetting > 0 && forgetting < 1);
  return { forgetting };
}

function number(name: string, value: unknown, range: string, holds: boolean): void {
  if (typeof value !== 'number') throw new TypeError(`option ${name} must be a number, got ${show(value)}`);
  if (!holds) throw new RangeError(`option ${name} must be ${range}, got ${value}`);
}
