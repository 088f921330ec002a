import { generalOptions, integer } from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm sample model.json -n 1000 > new.csv
      a thousand rows that the model could have made; the same ones for the same --seed
  gmm sample model.json -n 1000000 --labels --out new.parquet
      and the component of each
  gmm sample model.json -n 5 --json | jq '.data[0]'
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
    .option('-o, --out <file>', 'as .csv, .tsv or .parquet (default: standard output, as CSV)')
    .option('--json', 'the rows as JSON on standard output');
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string} path
 * @param {Record<string, any>} options
 */
async function run(path, options) {
  const { session } = await import('../session.mjs');
  await session(options, async ({ interrupt }) => {
    const { checkTargets, TABLES } = await import('../output/targets.mjs');
    const { count, seed, json } = options;
    const out = options.out ?? (json ? undefined : '-');
    await checkTargets([{ flag: '--out', path: out, extensions: TABLES }], { inputs: [path], json });
    const { writeColumns, writeText } = await import('../output/columns.mjs');
    const { readModel } = await import('../input/model.mjs');
    const { numbered } = await import('../input/table.mjs');
    const { model, featureNames } = await readModel(path);
    const { data, shape, labels } = model.sample(count, { seed });
    const [n, d] = shape;
    const names = featureNames ?? numbered(d).map((number) => `x${number}`);
    if (json) {
      const { jsonOf, listOf } = await import('../output/json.mjs');
      const rows = {
        name: 'data',
        length: n,
        item: (/** @type {number} */ i) => [...data.subarray(i * d, (i + 1) * d)],
      };
      const components = options.labels ? [listOf({ name: 'labels', values: labels })] : [];
      await writeText('-', jsonOf({ nSamples: n, seed, featureNames: names }, [rows, ...components]));
    }
    if (out === undefined) return;
    /** @type {import('../output/columns.mjs').Column[]} */
    const columns = names.map((name, j) => ({
      name,
      values: Float64Array.from({ length: n }, (_, i) => data[i * d + j]),
    }));
    if (options.labels) columns.push({ name: 'label', values: labels });
    await writeColumns(out, columns, interrupt);
  });
}
