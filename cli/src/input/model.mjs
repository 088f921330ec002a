// A saved model: what `gmm fit --out` wrote, or model.toJSON() of the library.

import { readFile } from 'node:fs/promises';
import { inputError } from '../errors.mjs';
import { reasonOf } from './source.mjs';

/**
 * @param {string} path
 * @returns {Promise<{ model: import('gmm-wasm').GaussianMixture, featureNames: string[] | undefined }>}
 */
export async function readModel(path) {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw inputError(`cannot read the model ${path}: ${reasonOf(error)}`, error);
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
