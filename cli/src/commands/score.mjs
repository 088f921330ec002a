import { generalOptions, inputOptions, streamOptions } from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm score model.json held-out.csv
      how well the model describes data it has not seen: the mean log-likelihood, and BIC and AIC of these rows
  gmm score model.json data.csv --samples densities.csv
      the log-density of each row: the lowest are the outliers
  gmm score model.json data.csv --json | jq .mean
`;

/** @param {import('commander').Command} gmm */
export function score(gmm) {
  const command = gmm
    .command('score')
    .summary('says how well a model describes data')
    .description('Says how well a model describes the rows of a file: log-likelihood, BIC and AIC.')
    .argument('<model>', 'what gmm fit --out wrote')
    .argument('[file]', 'as for gmm fit')
    .optionsGroup('Output:')
    .option('--samples <file>', 'the log-density of each row, as .csv, .tsv or .parquet')
    .option('--json', 'the result as JSON');
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
  await session(options, async (now) => {
    const { checkTargets, TABLES } = await import('../output/targets.mjs');
    const targets = [{ flag: '--samples', path: options.samples, extensions: TABLES }];
    const piped = await checkTargets(targets, { inputs: [path, file], json: options.json });
    const out = piped && !options.json ? process.stderr : process.stdout;
    const { readModel } = await import('../input/model.mjs');
    const { openAsked } = await import('../asking.mjs');
    const { counted, long, toJSON } = await import('../output/numbers.mjs');
    const saved = await readModel(path);
    const { model } = saved;
    const { source, blocks, score: scored } = await openAsked(now, saved, file, options);
    const result = await scored();
    const { nSamples, mean, logLikelihood, bic, aic } = result;
    if (options.json) out.write(`${toJSON(result)}\n`);
    else {
      const lines = [
        `${source}: ${counted(nSamples, 'row')} under ${counted(model.nComponents, 'component')}, ${model.covarianceType}`,
        '',
        `  log-likelihood  ${long(logLikelihood)} (${long(mean)} in the mean)`,
        `  BIC, AIC        ${long(bic)}, ${long(aic)}`,
      ];
      out.write(`${lines.join('\n')}\n`);
    }
    if (options.samples === undefined) return;
    const { logDensityColumn } = await import('../answers.mjs');
    const { writeBlocks } = await import('../output/columns.mjs');
    const densities = blocks(async (columns) => [await logDensityColumn(model, columns, now.interrupt)]);
    await writeBlocks(options.samples, densities, now.interrupt);
  });
}
