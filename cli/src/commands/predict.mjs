import { generalOptions, inputOptions, readOptions } from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm predict model.json new.csv > labels.csv
      the component of each row, numbered as in the table of gmm fit, from 0
  gmm predict model.json new.csv --uncertainty --out labels.parquet
      and how doubtful that is: 1 minus the largest share
  gmm predict model.json new.csv --responsibilities shares.csv --out labels.csv
      and the share of each component in each row

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
    .option('--responsibilities <file>', 'the share of each component in each row');
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
  await session(options, async ({ interrupt, progress }) => {
    const { checkTarget, writeColumns } = await import('../output/columns.mjs');
    const { out = options.labels, responsibilities } = options;
    for (const target of [out, responsibilities]) checkTarget(target);
    const { readFor, readModel } = await import('../input/model.mjs');
    const { labelColumn, responsibilityColumns, uncertaintyColumn } = await import('../answers.mjs');
    const saved = await readModel(path);
    const { model } = saved;
    const { columns } = await readFor(saved, file, { ...readOptions(options), signal: interrupt.signal, progress });
    const answers = [await labelColumn(model, columns)];
    if (options.uncertainty) answers.push(uncertaintyColumn(model, columns));
    await writeColumns(out, answers);
    if (responsibilities !== undefined) await writeColumns(responsibilities, responsibilityColumns(model, columns));
  });
}
