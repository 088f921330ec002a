import { Option } from 'commander';
import { EXIT, inFlags, interrupted } from '../errors.mjs';
import { note } from '../notes.mjs';
import {
  counts,
  families,
  fittingOptions,
  generalOptions,
  inputOptions,
  libraryOptions,
  readOptions,
} from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm select data.csv
      1 to 9 components of any shape; the one with the lowest BIC is marked
  gmm select data.csv -k 1-6 --family full,diag,tied --out best.json
      three families; the best model goes into a file
  gmm select data.csv -k 2,4,8 --criterion icl --n-init 5
      ICL prefers clusters that are apart; five starts each make the comparison fair
  gmm select data.csv --json > table.json && gmm plot --kind criteria --table table.json

Lower is better. A mixture with collapsed, spurious or empty components is chosen only if there is no other.
`;

/**
 * @typedef {import('gmm-wasm').GaussianMixture} Model
 * @typedef {import('gmm-wasm').SelectRow} Row
 * @typedef {Pick<Row, 'nComponents' | 'covarianceType'>} Choice
 * @typedef {import('../input/table.mjs').Table & { source: string }} Table
 */

/** What the library tries if it is not told. */
const MOST_BY_DEFAULT = 9;

/** @param {import('commander').Command} gmm */
export function select(gmm) {
  const command = gmm
    .command('select')
    .summary('finds how many components, and of which family')
    .description(
      'Fits every combination of a number of components and a family, and marks the one that a criterion prefers.',
    )
    .argument('[file]', 'as for gmm fit')
    .optionsGroup('Choice:')
    .option('-k, --components <counts>', 'such as 1-9 or 2,4,8 (default: 1-9)', counts)
    .option('-f, --family <names>', 'one or several, with commas, or all (default: full)', families)
    .addOption(new Option('--criterion <name>', 'what decides').choices(['bic', 'aic', 'icl']).default('bic'))
    .optionsGroup('Output:')
    .option('-o, --out <file>', 'the best model, as .json; - is standard output, and the table goes to standard error')
    .option('--json', 'the table as JSON');
  fittingOptions(inputOptions(command));
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 */
async function run(file, options) {
  const { session } = await import('../session.mjs');
  await session(options, async (now) => {
    const { checkTargets, MODELS } = await import('../output/targets.mjs');
    const { out, json } = options;
    const piped = await checkTargets([{ flag: '--out', path: out, extensions: MODELS }], { inputs: [file], json });
    const { tellIfHeld } = await import('../streaming.mjs');
    await tellIfHeld(file, 'select');
    const { readTable } = await import('../input/read.mjs');
    const { signal } = now.interrupt;
    const table = await readTable(file, { ...readOptions(options), signal, progress: now.progress });
    const { selection, done, total, seconds } = await choose(now, table, options);
    const rows = selection?.table ?? done;
    const row = selection ? undefined : bestOf(done, options.criterion);
    const choice = selection?.best ?? row;
    const tell = (/** @type {Model | undefined} */ model) =>
      show(table, { rows, choice, model, total, seconds }, options, piped && !json ? process.stderr : process.stdout);
    const { saveModel } = await import('../output/model.mjs');
    if (selection) {
      await tell(selection.best);
      if (out !== undefined) await saveModel(out, selection.best, table.names);
      return EXIT.fine;
    }
    const so = `interrupted after ${done.length} of ${total} fits`;
    const wanted = out !== undefined && row !== undefined;
    // what people read comes before a fit that a second Ctrl-C may end
    if (!(json && wanted)) await tell(undefined);
    if (!wanted) throw interrupted(`${so}: the best of these can be had by  gmm fit  with its K and family`);
    note(`K = ${row.nComponents}, ${row.covarianceType} is fitted once more, for ${out}; Ctrl-C ends at once`);
    const model = await again(now, table, row, options);
    if (json) await tell(model);
    await saveModel(out, model, table.names);
    throw interrupted(`${so}: the best of these is in ${out}`);
  });
}

/**
 * @param {import('../session.mjs').Session} now
 * @param {Table} table
 * @param {Record<string, any>} options
 */
async function choose({ interrupt: { signal }, progress, library }, { columns, weights, n }, options) {
  const { duration } = await import('../output/numbers.mjs');
  /** @type {Row[]} */
  const done = [];
  let total = 0;
  const start = performance.now();
  const selection = await library
    .select(
      { columns },
      {
        ...libraryOptions(options),
        ...(options.components && { nComponents: options.components }),
        ...(options.family && { covarianceType: options.family }),
        ...(weights && { sampleWeight: weights }),
        criterion: options.criterion,
        signal,
        onProgress: ({ completed, total: all, row }) => {
          done.push(row);
          total = all;
          const spent = (performance.now() - start) / 1000;
          const left = duration((spent / completed) * (total - completed));
          progress.line([
            `${completed} of ${total} fits`,
            `about ${left} left`,
            `${duration(spent)}`,
            `last K = ${row.nComponents}, ${row.covarianceType}`,
          ]);
        },
      },
    )
    .catch((error) => {
      if (!signal.aborted) throw error;
      if (done.length === 0)
        throw interrupted('interrupted before the first fit was done: there is nothing to compare');
      return undefined;
    });
  progress.clear();
  if (options.components === undefined && n < MOST_BY_DEFAULT) {
    note(`with ${n} rows there are at most ${n} components to choose from`);
  }
  return { selection, done, total, seconds: (performance.now() - start) / 1000 };
}

/**
 * The model of a row, which a choice that was interrupted does not give: the same fit once more.
 *
 * @param {import('../session.mjs').Session} now
 * @param {Table} table
 * @param {Row} row
 * @param {Record<string, any>} options
 */
async function again({ progress, library }, { columns, weights }, { nComponents, covarianceType }, options) {
  const { Iterations } = await import('../output/iterations.mjs');
  const settings = { ...libraryOptions(options), nComponents, covarianceType };
  const watch = new Iterations(progress, settings);
  const sampleWeight = weights && { sampleWeight: weights };
  const onIteration = (/** @type {import('gmm-wasm').IterationInfo} */ info) => watch.see(info);
  const model = await library.fit({ columns }, { ...settings, ...sampleWeight, onIteration });
  progress.clear();
  return model;
}

/**
 * The best of some rows, as `select` chooses.
 *
 * @param {readonly Row[]} rows
 * @param {import('gmm-wasm').Criterion} criterion
 * @returns {Row | undefined}
 */
function bestOf(rows, criterion) {
  const fitted = rows.filter(({ error }) => error === undefined);
  const healthy = fitted.filter((row) => row.healthy);
  return (healthy.length > 0 ? healthy : fitted).toSorted((a, b) => a[criterion] - b[criterion]).at(0);
}

/**
 * @param {Table} data
 * @param {{ rows: readonly Row[], choice: Choice | undefined, model: Model | undefined, total: number, seconds: number }} result
 * @param {Record<string, any>} options
 * @param {NodeJS.WritableStream} out
 */
async function show({ source, n, names }, { rows, choice, model, total, seconds }, { json, criterion }, out) {
  const { counted, duration, short, toJSON } = await import('../output/numbers.mjs');
  const { mixtureTable, modelForMachines, warningLines } = await import('../output/model.mjs');
  const interruptedBefore = rows.length < total;
  if (json) {
    const head = { source, nSamples: n, featureNames: names, criterion, table: rows };
    const best = model ? modelForMachines(model, names) : null;
    out.write(`${toJSON({ ...head, best, interrupted: interruptedBefore, seconds })}\n`);
    return;
  }
  const { tableOf } = await import('../output/table.mjs');
  const isBest = (/** @type {Row} */ row) =>
    row.nComponents === choice?.nComponents && row.covarianceType === choice.covarianceType;
  const table = tableOf(
    ['', 'K', 'family', 'BIC', 'AIC', 'ICL', 'log-likelihood', 'parameters', 'remarks'],
    rows.map((row) => [
      isBest(row) ? '*' : '',
      String(row.nComponents),
      row.covarianceType,
      ...[row.bic, row.aic, row.icl, row.logLikelihood].map((value) =>
        Number.isFinite(value) ? value.toFixed(1) : '–',
      ),
      short(row.nParameters),
      remarks(row),
    ]),
    { left: [8] },
  );
  const parts = [`${source}: ${counted(n, 'row')} of ${counted(names.length, 'feature')}; ${duration(seconds)}`, table];
  if (choice) {
    const chosen = `${counted(choice.nComponents, 'component')}, ${choice.covarianceType}`;
    const among = `${amongWhich(rows, rows.find(isBest), criterion)}${interruptedBefore ? ' so far' : ''}`;
    parts.push(`* the lowest ${criterion.toUpperCase()}${among}: ${chosen}`);
  }
  if (model) parts.push(mixtureTable(model, names));
  if (model && model.warnings.length > 0) parts.push(warningLines(model.warnings, names));
  out.write(`${parts.join('\n\n')}\n`);
}

/** @param {Row} row */
function remarks({ error, healthy, converged }) {
  if (error !== undefined) return inFlags(error);
  return [healthy ? '' : 'not healthy', converged ? '' : 'not converged'].filter(Boolean).join(', ');
}

/**
 * What the best is the best of, where a lower one is not chosen.
 *
 * @param {readonly Row[]} rows
 * @param {Row | undefined} best
 * @param {import('gmm-wasm').Criterion} criterion
 */
function amongWhich(rows, best, criterion) {
  if (!best) return '';
  if (!best.healthy) return ' (no fit is healthy)';
  return rows.some((row) => row[criterion] < best[criterion]) ? ' of the healthy ones' : '';
}
