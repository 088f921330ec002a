// The parts of a start that the caller gave, checked and brought into the internal coordinates of a workspace.

import { toRows } from './data.js';
import { SingularCovarianceError } from './errors.js';
import { blockCount, blockLength } from './kernel/twin/layout.js';
import type { Workspace } from './kernel/workspace.js';
import type { CheckedOptions } from './options.js';
import { checkWeights, flatten, packBlocks } from './parameters.js';
import { timesPower } from './scale.js';
import type { GivenStart } from './starts.js';

/** 2^480: internal values beyond overflow in squares. */
const LARGEST = 3.1217485503159922e144;
/** 2^−900: smaller variances are taken for zero. */
const LEAST = 1.1830521861667747e-271;

/**
 * @param sampleWeight - rows of weight 0 are left out of given responsibilities as they are of the data
 * @throws TypeError, RangeError or SingularCovarianceError that names the option
 */
export function givenStart(
  options: CheckedOptions,
  workspace: Workspace,
  sampleWeight: Float64Array | undefined,
): GivenStart {
  const { d, k } = workspace.size;
  const { weightsInit, meansInit, covariancesInit, precisionsInit, responsibilitiesInit, covarianceType } = options;
  if (options.warmStart !== undefined) return fromModel(options, workspace);
  const given: GivenStart = {};
  if (weightsInit !== undefined) given.weights = checkWeights(weightsInit, k, 'weightsInit');
  if (meansInit !== undefined) given.means = toInternal(flatten(meansInit, [k, d], 'meansInit'), workspace);
  const blocks = covariancesInit ?? precisionsInit;
  if (blocks !== undefined) {
    const name = covariancesInit !== undefined ? 'covariancesInit' : 'precisionsInit';
    const packed = packBlocks(blocks, covarianceType, k, d, name);
    const sign = covariancesInit !== undefined ? 2 : -2;
    const scaled = packed.map((value) => timesPower(value, sign * workspace.exponent));
    given.covariances = definite(scaled, workspace, name);
  }
  if (responsibilitiesInit !== undefined) {
    given.responsibilities = responsibilities(responsibilitiesInit, workspace, sampleWeight);
  }
  return given;
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
function definite(packed: Float64Array, workspace: Workspace, name: string): Float64Array {
  const { d, k, family } = workspace.size;
  const invert = name === 'precisionsInit';
  const length = blockLength(d, family);
  const { functions } = workspace.kernel;
  const matrix = workspace.at.scratch;
  const triangle = (d * (d + 1)) / 2;
  const result = packed.slice();
  for (let c = 0; c < blockCount(k, family); c++) {
    const block = packed.subarray(c * length, (c + 1) * length);
    let holds = block.every((value) => value > LEAST && value < Number.POSITIVE_INFINITY);
    if (family % 3 === 0) {
      workspace.view(matrix, length).set(block);
      holds = functions.factorise(matrix, d, matrix + 16 * triangle) === 1;
      if (holds && invert) {
        functions.invert_triangle(matrix, d, matrix + 8 * triangle);
        functions.product(matrix + 8 * triangle, d, matrix);
        result.set(workspace.view(matrix, length), c * length);
      }
    } else if (holds && invert) {
      for (let i = 0; i < length; i++) result[c * length + i] = 1 / block[i];
    }
    if (holds) continue;
    const place = blockCount(k, family) > 1 ? `${name}[${c}]` : name;
    throw new SingularCovarianceError(
      c,
      `${place} is not positive definite: give a ${invert ? 'precision' : 'covariance'} with positive eigenvalues`,
    );
  }
  return result;
}

/** Rows of positive weight of n × K responsibilities. */
function responsibilities(value: unknown, workspace: Workspace, sampleWeight: Float64Array | undefined): Float64Array {
  const { n, k } = workspace.size;
  const name = 'responsibilitiesInit';
  const total = sampleWeight?.length ?? n;
  const list = value as ArrayLike<number>;
  const nested = typeof list === 'object' && typeof list[0] === 'number' && k >= 1 && list.length === total * k;
  const rows = toRows(nested ? { data: list, shape: [total, k] } : (value as ArrayLike<number>), { name });
  if (rows.n !== total || rows.d !== k) {
    throw new RangeError(`${name} must be of shape n × K = ${total} × ${k}, got ${rows.n} × ${rows.d}`);
  }
  const row = new Float64Array(k);
  const out = new Float64Array(n * k);
  let to = 0;
  for (let i = 0; i < total; i++) {
    rows.read(row, i, 1);
    const sum = row.reduce((before, share) => before + share, 0);
    for (let c = 0; c < k; c++) {
      if (!(row[c] >= 0)) throw new RangeError(`${rows.place(i, c)} must not be negative, got ${row[c]}`);
    }
    if (!(Math.abs(sum - 1) <= 1e-6)) throw new RangeError(`row ${i} of ${name} must sum to 1, got ${sum}`);
    if (sampleWeight && sampleWeight[i] === 0) continue;
    for (let c = 0; c < k; c++) out[to++] = row[c] / sum;
  }
  return out;
}

/** The parameters of a model of the same kind; exact if it was fitted to data with the same origin and scale. */
function fromModel(options: CheckedOptions, workspace: Workspace): GivenStart {
  const { d, k } = workspace.size;
  const { covarianceType, warmStart } = options;
  const model = warmStart!.internal();
  if (model.k !== k || model.d !== d || model.covarianceType !== covarianceType) {
    throw new RangeError(
      `warmStart must be a model of the same K, d and family: expected K = ${k}, d = ${d}, '${covarianceType}', ` +
        `got K = ${model.k}, d = ${model.d}, '${model.covarianceType}'`,
    );
  }
  const origin = workspace.view(workspace.at.origin, d);
  const means = model.means.map((mean, at) => {
    const shift = model.origin[at % d] - origin[at % d];
    if (shift === 0) return timesPower(mean, workspace.exponent - model.exponent);
    return timesPower(timesPower(mean, -model.exponent) + shift, workspace.exponent);
  });
  const scale = 2 * (workspace.exponent - model.exponent);
  return { means, weights: model.weights.slice(), covariances: model.covariances.map((v) => timesPower(v, scale)) };
}
