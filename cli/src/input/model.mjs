// A saved model: what `gmm fit --out` wrote, or model.toJSON() of the library.

import { readFile } from 'node:fs/promises';
import { inputError } from '../errors.mjs';
import { note } from '../notes.mjs';
import { areNumbers, listed } from './matching.mjs';
import { readTable } from './read.mjs';

/** @typedef {{ model: import('gmm-wasm').GaussianMixture, featureNames: string[] | undefined }} Saved */

/**
 * @param {string} path
 * @returns {Promise<Saved>}
 */
export async function readModel(path) {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw inputError(
      `cannot read the model ${path}: ${error.code === 'ENOENT' ? 'there is no such file; check the path' : error.message}`,
      error,
    );
  });
  const { GaussianMixture } = await import('gmm-wasm');
  try {
    const json = JSON.parse(text);
    const { featureNames } = json;
    return {
      model: GaussianMixture.fromJSON(json),
      featureNames: Array.isArray(featureNames) ? featureNames.map(String) : undefined,
    };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw inputError(`${path} is not a model: ${message}; make one with  gmm fit data.csv -k 3 --out ${path}`, error);
  }
}

/**
 * The features of a model, found in a file.
 *
 * @param {Saved} saved
 * @param {string | undefined} file
 * @param {import('./read.mjs').ReadOptions} options
 */
export async function readFor(saved, file, options) {
  const table = await readTable(file, { ...options, expected: saved.featureNames });
  requireFeatures(table, saved, options);
  return table;
}

/**
 * Whether these are as many columns as a model has features; a note says where names were of no help.
 *
 * @param {{ names: readonly string[], source: string }} table
 * @param {Saved} saved
 * @param {import('./read.mjs').ReadOptions} options
 */
export function requireFeatures(table, { model, featureNames }, options) {
  const d = model.nFeatures;
  const { names, source } = table;
  if (names.length !== d) {
    const needed = featureNames ? ` (${listed(featureNames)})` : '';
    const found = `${source} has ${names.length} (${listed(names)})`;
    throw inputError(
      `the model has ${d} feature${d === 1 ? '' : 's'}${needed}, but ${found}: say which with --columns`,
    );
  }
  if (featureNames && options.columns === undefined && !names.every((name, j) => name === featureNames[j])) {
    tellOfOrder(table, featureNames, 'the features of the model');
  }
}

/**
 * Columns without names can but be taken in their order; of others it is said.
 *
 * @param {{ names: readonly string[], source: string }} table
 * @param {readonly string[]} expected
 * @param {string} what they are
 */
export function tellOfOrder({ names, source }, expected, what) {
  if (areNumbers(names) || areNumbers(expected)) return;
  note(
    `${source} has none of ${what} (${listed(expected)}) by name: its columns ${listed(names)} are taken in this order; ` +
      '--columns says otherwise',
  );
}
