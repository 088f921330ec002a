import { usageError } from '../errors.mjs';
import { generalOptions, inputOptions, streamOptions } from '../options.mjs';

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
  streamOptions(inputOptions(command));
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
  await session(options, async (now) => {
    const { interrupt } = now;
    const { checkTargets, TABLES } = await import('../output/targets.mjs');
    const { responsibilities, json } = options;
    const out = options.out ?? options.labels ?? (json ? undefined : '-');
    const targets = [
      { flag: '--out', path: out, extensions: TABLES },
      { flag: '--responsibilities', path: responsibilities, extensions: TABLES },
    ];
    await checkTargets(targets, { inputs: [path, file], json });
    const { writeBlocks } = await import('../output/columns.mjs');
    const { readModel } = await import('../input/model.mjs');
    const { openAsked } = await import('../asking.mjs');
    const { labelColumn, responsibilityColumns, uncertaintyColumn } = await import('../answers.mjs');
    const saved = await readModel(path);
    const { model } = saved;
    const { source, blocks } = await openAsked(now, saved, file, options);
    /** @param {readonly Float64Array[]} columns */
    const labels = async (columns) => {
      const label = await labelColumn(model, columns, interrupt);
      return options.uncertainty ? [label, await uncertaintyColumn(model, columns, interrupt)] : [label];
    };
    if (json) await writeJSON(source, model, blocks(labels), out, interrupt);
    else await writeBlocks(/** @type {string} */ (out), blocks(labels), interrupt);
    if (responsibilities === undefined) return;
    const shares = blocks((columns) => responsibilityColumns(model, columns, interrupt));
    await writeBlocks(responsibilities, shares, interrupt);
  });
}

/**
 * @param {string} source
 * @param {import('gmm-wasm').GaussianMixture} model
 * @param {import('../output/columns.mjs').Blocks} blocks
 * @param {string | undefined} out what is written as well
 * @param {import('../interrupt.mjs').Interrupt} interrupt
 */
async function writeJSON(source, model, blocks, out, interrupt) {
  const { gathered, writeColumns, writeText } = await import('../output/columns.mjs');
  const { jsonOf, listOf } = await import('../output/json.mjs');
  const answers = await gathered(blocks);
  const [labels, ...others] = answers;
  const lists = [listOf(labels, 'labels'), ...others.map((column) => listOf(column))];
  const nSamples = labels.values.length;
  await writeText('-', jsonOf({ source, nSamples, nComponents: model.nComponents }, lists));
  if (out !== undefined) await writeColumns(out, answers, interrupt);
}
