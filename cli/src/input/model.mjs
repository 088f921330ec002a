// A saved model: what `gmm fit --out` wrote, or model.toJSON() of the library.

import { readFile } from 'node:fs/promises';
import { inputError } from '../errors.mjs';
import { readTable } from './read.mjs';

/**
 * @param {string} path
 * @returns {Promise<{ model: import('gmm-wasm').GaussianMixture, featureNames: string[] | undefined }>}
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
 * @param {Awaited<ReturnType<typeof readModel>>} saved
 * @param {string | undefined} file
 * @param {import('./read.mjs').ReadOptions} options
 */
export async function readFor({ model, featureNames }, file, options) {
  const table = await readTable(file, { ...options, expected: featureNames });
  const d = model.nFeatures;
  if (table.names.length === d) return table;
  const needed = featureNames ? ` (${featureNames.join(', ')})` : '';
  const found = `${table.source} has ${table.names.length} (${table.names.join(', ')})`;
  throw inputError(`the model has ${d} feature${d === 1 ? '' : 's'}${needed}, but ${found}: say which with --columns`);
}
