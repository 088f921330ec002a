import { usageError } from '../errors.mjs';
import { generalOptions, inputOptions, readOptions } from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm predict model.json new.csv > labels.csv
      the component of each row, numbered as in the table of gmm fit, from 0
  gmm predict model.json new.csv --uncertainty --out labels.parquet
      and how doubtful that is: 1 minus the largest share
  gmm predict model.json new.csv --responsibilities shares.csv --out labels.csv
      and the share of each component in each row
  gmm predict model.json new.csv --json | jq '.labels[0]'

A model remembers the names of its features: a file that has columns of these names may have others too, in any order.
`;

/** @param {import('commander').Command} gmm */
export function predict(gmm) {
  const command = gmm
    .command('predict')
    .summary('says which component each row belongs to')
    .description('Says which component of a model each row of a file belongs to.')
    .argument('<model>', 'what gmm fit --out wrote')
    .argument('[file]', 'as for gmm fit')
    .optionsGroup('Output:')
    .option('-o, --out <file>', 'the labels, as .csv, .tsv or .parquet (default: standard output, as CSV)')
    .option('--labels <file>', 'the same as --out')
    .option('--uncertainty', 'a column more: 1 minus the largest share')
    .option('--responsibilities <file>', 'the share of each component in each row')
    .option('--json', 'the result as JSON on standard output; --out is written too if it is named');
  inputOptions(command);
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string} path
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 */
async function run(path, file, options) {
  const { session } = await import('../session.mjs');
  if (options.out !== undefined && options.labels !== undefined) {
    throw usageError('--labels is the same as --out: give one of them');
  }
  await session(options, async ({ interrupt, progress }) => {
    const { checkTargets, TABLES } = await import('../output/targets.mjs');
    const { responsibilities, json } = options;
    const out = options.out ?? options.labels ?? (json ? undefined : '-');
    const targets = [
      { flag: '--out', path: out, extensions: TABLES },
      { flag: '--responsibilities', path: responsibilities, extensions: TABLES },
    ];
    await checkTargets(targets, { inputs: [path, file], json });
    const { writeColumns, writeText } = await import('../output/columns.mjs');
    const { readFor, readModel } = await import('../input/model.mjs');
    const { labelColumn, responsibilityColumns, uncertaintyColumn } = await import('../answers.mjs');
    const saved = await readModel(path);
    const { model } = saved;
    const table = await readFor(saved, file, { ...readOptions(options), signal: interrupt.signal, progress });
    const { columns, source, n } = table;
    const answers = [await labelColumn(model, columns, interrupt)];
    if (options.uncertainty) answers.push(await uncertaintyColumn(model, columns, interrupt));
    if (json) {
      const { jsonOf, listOf } = await import('../output/json.mjs');
      const [labels, ...others] = answers;
      const lists = [listOf(labels, 'labels'), ...others.map((column) => listOf(column))];
      await writeText('-', jsonOf({ source, nSamples: n, nComponents: model.nComponents }, lists));
    }
    if (out !== undefined) await writeColumns(out, answers, interrupt);
    if (responsibilities === undefined) return;
    await writeColumns(responsibilities, await responsibilityColumns(model, columns, interrupt), interrupt);
  });
}
