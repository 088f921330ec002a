// What gmm plot draws: the arguments of each kind, from a file, a model, or a fit made for it.

import { inputError, inWords, usageError } from './errors.mjs';
import { readOptions } from './options.mjs';

/** Features that pairs can show. */
const MOST_PAIRED = 8;

/**
 * @typedef {object} Picture
 * @property {string} kind
 * @property {object} args of gmm-wasm-plot
 * @property {boolean | undefined} [stopped] whether Ctrl-C has ended the fit
 * @property {readonly string[] | undefined} [warnings] of a fit made for it
 */

/**
 * What to draw.
 *
 * @param {import('./session.mjs').Session} now
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @returns {Promise<Picture>}
 */
export async function subject(now, file, options) {
  const { kind, model: path } = options;
  if (kind === 'criteria') return { kind, args: await criteria(options) };
  const { readFor, readModel } = await import('./input/model.mjs');
  const saved = path === undefined ? undefined : await readModel(path);
  if (kind === 'trace' && saved) return { kind, args: { model: saved.model } };
  if (!saved && options.components === undefined) {
    throw usageError('what shall be drawn? Name a model with --model, or say how many components with -k');
  }
  const { fitTable, planOf, readFitted } = await import('./fitting.mjs');
  const plan = saved ? undefined : await planOf(options);
  const { tellIfHeld } = await import('./streaming.mjs');
  await tellIfHeld(file, 'plot');
  const { interrupt, progress } = now;
  const reading = { ...readOptions(options), signal: interrupt.signal, progress };
  const table = await (plan ? readFitted(file, plan, reading) : readFor(/** @type {any} */ (saved), file, reading));
  const fitted = plan ? await fitTable(now, table, plan) : undefined;
  const model = fitted?.model ?? /** @type {typeof saved & {}} */ (saved).model;
  const drawn = kind ?? (table.names.length === 1 ? 'histogram' : 'scatter');
  const args = await argumentsOf(drawn, table, model, options.features);
  const warnings = fitted?.model.warnings.map((text) => inWords(text, table.names));
  return { kind: drawn, args, stopped: fitted?.interrupted, warnings };
}

/**
 * @param {string} kind
 * @param {import('./input/table.mjs').Table} table
 * @param {import('gmm-wasm').GaussianMixture} model
 * @param {string | undefined} list the features that are to be seen
 */
async function argumentsOf(kind, { columns, names }, model, list) {
  if (kind === 'trace') return { model };
  const { chooseColumns } = await import('gmm-wasm-files');
  const { asColumns } = await import('./input/columns.mjs');
  const d = names.length;
  const wanted =
    list === undefined ? undefined : chooseColumns(names, asColumns({ columns: list }, '--features')).features;
  if (kind === 'histogram') {
    const [j, ...more] = wanted ?? names.keys();
    if (more.length > 0)
      throw usageError(`a histogram shows one feature: --features says which of ${names.join(', ')}`);
    return { data: columns[j], model: d === 1 ? model : model.marginal([j]), label: names[j] };
  }
  const common = { data: { columns }, model };
  if (d === 1 && (kind === 'scatter' || kind === 'pairs')) {
    throw usageError(`${kind} needs two features, and there is one: --kind histogram shows it`);
  }
  if (kind === 'pairs') {
    const several = wanted ?? [...names.keys()];
    if (several.length < 2 || several.length > MOST_PAIRED) {
      const example = names.slice(0, 3).join(',');
      throw usageError(
        `pairs are of 2 to ${MOST_PAIRED} features, not ${several.length}: --features says which, such as ${example}`,
      );
    }
    if (wanted === undefined) return { ...common, labels: names };
    const data = { columns: several.map((j) => columns[j]) };
    return { data, model: model.marginal(several), labels: several.map((j) => names[j]) };
  }
  if (d === 1) return { ...common, labels: names };
  const features = wanted ?? [0, 1];
  if (features.length !== 2) throw usageError(`--features of a ${kind} are two, such as ${names[0]},${names[1]}`);
  return { ...common, features, labels: features.map((j) => names[j]) };
}

/** @param {Record<string, any>} options */
async function criteria({ table: path, criterion }) {
  if (path === undefined)
    throw usageError('criteria are those of a table: gmm select data.csv --json > table.json, then --table table.json');
  const { readFile } = await import('node:fs/promises');
  try {
    const { table, criterion: chosen } = JSON.parse(await readFile(path, 'utf8'));
    if (!Array.isArray(table)) throw new TypeError('it has no table');
    return { table, criterion: criterion ?? chosen };
  } catch (error) {
    throw inputError(`${path} is not what  gmm select --json  writes: ${/** @type {Error} */ (error).message}`, error);
  }
}
