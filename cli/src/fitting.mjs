// One fit that tells how far it is, and can be stopped with what is there.

import { inputError, interrupted, usageError } from './errors.mjs';
import { listed, matching } from './input/matching.mjs';
import { readFor, readModel, tellOfOrder } from './input/model.mjs';
import { readTable } from './input/read.mjs';
import { libraryOptions } from './options.mjs';
import { Iterations } from './output/iterations.mjs';
import { counted } from './output/numbers.mjs';

/**
 * @typedef {{ nComponents: number } & Omit<import('gmm-wasm').FitOptions, 'nComponents'>} Settings
 *
 * @typedef {import('./input/table.mjs').Table & { source: string }} SourceTable
 *
 * @typedef {object} Plan
 * @property {Settings} settings what the library is to be told
 * @property {import('./input/model.mjs').Saved} [saved] the model to go on from
 * @property {SourceTable} [means] rows to begin at
 */

/**
 * What is to be fitted, known before any data is read, so that a mistake costs no waiting.
 *
 * @param {Record<string, any>} options of the command
 * @returns {Promise<Plan>}
 */
export async function planOf(options) {
  const { saved, means } = await startOf(options);
  const nComponents = options.components ?? saved?.model.nComponents ?? means?.n;
  const covarianceType = options.family ?? saved?.model.covarianceType;
  if (nComponents === undefined) throw usageError('how many components? Say -k 3, or let  gmm select  find out');
  const start = saved && { warmStart: saved.model };
  const settings = { ...libraryOptions(options), ...start, nComponents, covarianceType };
  return { settings, ...(saved && { saved }), ...(means && { means }) };
}

/**
 * The data; of a fit that goes on from a model, the features of that model.
 *
 * @param {string | undefined} file
 * @param {Plan} plan
 * @param {import('./input/read.mjs').ReadOptions} options
 */
export function readFitted(file, { saved }, options) {
  return saved ? readFor(saved, file, options) : readTable(file, options);
}

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('./input/table.mjs').Table} table
 * @param {Plan} plan
 */
export function fitTable(session, { columns, names, weights }, plan) {
  const data = weights && { sampleWeight: weights };
  return watched(session, plan, names, (options) => session.library.fit({ columns }, { ...options, ...data }));
}

/**
 * Tells how far a fit is, and lets it be stopped.
 *
 * @param {import('./session.mjs').Session} session
 * @param {Plan} plan
 * @param {readonly string[]} names of the features
 * @param {(options: Settings) => Promise<import('gmm-wasm').GaussianMixture>} fit
 * @returns {Promise<{ model: import('gmm-wasm').GaussianMixture, seconds: number, interrupted: boolean }>}
 */
export async function watched({ interrupt, progress }, { settings, means }, names, fit) {
  const watch = new Iterations(progress, settings);
  interrupt.keepIf(() => watch.begun);
  const start = performance.now();
  const model = await fit({
    ...settings,
    ...(means && { meansInit: rowsFor(names, means) }),
    signal: interrupt.signal,
    onIteration: (info) => {
      watch.see(info);
      return !interrupt.heard;
    },
  }).catch((error) => {
    if (interrupt.signal.aborted) throw interrupted('interrupted before the first iteration: there is no model yet');
    throw error;
  });
  progress.clear();
  interrupt.keepIf(() => false);
  const seconds = (performance.now() - start) / 1000;
  return { model, seconds, interrupted: interrupt.heard };
}

/**
 * Where to begin: a model or means, which also say K unless it is asked for.
 *
 * @param {Record<string, any>} options
 * @returns {Promise<Pick<Plan, 'saved' | 'means'>>}
 */
async function startOf({ warmStart, meansInit }) {
  if (warmStart !== undefined && meansInit !== undefined) {
    throw usageError('--warm-start and --means-init both say where to begin: give one of them');
  }
  if (warmStart !== undefined) return { saved: await readModel(warmStart) };
  return meansInit === undefined ? {} : { means: await readTable(meansInit) };
}

/**
 * Means in the order of the features, by their names if they have these.
 *
 * @param {readonly string[]} names of the features
 * @param {SourceTable} means
 */
function rowsFor(names, means) {
  const { source } = means;
  const order = matching(names, means.names, source, 'the data') ?? [...means.columns.keys()];
  if (order.length !== names.length) {
    const needed = `the data has ${names.length} (${listed(names)})`;
    throw inputError(
      `--means-init: ${source} has ${counted(order.length, 'column')} (${listed(means.names)}), but ${needed}`,
    );
  }
  if (!order.every((at, j) => means.names[at] === names[j])) tellOfOrder(means, names, 'the features');
  return Array.from({ length: means.n }, (_, row) => order.map((at) => means.columns[at][row]));
}
