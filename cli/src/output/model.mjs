// A model as a file, as JSON for machines, and as a page for people.

import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { inWords } from '../errors.mjs';
import { cut, onOneLine } from './names.mjs';
import { counted, grouped, long, short, spread } from './numbers.mjs';
import { tableOf } from './table.mjs';
import { cannotWrite } from './targets.mjs';

/** @typedef {import('gmm-wasm').GaussianMixture} GaussianMixture */

/** With more features than this, they are the rows. */
const ACROSS = 4;

/**
 * @param {string} path `-` is standard output
 * @param {GaussianMixture} model
 * @param {readonly string[]} featureNames
 */
export async function saveModel(path, model, featureNames) {
  const text = `${JSON.stringify({ ...model.toJSON(), featureNames })}\n`;
  if (path === '-') {
    process.stdout.write(text);
    return;
  }
  await writeFile(path, text).catch((error) => {
    throw cannotWrite(path, error);
  });
}

/**
 * Everything but the history.
 *
 * @param {GaussianMixture} model
 * @param {readonly string[]} names of the features
 */
export function modelForMachines(model, names) {
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
    warnings: warnings.map((text) => inWords(text, names)),
    execution,
  };
}

/**
 * The mixture as a table: a component a row, or a feature a row where there are many, or their names are long.
 *
 * @param {GaussianMixture} model
 * @param {readonly string[]} features
 */
export function mixtureTable(model, features) {
  const { weights, means, nComponents: k } = model;
  const names = features.map(cut);
  const components = Array.from({ length: k }, (_, c) => c);
  const cells = components.map((c) => names.map((_, j) => spread(means[c][j], deviation(model, c, j))));
  if (names.length <= ACROSS) {
    const across = tableOf(
      ['component', 'weight', ...names.map((name) => `${name}: mean ± sd`)],
      components.map((c) => [String(c), short(weights[c]), ...cells[c]]),
    );
    if (names.length === 1 || Math.max(...across.split('\n').map((line) => line.length)) <= roomAcross()) return across;
  }
  return blocks(cells, names)
    .map((some) =>
      tableOf(
        ['mean ± sd', ...some.map((c) => `component ${c}`)],
        [
          ['weight', ...some.map((c) => short(weights[c]))],
          ...names.map((name, j) => [name, ...some.map((c) => cells[c][j])]),
        ],
        { left: [0] },
      ),
    )
    .join('\n\n');
}

/** Characters of a line. */
const roomAcross = () => process.stdout.columns ?? 120;

/**
 * As many components side by side as a line has room for.
 *
 * @param {readonly (readonly string[])[]} cells of each component
 * @param {readonly string[]} names
 */
function blocks(cells, names) {
  const first = Math.max(...names.map((name) => name.length), 'mean ± sd'.length) + 4;
  const cell = 2 + Math.max(`component ${cells.length}`.length, ...cells.flat().map((text) => text.length));
  const size = Math.max(1, Math.floor((roomAcross() - first) / cell));
  return Array.from({ length: Math.ceil(cells.length / size) }, (_, at) =>
    [...cells.keys()].slice(at * size, (at + 1) * size),
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
 * @param {readonly string[]} features
 */
export function covarianceTables({ covarianceType, covariances }, features) {
  const names = features.map(cut);
  const matrices = /** @type {any} */ (
    covarianceType === 'full' ? covariances : covarianceType === 'tied' ? [covariances] : []
  );
  return matrices.map((/** @type {Float64Array[]} */ matrix, /** @type {number} */ c) => {
    const of = covarianceType === 'tied' ? 'all components' : `component ${c}`;
    const rows = matrix.map((row, j) => [names[j], ...[...row].map((value) => short(value))]);
    return tableOf([of, ...names], rows, { left: [0] });
  });
}

/**
 * How the fit ended, and what it is worth.
 *
 * @param {GaussianMixture} model
 */
export function summary(model) {
  const pairs = [
    ['log-likelihood', `${long(model.logLikelihood)} (${long(model.lowerBound)} in the mean)`],
    ['BIC, AIC', `${long(model.bic())}, ${long(model.aic())} (${grouped(model.nParameters)} parameters)`],
    [
      'converged',
      model.converged
        ? `yes, after ${counted(model.nIter, 'iteration')}`
        : pc.yellow(`no, after ${counted(model.nIter, 'iteration')}`),
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

/**
 * @param {readonly string[]} warnings
 * @param {readonly string[]} names of the features
 */
export const warningLines = (warnings, names) =>
  warnings.map((text) => pc.yellow(`  warning: ${onOneLine(inWords(text, names))}`)).join('\n');
