// One fit that tells how far it is, and can be stopped with what is there.

import { interrupted, usageError } from './errors.mjs';
import { readModel } from './input/model.mjs';
import { readTable } from './input/read.mjs';
import { libraryOptions } from './options.mjs';
import { Iterations } from './output/iterations.mjs';

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('./input/table.mjs').Table} table
 * @param {Record<string, any>} options of the command
 * @returns {Promise<{ model: import('gmm-wasm').GaussianMixture, seconds: number, interrupted: boolean }>}
 */
export async function fitTable({ interrupt, progress, library }, table, options) {
  const all = { ...libraryOptions(options), ...(await startOf(options)) };
  const { nComponents = options.components, covarianceType = options.family } = all;
  if (nComponents === undefined) throw usageError('how many components? Say -k 3, or let  gmm select  find out');
  const watch = new Iterations(progress, all);
  interrupt.keepIf(() => watch.begun);
  const start = performance.now();
  const model = await library
    .fit(
      { columns: table.columns },
      {
        ...all,
        nComponents,
        covarianceType,
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
 * Where to begin: a model, whose K and family hold unless others are asked for, or means.
 *
 * @param {Record<string, any>} options
 * @returns {Promise<Record<string, any>>}
 */
async function startOf({ warmStart, meansInit, components, family }) {
  if (warmStart !== undefined && meansInit !== undefined)
    throw usageError('--warm-start and --means-init both say where to begin: give one of them');
  if (warmStart !== undefined) {
    const { model } = await readModel(warmStart);
    return {
      warmStart: model,
      nComponents: components ?? model.nComponents,
      covarianceType: family ?? model.covarianceType,
    };
  }
  if (meansInit === undefined) return {};
  const { n, columns } = await readTable(meansInit);
  const means = Array.from({ length: n }, (_, row) => columns.map((column) => column[row]));
  return { meansInit: means, nComponents: components ?? n };
}
