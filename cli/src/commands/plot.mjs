import { Option } from 'commander';
import { inputError, usageError } from '../errors.mjs';
import {
  atLeastZero,
  FAMILIES,
  fittingOptions,
  generalOptions,
  inputOptions,
  integer,
  readOptions,
} from '../options.mjs';

const KINDS = ['histogram', 'scatter', 'pairs', 'uncertainty', 'trace', 'criteria'];
const EXAMPLES = `
Kinds:
  histogram     one feature: its histogram and the density of the mixture over it
  scatter       two features: the rows, coloured by component, with an ellipse for each
  pairs         a scatter of each pair of features
  uncertainty   a scatter whose points are the larger the more doubtful they are
  trace         the log-likelihood of each iteration
  criteria      the table of gmm select as curves

Examples:
  gmm plot data.csv -k 3
      fits, and draws in the terminal
  gmm plot data.csv --model model.json --features x,y --out clusters.svg
  gmm plot data.csv --model model.json --kind pairs --out pairs.png --scale 2
  gmm select data.csv --json > table.json && gmm plot --kind criteria --table table.json --out criteria.svg
  gmm plot data.csv --model model.json --out spec.json
      the Vega-Lite specification, to change and go on with
`;

/** @param {import('commander').Command} gmm */
export function plot(gmm) {
  const command = gmm
    .command('plot')
    .summary('draws data and model, in the terminal or as SVG or PNG')
    .description('Draws data and model, in the terminal or as SVG or PNG. Needs the package gmm-wasm-plot.')
    .argument('[file]', 'as for gmm fit; trace and criteria need none')
    .optionsGroup('Picture:')
    .addOption(
      new Option('--kind <name>', 'what to draw (default: histogram for one feature, scatter for more)').choices(KINDS),
    )
    .option('-m, --model <model>', 'what gmm fit --out wrote; without, -k says what to fit')
    .option('-k, --components <count>', 'fits so many components first', integer(1))
    .addOption(new Option('-f, --family <name>', 'of that family').choices(FAMILIES))
    .option('--features <list>', 'the two features of a scatter, by name or number')
    .option('--table <file>', 'for criteria: what gmm select --json wrote')
    .option('--theme <name>', 'a theme of gmm-wasm-plot')
    .option('-o, --out <file>', '.svg, .png, or .json for the Vega-Lite specification (default: text, in the terminal)')
    .option('--scale <factor>', 'pixels of the PNG for each of the picture', atLeastZero, 1)
    .option('--width <columns>', 'of the text', integer(20))
    .option('--height <lines>', 'of the text', integer(5));
  fittingOptions(inputOptions(command));
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 */
async function run(file, options) {
  const { extname } = await import('node:path');
  const extension = options.out === undefined ? '' : extname(options.out).toLowerCase();
  if (!['', '.svg', '.png', '.json'].includes(extension) || (options.out !== undefined && extension === '')) {
    throw usageError(`${options.out}: the extension says the format, which must be .svg, .png or .json`);
  }
  const plots = await loadPlots();
  const { session } = await import('../session.mjs');
  await session(options, async (now) => {
    const { kind, args } = await subject(now, file, options);
    const given = { ...args, ...(options.theme && { theme: options.theme }) };
    if (options.out === undefined) {
      const { columns: width = 80, rows: height = 24, isTTY = false } = process.stdout;
      const size = { width: options.width ?? width, height: options.height ?? Math.min(height - 2, 30) };
      process.stdout.write(`${plots.toText(kind, given, { ...size, color: isTTY && !process.env.NO_COLOR })}\n`);
      return;
    }
    const spec = plots[kind](given);
    const { writeFile } = await import('node:fs/promises');
    const picture =
      extension === '.svg'
        ? await plots.toSVG(spec)
        : extension === '.png'
          ? await plots.toPNG(spec, { scale: options.scale })
          : `${JSON.stringify(spec, null, 2)}\n`;
    await writeFile(options.out, picture).catch((error) => {
      throw inputError(`cannot write ${options.out}: ${error.message}`, error);
    });
  });
}

/**
 * What gmm-wasm-plot offers.
 *
 * @returns {Promise<any>}
 */
async function loadPlots() {
  const name = 'gmm-wasm-plot';
  try {
    return await import(name);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const reason =
      code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`)
        ? 'is not installed'
        : `cannot be loaded (${message})`;
    throw usageError(
      `plot needs the package ${name}, which ${reason}: npm install ${name}, or once:  npx -p gmm-wasm-cli -p ${name} gmm plot …`,
    );
  }
}

/**
 * What to draw.
 *
 * @param {import('../session.mjs').Session} now
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 */
async function subject(now, file, options) {
  const { kind, model: path } = options;
  if (kind === 'criteria') return { kind, args: await criteria(options) };
  const { readFor, readModel } = await import('../input/model.mjs');
  const saved = path === undefined ? undefined : await readModel(path);
  if (kind === 'trace' && saved) return { kind, args: { model: saved.model } };
  if (!saved && options.components === undefined) {
    throw usageError('what shall be drawn? Name a model with --model, or say how many components with -k');
  }
  const { fitTable, settingsOf } = await import('../fitting.mjs');
  const settings = saved ? undefined : await settingsOf(options);
  const { readTable } = await import('../input/read.mjs');
  const { interrupt, progress } = now;
  const reading = { ...readOptions(options), signal: interrupt.signal, progress };
  const table = await (saved ? readFor(saved, file, reading) : readTable(file, reading));
  const model = settings
    ? (await fitTable(now, table, settings)).model
    : /** @type {typeof saved & {}} */ (saved).model;
  return {
    kind: kind ?? (table.names.length === 1 ? 'histogram' : 'scatter'),
    args: await pictured(kind, table, model, options),
  };
}

/**
 * @param {string | undefined} kind
 * @param {import('../input/table.mjs').Table} table
 * @param {import('gmm-wasm').GaussianMixture} model
 * @param {Record<string, any>} options
 */
async function pictured(kind, { columns, names }, model, options) {
  if (kind === 'trace') return { model };
  const data = { columns };
  if (names.length === 1) return { data, model, label: names[0] };
  if (options.features === undefined) return { data, model, labels: names };
  const { chooseColumns } = await import('../input/columns.mjs');
  const { features } = chooseColumns(names, { columns: options.features });
  return { data, model, labels: names, features };
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
