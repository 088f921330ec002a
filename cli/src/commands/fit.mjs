import { Option } from 'commander';
import { givenFlags, refuse } from '../conflicts.mjs';
import { EXIT } from '../errors.mjs';
import { FAMILIES, fittingOptions, generalOptions, inputOptions, integer, readOptions } from '../options.mjs';

const EXAMPLES = `
Examples:
  gmm fit data.csv -k 3
      three Gaussians of any shape, printed as a table: weight, means and standard deviations of each
  gmm fit data.csv -k 3 --family diag --columns x,y --out model.json
      no correlations within a component, two of the columns; the model goes into a file for predict, score, sample, plot
  gmm fit counts.csv -k 2 --weights count --labels labels.csv
      rows that stand for many; and the component of each row
  gmm fit events.parquet -k 8 --acceleration squarem --responsibilities shares.parquet
      a slow fit made faster; and to what share each row belongs to each component
  gmm fit more.csv --warm-start model.json --out model.json
      goes on from a model: K and family are its own
  sort -u data.csv | gmm fit -k 3 --json | jq .means
      from a pipe, for a program

A component that should not be believed (collapsed onto a few rows, or empty) is named in a warning. --prior default
prevents collapse; so do fewer components. --strict makes a warning an error, for scripts.
`;

/** @param {import('commander').Command} gmm */
export function fit(gmm) {
  const command = gmm
    .command('fit')
    .summary('fits a mixture of K Gaussians')
    .description('Fits a mixture of K Gaussians to the rows of a file, and says how far it can be believed.')
    .argument('[file]', 'CSV, TSV, JSON lines, NPY, Parquet or Arrow; - or nothing: standard input')
    .optionsGroup('Mixture:')
    .option('-k, --components <count>', 'how many Gaussians', integer(1))
    .addOption(
      new Option('-f, --family <name>', 'what shapes they may have (default: full)').choices([
        ...FAMILIES,
        'VVV',
        'EEE',
        'VVI',
        'VII',
        'EEI',
        'EII',
        'V',
        'E',
      ]),
    )
    .option('--warm-start <model>', 'a model to go on from')
    .option('--means-init <file>', 'K rows to begin at, in any of the formats')
    .optionsGroup('Output:')
    .option('-o, --out <file>', 'the model, as .json; - is standard output, and the table goes to standard error')
    .option('--json', 'the result as JSON instead of a table')
    .option('--covariances', 'the table has covariance matrices too')
    .option('--labels <file>', 'the component of each row, as .csv, .tsv or .parquet, or - likewise')
    .option('--responsibilities <file>', 'the share of each component in each row, likewise')
    .option('--strict', 'exit code 1 if the fit has warnings or has not converged');
  fittingOptions(inputOptions(command));
  command
    .option('--stream', 'reads the file on every pass and keeps no rows (default: from 1 GiB on)')
    .option('--no-stream', 'holds all rows in memory, however many');
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @param {import('commander').Command} command
 */
async function run(file, options, command) {
  if (options.warmStart ?? options.meansInit) {
    refuse(givenFlags(command), ['init'], 'the start is given, and none is looked for: leave it out');
  }
  const { session } = await import('../session.mjs');
  await session(options, async (now) => {
    const { checkTargets, MODELS, TABLES } = await import('../output/targets.mjs');
    const targets = [
      { flag: '--out', path: options.out, extensions: MODELS },
      { flag: '--labels', path: options.labels, extensions: TABLES },
      { flag: '--responsibilities', path: options.responsibilities, extensions: TABLES },
    ];
    const piped = await checkTargets(targets, { inputs: [file, options.meansInit], json: options.json });
    const { table, result, columns } = await fitted(file, options, now);
    // standard output may be taken by a result for programs
    await show(table, result, options, piped && !options.json ? process.stderr : process.stdout);
    await write(table, result.model, options, columns, now.interrupt);
    if (result.interrupted) return EXIT.interrupted;
    return options.strict && (result.model.warnings.length > 0 || !result.model.converged) ? EXIT.warnings : EXIT.fine;
  });
}

/**
 * Where columns of answers come from.
 *
 * @typedef {object} Answers
 * @property {() => Promise<import('../output/columns.mjs').Column>} labels
 * @property {() => Promise<import('../output/columns.mjs').Column[]>} [responsibilities] not of a file that is streamed
 */

/**
 * Reads all rows and fits, or fits by reading again and again.
 *
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @param {import('../session.mjs').Session} now
 */
async function fitted(file, options, now) {
  const { HOLDING, isStreamed } = await import('../streaming.mjs');
  const streamed = await isStreamed(file, options, { how: 'read again on every pass', holding: HOLDING });
  const { fitTable, planOf, readFitted } = await import('../fitting.mjs');
  const { interrupt, progress } = now;
  const plan = await planOf(options);
  const reading = { ...readOptions(options), signal: interrupt.signal, progress };
  if (streamed) {
    const { fitFile } = await import('../streaming.mjs');
    const { table, result, labels } = await fitFile(now, /** @type {string} */ (file), plan, reading);
    return { table, result, columns: { labels } };
  }
  const table = await readFitted(file, plan, reading);
  const result = await fitTable(now, table, plan);
  const { labelColumn, responsibilityColumns } = await import('../answers.mjs');
  const columns = {
    labels: () => labelColumn(result.model, table.columns, interrupt),
    responsibilities: () => responsibilityColumns(result.model, table.columns, interrupt),
  };
  return { table, result, columns };
}

/**
 * @param {{ source: string, n: number, names: readonly string[] }} table
 * @param {Awaited<ReturnType<typeof import('../fitting.mjs').fitTable>>} result
 * @param {Record<string, any>} options
 * @param {NodeJS.WritableStream} out
 */
async function show({ source, n, names }, { model, seconds, interrupted }, options, out) {
  const { counted, duration, toJSON } = await import('../output/numbers.mjs');
  const { covarianceTables, mixtureTable, modelForMachines, summary, warningLines } = await import(
    '../output/model.mjs'
  );
  if (options.json) {
    const result = {
      source,
      nSamples: n,
      featureNames: names,
      ...modelForMachines(model, names),
      interrupted,
      seconds,
    };
    out.write(`${toJSON(result)}\n`);
    return;
  }
  const { nComponents, covarianceType } = model;
  const parts = [
    `${source}: ${counted(n, 'row')} of ${counted(names.length, 'feature')}; ${counted(nComponents, 'component')}, ${covarianceType}; ${duration(seconds)}`,
    mixtureTable(model, names),
    ...(options.covariances ? covarianceTables(model, names) : []),
    summary(model),
    ...(interrupted ? ['  interrupted: this is the model of the last iteration'] : []),
    ...(model.warnings.length > 0 ? [warningLines(model.warnings, names)] : []),
  ];
  out.write(`${parts.join('\n\n')}\n`);
}

/**
 * @param {{ names: readonly string[] }} table
 * @param {import('gmm-wasm').GaussianMixture} model
 * @param {Record<string, any>} options
 * @param {Answers} columns
 * @param {import('../interrupt.mjs').Interrupt} interrupt
 */
async function write({ names }, model, { out, labels, responsibilities }, columns, interrupt) {
  if (out !== undefined) {
    const { saveModel } = await import('../output/model.mjs');
    await saveModel(out, model, names);
  }
  const { writeColumns } = await import('../output/columns.mjs');
  if (labels !== undefined) await writeColumns(labels, [await columns.labels()], interrupt);
  if (responsibilities === undefined || !columns.responsibilities) return;
  await writeColumns(responsibilities, await columns.responsibilities(), interrupt);
}
