import { InvalidArgumentError, Option } from 'commander';
import { givenFlags, refuse } from '../conflicts.mjs';
import { interrupted, usageError } from '../errors.mjs';
import { note } from '../notes.mjs';
import {
  atLeastZero,
  FAMILIES,
  FITTING,
  fittingOptions,
  generalOptions,
  inputOptions,
  integer,
  READING,
} from '../options.mjs';

const KINDS = ['histogram', 'scatter', 'pairs', 'uncertainty', 'trace', 'criteria'];
const CRITERIA = ['bic', 'aic', 'icl'];
const EXAMPLES = `
Kinds:
  histogram     one feature: its histogram and the density of the mixture over it
  scatter       two features: the rows, coloured by component, with an ellipse for each
  pairs         a scatter of each pair of features
  uncertainty   a scatter whose points are the larger the more doubtful they are
  trace         the log-likelihood of each iteration
  criteria      the table of gmm select as curves; --criterion bic,icl shows both

Examples:
  gmm plot data.csv -k 3
      fits, and draws in the terminal
  gmm plot data.csv --model model.json --features x,y --out clusters.svg
  gmm plot data.csv --model model.json --kind histogram --features x
  gmm plot data.csv --model model.json --kind pairs --out pairs.png --scale 2
  gmm select data.csv --json > table.json && gmm plot --kind criteria --table table.json --out criteria.svg
  gmm plot data.csv --model model.json --out spec.json
      the Vega-Lite specification, to change and go on with
`;

/** @param {string} text */
function criteria(text) {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => CRITERIA.includes(name))) return names.length === 1 ? names[0] : names;
  throw new InvalidArgumentError(`Allowed are ${CRITERIA.join(', ')}; several with commas between.`);
}

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
    .option(
      '--features <list>',
      'those of the picture, by name or number: one of a histogram, two of a scatter, 2 to 8 of pairs (default: the first ones)',
    )
    .option('--table <file>', 'for criteria: what gmm select --json wrote')
    .option(
      '--criterion <list>',
      'for criteria: bic, aic or icl, or several: bic,icl (default: what has chosen)',
      criteria,
    )
    .addOption(new Option('--theme <name>', 'the colours (default: light)').choices(['light', 'dark']))
    .option('-o, --out <file>', '.svg, .png, or .json for the Vega-Lite specification (default: text, in the terminal)')
    .option('--scale <factor>', 'pixels of the PNG for each of the picture', atLeastZero, 1)
    .option('--width <columns>', 'of the text', integer(24))
    .option('--height <lines>', 'of the text', integer(10));
  fittingOptions(inputOptions(command));
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/**
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @param {import('commander').Command} command
 */
async function run(file, options, command) {
  refuseIdle(file, options, givenFlags(command));
  const { checkTargets } = await import('../output/targets.mjs');
  const out = { flag: '--out', path: options.out, extensions: ['.svg', '.png', '.json'], piped: false };
  await checkTargets([out], { inputs: [file, options.model, options.table] });
  const plots = await loadPlots();
  const { session } = await import('../session.mjs');
  await session(options, async (now) => {
    const { subject } = await import('../picture.mjs');
    const { kind, args, stopped, warnings } = await subject(now, file, options);
    await draw(plots, kind, { ...args, ...(options.theme && { theme: options.theme }) }, options);
    for (const warning of warnings ?? []) note(warning);
    if (stopped) throw interrupted('interrupted: the picture shows the model of the last iteration');
  });
}

/**
 * Refuses what would do nothing for this picture.
 *
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @param {ReadonlyMap<string, string>} given
 */
function refuseIdle(file, { kind, model, out = '' }, given) {
  const fitted = ['components', 'family', ...FITTING];
  if (kind === 'criteria') {
    refuse(given, ['model', 'features', ...fitted, ...READING], 'criteria are those of --table, and of nothing else');
    if (file !== undefined) throw usageError(`${file}: criteria are those of --table, and need no data`);
  } else refuse(given, ['table', 'criterion'], 'this is of --kind criteria: say so, or leave it out');
  if (model !== undefined) refuse(given, fitted, 'with --model nothing is fitted: leave out one of the two');
  if (kind === 'trace') {
    refuse(given, ['features'], 'a trace shows none');
    if (model !== undefined) refuse(given, READING, 'the trace is in the model, and no data is read');
    if (model !== undefined && file !== undefined)
      throw usageError(`${file}: the trace is in the model, and needs no data`);
  }
  if (out === '') refuse(given, ['scale'], 'this is of a PNG: --out names one');
  else refuse(given, ['width', 'height'], 'these are of a text in the terminal, and --out names a picture');
  if (out !== '' && !/\.png$/i.test(out)) refuse(given, ['scale'], 'this is of a PNG: --out names one');
}

/**
 * @param {any} plots gmm-wasm-plot
 * @param {string} kind
 * @param {object} args
 * @param {Record<string, any>} options
 */
async function draw(plots, kind, args, { out, width, height, scale }) {
  if (out === undefined) {
    const { columns = 80, rows = 24, isTTY = false } = process.stdout;
    const size = {
      width: width ?? Math.max(24, columns),
      height: height ?? Math.min(30, Math.max(10, rows - 2)),
    };
    process.stdout.write(`${plots.toText(kind, args, { ...size, color: isTTY && !process.env.NO_COLOR })}\n`);
    return;
  }
  const spec = plots[kind](args);
  const { writeFile } = await import('node:fs/promises');
  const { extname } = await import('node:path');
  const extension = extname(out).toLowerCase();
  const picture =
    extension === '.svg'
      ? await plots.toSVG(spec)
      : extension === '.png'
        ? await plots.toPNG(spec, { scale })
        : `${JSON.stringify(spec, null, 2)}\n`;
  const { cannotWrite } = await import('../output/targets.mjs');
  await writeFile(out, picture).catch((error) => {
    throw cannotWrite(out, error);
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
