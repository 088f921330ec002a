// A model from given parameters.

import { type CovarianceShapes, type CovarianceSynonym, type CovarianceType, readFamily } from '../family.js';
import { LEAST } from '../kernel/memory.js';
import { refuseNonObject, refuseUnknown, show } from '../names.js';
import type { NumbersIn } from '../options.js';
import { checkWeights, flatten, packBlocks } from '../parameters.js';
import { exponentOf, timesPower } from '../scale.js';
import type { ModelState } from './state.js';

/** Weights, means and covariances in the shapes that a model shows. */
export interface GivenParameters<T extends CovarianceType | CovarianceSynonym = CovarianceType | CovarianceSynonym> {
  /** `'full'` if left out. */
  readonly covarianceType?: T;
  /** K non-negative weights that sum to 1. */
  readonly weights: ArrayLike<number>;
  /** K means of d numbers; for d = 1 also K numbers. */
  readonly means: NumbersIn;
  readonly covariances: NumbersIn | CovarianceShapes[CovarianceType];
}

const KEYS = ['covarianceType', 'weights', 'means', 'covariances'];

/** What messages call the parts: their names here, or where they come from. */
export interface PartNames {
  readonly weights: string;
  readonly means: string;
  readonly covariances: string;
}

const OWN: PartNames = { weights: 'weights', means: 'means', covariances: 'covariances' };

/** K and d, by the lengths of weights and of the first mean. */
export function sizesOf(given: Pick<GivenParameters, 'weights' | 'means'>, names: PartNames): { k: number; d: number } {
  const k = lengthOf(given.weights, names.weights);
  const count = lengthOf(given.means, names.means);
  if (count !== k) throw new RangeError(`${names.means} must be K = ${k} rows, one for each weight, got ${count}`);
  const first = (given.means as ArrayLike<unknown>)[0];
  const d = typeof first === 'number' ? 1 : lengthOf(first, `${names.means}[0]`);
  if (d === 0) throw new RangeError(`${names.means}[0] is empty: at least one feature is needed`);
  return { k, d };
}

/** The origin is 0, so that means are exact; the exponent comes from the largest standard deviation and mean. */
export function readParameters(given: GivenParameters, names: PartNames = OWN): ModelState {
  refuseNonObject(given, '{ weights, means, covariances }');
  refuseUnknown(given, KEYS, 'parameter');
  const covarianceType = readFamily(given.covarianceType ?? 'full');
  const { k, d } = sizesOf(given, names);
  const weights = checkWeights(given.weights, k, names.weights);
  const isFlat = typeof (given.means as ArrayLike<unknown>)[0] === 'number';
  const means = flatten(given.means, isFlat ? [k] : [k, d], names.means);
  const packed = packBlocks(given.covariances, covarianceType, k, d, names.covariances);
  const largest = packed.reduce((most, value) => Math.max(most, Math.sqrt(Math.abs(value))), 0);
  const exponent = -exponentOf(means.reduce((most, value) => Math.max(most, Math.abs(value)), largest));
  const scaled = packed.map((value) => timesPower(value, 2 * exponent) + 0);
  const isVariance = varianceTest(covarianceType, d);
  const lost = packed.findIndex((value, at) => isVariance(at) && value > 0 && scaled[at] < LEAST);
  if (lost >= 0) {
    throw new RangeError(
      `${names.covariances} hold ${packed[lost]}, which is too small beside the other numbers to compute with: ` +
        'variances of one model may differ by a factor of 10^270',
    );
  }
  return {
    covarianceType,
    d,
    k,
    origin: new Float64Array(d),
    exponent,
    weights,
    means: means.map((mean) => timesPower(mean, exponent) + 0),
    covariances: scaled,
  };
}

function lengthOf(value: unknown, name: string): number {
  const length = (value as ArrayLike<unknown> | null | undefined)?.length;
  if (typeof value !== 'object' || typeof length !== 'number') {
    throw new TypeError(`${name} must be an array, got ${show(value)}`);
  }
  if (length === 0) throw new RangeError(`${name} is empty: at least one component is needed`);
  return length;
}

/** Whether an entry of packed blocks is a variance: all are, but for triangles, where it is the last of its row. */
function varianceTest(type: CovarianceType, d: number): (at: number) => boolean {
  if (type !== 'full' && type !== 'tied') return () => true;
  const length = (d * (d + 1)) / 2;
  const ends = new Set(Array.from({ length: d }, (_, i) => (i * (i + 3)) / 2));
  return (at) => ends.has(at % length);
}
