// The mixture of the other features when some are known (Ghahramani & Jordan 1994; Sung 2004):
//
//   p(x_B | x_A) = Σ_k w_k|A N(x_B | μ_k,B|A, Σ_k,B|A),   w_k|A ∝ w_k N(x_A | μ_k,A, Σ_k,AA)
//
// Weights are not those of predictProba, where 2^−64 of the largest is 0: a component that x_A makes unlikely may yet be
// the only one near x_B.

import { isFlat, notANumber } from '../../data/cells.js';
import { SingularCovarianceError } from '../../errors.js';
import { codeOf } from '../../family.js';
import { blockCount, blockLength, LARGEST, shapeOf } from '../../kernel/memory.js';
import { expOf, logOf } from '../../kernel/prepare.js';
import { show } from '../../names.js';
import { exponentOf, timesPower } from '../../scale.js';
import type { ModelState } from '../state.js';
import { checkFeatures } from './check.js';
import { type Conditional, conditionalOf } from './conditional.js';
import { selected } from './marginal.js';

/** Squares of larger numbers might overflow in a sum: 2^500. */
const SQUARABLE = 500;

/**
 * @throws TypeError, RangeError for features and values that do not fit; SingularCovarianceError where a covariance
 *   cannot be factored in this order of features
 */
export function conditionState(state: ModelState, features: ArrayLike<number>, values: ArrayLike<number>): ModelState {
  const { d, k, means, weights } = state;
  const given = checkFeatures(features, d);
  const left = Array.from({ length: d }, (_, j) => j).filter((j) => !given.includes(j));
  if (left.length === 0) {
    throw new RangeError(`features names all d = ${d} of them: at least one must be left to be told about`);
  }
  const point = checkValues(values, state, given);
  const conditionals = conditionalsOf(state, given, left);
  const rest = selected(state, left);
  const whitened: Float64Array[] = [];
  for (let c = 0; c < k; c++) {
    const difference = Float64Array.from(given, (j, i) => point[i] - means[c * d + j]);
    const shift = conditionals[c].shift(difference);
    whitened.push(difference);
    for (let r = 0; shift && r < left.length; r++) {
      const mean = rest.means[c * left.length + r] + shift[r];
      if (!(Math.abs(mean) <= LARGEST)) throw tooFar('values', [...point.keys()].map((i) => values[i]).join(', '));
      rest.means[c * left.length + r] = mean;
    }
  }
  const logs = Array.from(weights, (weight, c) => logOf(weight) - conditionals[c].logFactor);
  rest.weights.set(shares(logs, whitened));
  const length = blockLength(left.length, codeOf(state.covarianceType));
  for (let at = 0; at < rest.covariances.length; at += length)
    rest.covariances.set(conditionals[at / length].block, at);
  return rest;
}

/** Values in internal coordinates. */
function checkValues(values: unknown, state: ModelState, given: readonly number[]): number[] {
  if (!isFlat(values)) throw new TypeError(`values must be an array of numbers such as [1.5], got ${show(values)}`);
  if (values.length !== given.length) {
    throw new RangeError(`values must be ${given.length}, one for each of features, got ${values.length}`);
  }
  return given.map((j, i) => {
    const value = values[i];
    if (typeof value !== 'number') throw notANumber(`values[${i}]`, value);
    const internal = timesPower(value - state.origin[j], state.exponent);
    if (!Number.isFinite(value)) throw new RangeError(`values[${i}] must be a finite number, got ${value}`);
    if (!(Math.abs(internal) <= LARGEST)) throw tooFar(`values[${i}]`, value);
    return internal;
  });
}

function tooFar(place: string, value: unknown): RangeError {
  return new RangeError(`${place} is ${value}: too far from the model to compute with; check the units`);
}

/** One for each component; tied ones share theirs. */
function conditionalsOf(state: ModelState, given: readonly number[], left: readonly number[]): Conditional[] {
  const family = codeOf(state.covarianceType);
  const length = blockLength(state.d, family);
  const made: Conditional[] = [];
  for (let c = 0; c < blockCount(state.k, family); c++) {
    const block = state.covariances.subarray(c * length, (c + 1) * length);
    const conditional = conditionalOf(block, shapeOf(family), given, left);
    if (!conditional) {
      throw new SingularCovarianceError(
        c,
        `covariances[${c}] cannot be factored with these features first: it is nearly singular; fit with a larger ` +
          'regCovar, or leave out a feature that the others determine',
      );
    }
    made.push(conditional);
  }
  return Array.from({ length: state.k }, (_, c) => made[c] ?? made[0]);
}

/**
 * Shares ∝ exp(l_k − ½·‖u_k‖²), by log-sum-exp. Far from all components only the difference of two squares counts: it is
 * taken from the nearest one before it is scaled back, so that at least one term stays finite.
 */
function shares(logs: readonly number[], whitened: readonly Float64Array[]): Float64Array {
  const most = whitened.reduce((before, u) => u.reduce((m, value) => Math.max(m, Math.abs(value)), before), 0);
  const exponent = Math.max(0, exponentOf(most) - SQUARABLE);
  const squares = whitened.map((u) => {
    const scaled = u.map((value) => timesPower(value, -exponent));
    return scaled.reduce((sum, value) => sum + value * value, 0);
  });
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < logs.length; c++) if (logs[c] > Number.NEGATIVE_INFINITY) nearest = Math.min(nearest, squares[c]);
  // one without weight may be nearer yet
  const terms = logs.map((log, c) => log - 0.5 * timesPower(Math.max(squares[c] - nearest, 0), 2 * exponent));
  const best = terms.reduce((before, term) => Math.max(before, term));
  const out = Float64Array.from(terms, (term) => expOf(term - best));
  const sum = out.reduce((before, value) => before + value, 0);
  return out.map((value) => value / sum);
}
