import { Option } from 'commander';
import { CommandError, EXIT, interrupted } from '../errors.mjs';
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
    .option('-o, --out <file>', 'the best model, as JSON')
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
  await session(options, async ({ interrupt, progress, library }) => {
    const { readTable } = await import('../input/read.mjs');
    const { duration } = await import('../output/numbers.mjs');
    const { signal } = interrupt;
    const table = await readTable(file, { ...readOptions(options), signal, progress });
    /** @type {import('gmm-wasm').SelectRow[]} */
    const done = [];
    const start = performance.now();
    const selection = await library
      .select(
        { columns: table.columns },
        {
          ...libraryOptions(options),
          ...(options.components && { nComponents: options.components }),
          ...(options.family && { covarianceType: options.family }),
          ...(table.weights && { sampleWeight: table.weights }),
          criterion: options.criterion,
          signal,
          onProgress: ({ completed, total, row }) => {
            done.push(row);
            const spent = (performance.now() - start) / 1000;
            const left = duration((spent / completed) * (total - completed));
            progress.line(
              () =>
                `${completed} of ${total} fits, last K = ${row.nComponents}, ${row.covarianceType}; ${duration(spent)}, about ${left} left`,
            );
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
    const seconds = (performance.now() - start) / 1000;
    await show(table, selection?.table ?? done, selection?.best, seconds, options);
    if (!selection)
      throw new CommandError(
        'interrupted: the best of these can be had by  gmm fit  with its K and family',
        EXIT.interrupted,
      );
    if (options.out !== undefined) {
      const { saveModel } = await import('../output/model.mjs');
      await saveModel(options.out, selection.best, table.names);
    }
    return EXIT.fine;
  });
}

/**
 * @param {import('../input/table.mjs').Table & { source: string }} data
 * @param {readonly import('gmm-wasm').SelectRow[]} rows
 * @param {import('gmm-wasm').GaussianMixture | undefined} best
 * @param {number} seconds
 * @param {Record<string, any>} options
 */
async function show({ source, n, names }, rows, best, seconds, { json, criterion }) {
  const { counted, duration, short, toJSON } = await import('../output/numbers.mjs');
  const { mixtureTable, modelForMachines, warningLines } = await import('../output/model.mjs');
  if (json) {
    const model = best && modelForMachines(best);
    const result = {
      source,
      nSamples: n,
      featureNames: names,
      criterion,
      table: rows,
      best: model ?? null,
      interrupted: !best,
      seconds,
    };
    process.stdout.write(`${toJSON(result)}\n`);
    return;
  }
  const { tableOf } = await import('../output/table.mjs');
  const isBest = (/** @type {import('gmm-wasm').SelectRow} */ row) =>
    row.nComponents === best?.nComponents && row.covarianceType === best.covarianceType;
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
      row.error ?? [row.healthy ? '' : 'not healthy', row.converged ? '' : 'not converged'].filter(Boolean).join(', '),
    ]),
    { left: [8] },
  );
  const parts = [`${source}: ${counted(n, 'row')} of ${counted(names.length, 'feature')}; ${duration(seconds)}`, table];
  if (best) {
    parts.push(
      `* the lowest ${criterion.toUpperCase()}: ${counted(best.nComponents, 'component')}, ${best.covarianceType}`,
    );
    parts.push(mixtureTable(best, names));
    if (best.warnings.length > 0) parts.push(warningLines(best.warnings));
  }
  process.stdout.write(`${parts.join('\n\n')}\n`);
}
