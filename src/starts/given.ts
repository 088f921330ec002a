// The parts of a start that the caller gave: first checked, before any memory is taken, then brought into the internal
// coordinates of a workspace.

import { toRows } from '../data.js';
import { SingularCovarianceError } from '../errors.js';
import { blockCount, blockLength, LARGEST, LEAST, shapeOf } from '../kernel/memory.js';
import { inverseOf } from '../kernel/prepare.js';
import type { Workspace } from '../kernel/workspace.js';
import type { GaussianMixture } from '../model.js';
import type { CheckedOptions } from '../options.js';
import { checkWeights, flatten, packBlocks } from '../parameters.js';
import { timesPower } from '../scale.js';
import { countPositive } from '../weights.js';

/** A start as given: right in kind, shape and value, in the caller's units. */
export interface GivenParts {
  readonly weights?: Float64Array;
  readonly means?: Float64Array;
  readonly covariances?: { readonly blocks: Float64Array; readonly inverse: boolean; readonly name: string };
  readonly responsibilities?: Float64Array;
  readonly model?: GaussianMixture;
}

/** The parts of a start, in internal coordinates; covariances as packed blocks. */
export interface GivenStart {
  weights?: Float64Array;
  means?: Float64Array;
  covariances?: Float64Array;
  /** n × K, row-major; rows of weight 0 left out. */
  responsibilities?: Float64Array;
}

/**
 * Checks what was given against the sizes of the problem.
 *
 * @param sampleWeight - rows of weight 0 are left out of given responsibilities as they are of the data
 * @throws TypeError, RangeError that names the option
 */
export function checkStart(
  options: CheckedOptions,
  d: number,
  rows: number,
  sampleWeight: Float64Array | undefined,
): GivenParts {
  const { nComponents: k, weightsInit, meansInit, covariancesInit, precisionsInit, covarianceType } = options;
  const { responsibilitiesInit, warmStart } = options;
  const name = covariancesInit !== undefined ? 'covariancesInit' : 'precisionsInit';
  const blocks = covariancesInit ?? precisionsInit;
  if (warmStart !== undefined) checkModel(warmStart, options, d);
  return {
    ...(weightsInit !== undefined && { weights: checkWeights(weightsInit, k, 'weightsInit') }),
    ...(meansInit !== undefined && { means: flatten(meansInit, [k, d], 'meansInit') }),
    ...(blocks !== undefined && {
      covariances: {
        blocks: packBlocks(blocks, covarianceType, k, d, name),
        inverse: name === 'precisionsInit',
        name,
      },
    }),
    ...(responsibilitiesInit !== undefined && {
      responsibilities: checkResponsibilities(responsibilitiesInit, rows, k, sampleWeight),
    }),
    ...(warmStart !== undefined && { model: warmStart }),
  };
}

function checkModel(warmStart: GaussianMixture, options: CheckedOptions, d: number): void {
  const { nComponents: k, covarianceType } = options;
  const model = warmStart.internal();
  if (model.k === k && model.d === d && model.covarianceType === covarianceType) return;
  throw new RangeError(
    `warmStart must be a model of the same K, d and family: expected K = ${k}, d = ${d}, '${covarianceType}', ` +
      `got K = ${model.k}, d = ${model.d}, '${model.covarianceType}'`,
  );
}

/** Rows of positive weight of n × K responsibilities. */
function checkResponsibilities(
  value: unknown,
  n: number,
  k: number,
  sampleWeight: Float64Array | undefined,
): Float64Array {
  const name = 'responsibilitiesInit';
  const list = value as ArrayLike<number>;
  const isFlat = typeof list[0] === 'number' && list.length === n * k;
  const rows = toRows(isFlat ? { data: list, shape: [n, k] } : list, { name });
  if (rows.n !== n || rows.d !== k) {
    throw new RangeError(`${name} must be of shape n × K = ${n} × ${k}, got ${rows.n} × ${rows.d}`);
  }
  const row = new Float64Array(k);
  const out = new Float64Array((sampleWeight ? countPositive(sampleWeight) : n) * k);
  let to = 0;
  for (let i = 0; i < n; i++) {
    rows.read(row, i, 1);
    const wrong = row.findIndex((share) => !(share >= 0));
    if (wrong >= 0) throw new RangeError(`${rows.place(i, wrong)} must be a share from 0 to 1, got ${row[wrong]}`);
    const sum = row.reduce((before, share) => before + share, 0);
    if (!(Math.abs(sum - 1) <= 1e-6)) throw new RangeError(`row ${i} of ${name} must sum to 1, got ${sum}`);
    if (sampleWeight && sampleWeight[i] === 0) continue;
    for (let c = 0; c < k; c++) out[to++] = row[c] / sum;
  }
  return out;
}

/** @throws RangeError or SingularCovarianceError for what cannot be computed with in this workspace */
export function placeStart(parts: GivenParts, workspace: Workspace): GivenStart {
  const { weights, means, covariances, responsibilities, model } = parts;
  if (model) return fromModel(model, workspace);
  return {
    ...(weights && { weights }),
    ...(means && { means: toInternal(means, workspace) }),
    ...(covariances && { covariances: definite(covariances, workspace) }),
    ...(responsibilities && { responsibilities }),
  };
}

function toInternal(means: Float64Array, workspace: Workspace): Float64Array {
  const { d } = workspace.size;
  const origin = workspace.view(workspace.at.origin, d);
  return means.map((mean, at) => {
    const value = timesPower(mean - origin[at % d], workspace.exponent);
    if (Math.abs(value) <= LARGEST) return value + 0;
    throw new RangeError(`meansInit[${Math.floor(at / d)}] is too far from the data to compute with: ${mean}`);
  });
}

/** Covariances that can be factored: as given, or the inverses of precisions. */
function definite(given: NonNullable<GivenParts['covariances']>, workspace: Workspace): Float64Array {
  const { d, k, family } = workspace.size;
  const { blocks, inverse, name } = given;
  const length = blockLength(d, family);
  const exponent = (inverse ? -2 : 2) * workspace.exponent;
  const result = blocks.map((value) => timesPower(value, exponent) + 0);
  for (let c = 0; c < blockCount(k, family); c++) {
    const block = result.subarray(c * length, (c + 1) * length);
    const inverted = invertBlock(block, d, shapeOf(family));
    if (!inverted) {
      const what = inverse ? 'precision' : 'covariance';
      throw new SingularCovarianceError(
        c,
        `${blockCount(k, family) > 1 ? `${name}[${c}]` : name} is not positive definite: give a ${what} with ` +
          'positive eigenvalues',
      );
    }
    if (inverse) block.set(inverted);
  }
  return result;
}

/** The inverse of a block; undefined if it is not positive definite. */
function invertBlock(block: Float64Array, d: number, shape: number): Float64Array | undefined {
  if (shape === 0) return inverseOf(block, d);
  const holds = block.every((value) => value > LEAST && value < Number.POSITIVE_INFINITY);
  return holds ? block.map((value) => 1 / value) : undefined;
}

/** The parameters of a model of the same kind; exact if it was fitted to data with the same origin and scale. */
function fromModel(warmStart: GaussianMixture, workspace: Workspace): GivenStart {
  const { d } = workspace.size;
  const model = warmStart.internal();
  const origin = workspace.view(workspace.at.origin, d);
  const means = model.means.map((mean, at) => {
    const shift = model.origin[at % d] - origin[at % d];
    if (shift === 0) return timesPower(mean, workspace.exponent - model.exponent) + 0;
    return timesPower(timesPower(mean, -model.exponent) + shift, workspace.exponent) + 0;
  });
  const scale = 2 * (workspace.exponent - model.exponent);
  const covariances = model.covariances.map((value) => timesPower(value, scale) + 0);
  return { means, weights: model.weights.slice(), covariances };
}
