// A model as a file, as JSON for machines, and as a page for people.

import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { inputError } from '../errors.mjs';
import { grouped, short } from './numbers.mjs';
import { tableOf } from './table.mjs';

/** @typedef {import('gmm-wasm').GaussianMixture} GaussianMixture */

/** With more features than this, they are the rows. */
const ACROSS = 4;

/**
 * @param {string} path
 * @param {GaussianMixture} model
 * @param {readonly string[]} featureNames
 */
export async function saveModel(path, model, featureNames) {
  const text = `${JSON.stringify({ ...model.toJSON(), featureNames })}\n`;
  await writeFile(path, text).catch((error) => {
    throw inputError(`cannot write ${path}: ${error.message}`, error);
  });
}

/** Everything but the history. @param {GaussianMixture} model */
export function modelForMachines(model) {
  const { covarianceType, nComponents, nFeatures, weights, means, covariances, logLikelihood, lowerBound } = model;
  const { converged, nIter, collapsed, spurious, empty, warnings, execution, nParameters } = model;
  return {
    covarianceType,
    nComponents,
    nFeatures,
    weights,
    means,
    covariances,
    logLikelihood,
    lowerBound,
    bic: model.bic(),
    aic: model.aic(),
    nParameters,
    converged,
    nIter,
    collapsed,
    spurious,
    empty,
    warnings,
    execution,
  };
}

/**
 * The mixture as a table: a component a row, or a feature a row where there are many.
 *
 * @param {GaussianMixture} model
 * @param {readonly string[]} names
 */
export function mixtureTable(model, names) {
  const { weights, means, nComponents: k } = model;
  const components = Array.from({ length: k }, (_, c) => c);
  const cell = (/** @type {number} */ c, /** @type {number} */ j) =>
    `${short(means[c][j])} ± ${short(deviation(model, c, j))}`;
  if (names.length <= ACROSS) {
    return tableOf(
      ['component', 'weight', ...names.map((name) => `${name}: mean ± sd`)],
      components.map((c) => [String(c), short(weights[c]), ...names.map((_, j) => cell(c, j))]),
    );
  }
  return tableOf(
    ['mean ± sd', ...components.map((c) => `component ${c}`)],
    [
      ['weight', ...components.map((c) => short(weights[c]))],
      ...names.map((name, j) => [name, ...components.map((c) => cell(c, j))]),
    ],
    { left: 1 },
  );
}

/**
 * The standard deviation of a feature in a component.
 *
 * @param {GaussianMixture} model
 * @param {number} c
 * @param {number} j
 */
function deviation({ covarianceType, covariances }, c, j) {
  const all = /** @type {any} */ (covariances);
  const variance = {
    full: () => all[c][j][j],
    tied: () => all[j][j],
    diag: () => all[c][j],
    spherical: () => all[c],
    'tied-diag': () => all[j],
    'tied-spherical': () => all,
  }[covarianceType]();
  return Math.sqrt(variance);
}

/**
 * The covariance matrices of families that have them.
 *
 * @param {GaussianMixture} model
 * @param {readonly string[]} names
 */
export function covarianceTables({ covarianceType, covariances }, names) {
  const matrices = /** @type {any} */ (
    covarianceType === 'full' ? covariances : covarianceType === 'tied' ? [covariances] : []
  );
  return matrices.map((/** @type {Float64Array[]} */ matrix, /** @type {number} */ c) => {
    const of = covarianceType === 'tied' ? 'all components' : `component ${c}`;
    const rows = matrix.map((row, j) => [names[j], ...[...row].map(short)]);
    return tableOf([of, ...names], rows, { left: 1 });
  });
}

/**
 * How the fit ended, and what it is worth.
 *
 * @param {GaussianMixture} model
 */
export function summary(model) {
  const pairs = [
    ['log-likelihood', `${short(model.logLikelihood)} (${short(model.lowerBound)} in the mean)`],
    ['BIC, AIC', `${short(model.bic())}, ${short(model.aic())} (${grouped(model.nParameters)} parameters)`],
    [
      'converged',
      model.converged
        ? `yes, after ${grouped(model.nIter)} iterations`
        : pc.yellow(`no, after ${grouped(model.nIter)} iterations`),
    ],
    ['ran on', engine(model.execution)],
  ];
  return pairs.map(([name, value]) => `  ${name.padEnd(16)}${value}`).join('\n');
}

/** @param {import('gmm-wasm').Execution} execution */
export function engine({ backend, relaxed, threads, fallbackReason }) {
  const what = backend === 'js' ? 'TypeScript' : `WebAssembly with ${relaxed ? 'relaxed ' : ''}SIMD`;
  const many = `${threads} thread${threads === 1 ? '' : 's'}`;
  return `${what}, ${many}${fallbackReason ? ` (${fallbackReason})` : ''}`;
}

/** @param {readonly string[]} warnings */
export const warningLines = (warnings) => warnings.map((text) => pc.yellow(`  warning: ${text}`)).join('\n');
