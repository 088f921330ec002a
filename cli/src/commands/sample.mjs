import { generalOptions, integer } from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm sample model.json -n 1000 > new.csv
      a thousand rows that the model could have made; the same ones for the same --seed
  gmm sample model.json -n 1000000 --labels --out new.parquet
      and the component of each
`;

/** @param {import('commander').Command} gmm */
export function sample(gmm) {
  const command = gmm
    .command('sample')
    .summary('draws rows from a model')
    .description('Draws rows from a model.')
    .argument('<model>', 'what gmm fit --out wrote')
    .option('-n, --count <count>', 'how many', integer(1), 100)
    .option('--seed <integer>', 'the same seed gives the same rows', integer(0), 0)
    .option('--labels', 'a column more: the component of each row')
    .option('-o, --out <file>', 'as .csv, .tsv or .parquet (default: standard output, as CSV)');
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string} path
 * @param {Record<string, any>} options
 */
async function run(path, options) {
  const { session } = await import('../session.mjs');
  await session(options, async () => {
    const { checkTarget, writeColumns } = await import('../output/columns.mjs');
    checkTarget(options.out);
    const { readModel } = await import('../input/model.mjs');
    const { numbered } = await import('../input/table.mjs');
    const { model, featureNames } = await readModel(path);
    const { data, shape, labels } = model.sample(options.count, { seed: options.seed });
    const [n, d] = shape;
    const names = featureNames ?? numbered(d).map((number) => `x${number}`);
    /** @type {import('../output/columns.mjs').Column[]} */
    const columns = names.map((name, j) => ({
      name,
      values: Float64Array.from({ length: n }, (_, i) => data[i * d + j]),
    }));
    if (options.labels) columns.push({ name: 'label', values: labels });
    await writeColumns(options.out, columns);
  });
}
