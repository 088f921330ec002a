// One fit that tells how far it is, and can be stopped with what is there.

import { interrupted, usageError } from './errors.mjs';
import { readModel } from './input/model.mjs';
import { readTable } from './input/read.mjs';
import { libraryOptions } from './options.mjs';
import { Iterations } from './output/iterations.mjs';

/**
 * @typedef {{ nComponents: number } & Omit<import('gmm-wasm').FitOptions, 'nComponents'>} Settings
 */

/**
 * What the library is to be told: known before any data is read, so that a mistake costs no waiting.
 *
 * @param {Record<string, any>} options of the command
 * @returns {Promise<Settings>}
 */
export async function settingsOf(options) {
  const start = await startOf(options);
  const nComponents = options.components ?? start.nComponents;
  const covarianceType = options.family ?? start.covarianceType;
  if (nComponents === undefined) throw usageError('how many components? Say -k 3, or let  gmm select  find out');
  return { ...libraryOptions(options), ...start, nComponents, covarianceType };
}

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('./input/table.mjs').Table} table
 * @param {Settings} settings
 * @returns {Promise<{ model: import('gmm-wasm').GaussianMixture, seconds: number, interrupted: boolean }>}
 */
export async function fitTable({ interrupt, progress, library }, table, settings) {
  const watch = new Iterations(progress, settings);
  interrupt.keepIf(() => watch.begun);
  const start = performance.now();
  const model = await library
    .fit(
      { columns: table.columns },
      {
        ...settings,
        ...(table.weights && { sampleWeight: table.weights }),
        signal: interrupt.signal,
        onIteration: (info) => {
          watch.see(info);
          return !interrupt.heard;
        },
      },
    )
    .catch((error) => {
      if (interrupt.signal.aborted) throw interrupted('interrupted before the first iteration: there is no model yet');
      throw error;
    });
  progress.clear();
  const seconds = (performance.now() - start) / 1000;
  return { model, seconds, interrupted: interrupt.heard };
}

/**
 * Where to begin: a model or means, which also say K unless it is asked for.
 *
 * @param {Record<string, any>} options
 * @returns {Promise<Record<string, any>>}
 */
async function startOf({ warmStart, meansInit }) {
  if (warmStart !== undefined && meansInit !== undefined) {
    throw usageError('--warm-start and --means-init both say where to begin: give one of them');
  }
  if (warmStart !== undefined) {
    const { model } = await readModel(warmStart);
    return { warmStart: model, nComponents: model.nComponents, covarianceType: model.covarianceType };
  }
  if (meansInit === undefined) return {};
  const { n, columns } = await readTable(meansInit);
  const means = Array.from({ length: n }, (_, row) => columns.map((column) => column[row]));
  return { meansInit: means, nComponents: n };
}
