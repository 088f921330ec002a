// A model as JSON and back, to the bit: numbers of JSON are doubles, and what is not stored is computed again by the
// kernel's own functions.

import { type CovarianceType, codeOf, readFamily } from '../family.js';
import { blockCount, blockLength } from '../kernel/memory.js';
import { show } from '../names.js';
import { flatten } from '../parameters.js';
import type { ModelState, OnlineState, Training } from './state.js';

const FORMAT = 'gmm-wasm';
const VERSION = 1;

/** The form of a saved model. Parameters are internal: x = origin + z·2^−exponent, covariances as packed triangles. */
export interface GaussianMixtureJSON {
  format: 'gmm-wasm';
  version: 1;
  covarianceType: CovarianceType;
  nComponents: number;
  nFeatures: number;
  origin: number[];
  exponent: number;
  weights: number[];
  means: number[];
  covariances: number[];
  /** What was added to each variance, internal; d numbers. */
  floor?: number[];
  training?: Training;
  /** After `partialFit`. */
  online?: OnlineState;
}

export function modelToJSON(state: ModelState): GaussianMixtureJSON {
  const { covarianceType, k, d, origin, exponent, weights, means, covariances, floor, training, online } = state;
  return {
    format: FORMAT,
    version: VERSION,
    covarianceType,
    nComponents: k,
    nFeatures: d,
    origin: [...origin],
    exponent,
    weights: [...weights],
    means: [...means],
    covariances: [...covariances],
    ...(floor ? { floor: [...floor] } : {}),
    ...(online ? { online: structuredClone(online) } : {}),
    ...(training ? { training: structuredClone(training) } : {}),
  };
}

function foreign(what: string): TypeError {
  return new TypeError(`not a saved gmm-wasm model: ${what}; use what model.toJSON() returned`);
}

function count(value: unknown, name: string, least: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw new RangeError(`${name} of the saved model must be an integer of at least ${least}, got ${show(value)}`);
}

/** @throws TypeError for a JSON from elsewhere, RangeError for one whose numbers do not fit together */
export function readJSON(source: unknown): ModelState {
  const json = (typeof source === 'string' ? parse(source) : source) as Partial<GaussianMixtureJSON> | null;
  if (typeof json !== 'object' || json === null) throw foreign(`got ${show(json)}`);
  if (json.format !== FORMAT) throw foreign(`its format is ${show(json.format)}, not '${FORMAT}'`);
  if (json.version !== VERSION) {
    throw new RangeError(
      `saved models of version ${show(json.version)} cannot be read; this package reads version ${VERSION}`,
    );
  }
  const covarianceType = readFamily(json.covarianceType);
  const k = count(json.nComponents, 'nComponents', 1);
  const d = count(json.nFeatures, 'nFeatures', 1);
  const family = codeOf(covarianceType);
  const numbers = (value: unknown, length: number, name: string) => {
    if (value === undefined) throw foreign(`${name} is missing`);
    // before anything of that length is made
    if (!Array.isArray(value) || value.length !== length) {
      throw new RangeError(`${name} must be of shape ${length}, got ${show(value)}`);
    }
    return flatten(value, [length], name);
  };
  const exponent = json.exponent;
  if (!Number.isInteger(exponent) || Math.abs(exponent as number) > 2100) {
    throw new RangeError(`exponent of the saved model must be an integer from −2100 to 2100, got ${show(exponent)}`);
  }
  const weights = numbers(json.weights, k, 'weights');
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.some((weight) => weight < 0) || !(Math.abs(sum - 1) <= 1e-6)) {
    throw new RangeError(`weights of the saved model must not be negative and must sum to 1, got a sum of ${sum}`);
  }
  return {
    covarianceType,
    k,
    d,
    origin: numbers(json.origin, d, 'origin'),
    exponent: exponent as number,
    weights,
    means: numbers(json.means, k * d, 'means'),
    covariances: numbers(json.covariances, blockCount(k, family) * blockLength(d, family), 'covariances'),
    ...(json.floor ? { floor: readFloor(numbers(json.floor, d, 'floor')) } : {}),
    ...(json.training ? { training: readTraining(json.training, k) } : {}),
    ...(json.online ? { online: readOnline(json.online, k) } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError('not a saved gmm-wasm model: the text is not JSON', { cause });
  }
}

/** What a model tells of its fit must be there, so that nothing of it is NaN or undefined later. */
function readTraining(training: Training, k: number): Training {
  const {
    history,
    objective = history,
    warnings,
    converged,
    execution,
    nSamples,
    totalWeight,
    logLikelihood,
    nIter,
  } = training;
  const check = checkOf('training');
  check(isCount(nSamples), 'nSamples', 'a count');
  check(isCount(nIter), 'nIter', 'a count');
  check(isNumber(totalWeight) && totalWeight > 0, 'totalWeight', 'a positive number');
  check(isNumber(logLikelihood), 'logLikelihood', 'a number');
  check(Array.isArray(history) && history.every(isNumber), 'history', 'a list of numbers');
  check(history.length >= 1 && history.length <= nIter + 1, 'history', 'of 1 to nIter + 1 numbers');
  check(Array.isArray(objective) && objective.every(isNumber), 'objective', 'a list of numbers');
  check(objective.length === history.length, 'objective', 'as long as the history');
  // where acceleration refused points there are fewer; that none was lost shows in the last, but for rounding
  const last = history[history.length - 1] * totalWeight;
  check(Math.abs(last - logLikelihood) <= 1e-6 * Math.abs(logLikelihood) + 1e-300, 'history', 'one that ends here');
  for (const name of ['collapsed', 'spurious', 'empty'] as const) {
    check(isComponents(training[name], k), name, 'a list of components');
  }
  check(isTexts(warnings), 'warnings', 'a list of texts');
  check(typeof converged === 'boolean', 'converged', 'a boolean');
  check(typeof execution === 'object' && typeof execution?.backend === 'string', 'execution', 'what ran');
  return structuredClone(training);
}

function readOnline(online: OnlineState, k: number): OnlineState {
  const { nSamplesSeen, weightSeen, chunkScore, step, collapsed, empty, warnings } = online;
  const check = checkOf('online');
  check(isCount(nSamplesSeen), 'nSamplesSeen', 'a count');
  check(isNumber(weightSeen) && weightSeen > 0, 'weightSeen', 'a positive number');
  check(isNumber(chunkScore), 'chunkScore', 'a number');
  check(isNumber(step) && step >= 0 && step <= 1, 'step', 'a number from 0 to 1');
  check(isComponents(collapsed, k), 'collapsed', 'a list of components');
  check(isComponents(empty, k), 'empty', 'a list of components');
  check(isTexts(warnings), 'warnings', 'a list of texts');
  return structuredClone(online);
}

function readFloor(floor: Float64Array): Float64Array {
  if (floor.every((value) => value >= 0)) return floor;
  throw new RangeError('floor of the saved model must not be negative');
}

function checkOf(part: string) {
  return (holds: boolean, name: string, expected: string) => {
    if (!holds) throw foreign(`${part}.${name} is not ${expected}`);
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isComponents(list: unknown, k: number): boolean {
  return Array.isArray(list) && list.every((c) => isCount(c) && c < k);
}

function isTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every((text) => typeof text === 'string');
}
