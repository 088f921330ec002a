// The command line: what it offers, what ran, and the exit code.

import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { bench } from './commands/bench.mjs';
import { fit } from './commands/fit.mjs';
import { plot } from './commands/plot.mjs';
import { predict } from './commands/predict.mjs';
import { sample } from './commands/sample.mjs';
import { score } from './commands/score.mjs';
import { select } from './commands/select.mjs';
import { asCommandError, EXIT } from './errors.mjs';
import { onOneLine } from './output/names.mjs';
import { topics } from './topics.mjs';

const OVERVIEW = `
Start here:
  gmm fit data.csv -k 3                      three Gaussians, as a table
  gmm select data.csv -k 1-9                 who does not know how many
  gmm fit data.csv -k 3 --out model.json     keep the model, and then:
  gmm predict model.json new.csv             which component each row belongs to
  gmm plot data.csv --model model.json       what it looks like, in the terminal

gmm help COMMAND tells more; so do gmm help input and gmm help exit-codes.
`;

/** @param {readonly string[]} argv */
export async function main(argv) {
  // whoever read our output has had enough: not an error
  process.stdout.on('error', (error) => {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
  });
  try {
    await program().parseAsync(argv);
  } catch (error) {
    process.exitCode = tell(error, argv.includes('--debug'));
  }
}

function program() {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const gmm = new Command('gmm')
    .description('Gaussian mixtures from CSV, JSON lines, NPY, Parquet and Arrow files, by expectation-maximisation.')
    .version(version, '-V, --version', 'shows the version')
    .helpOption('-h, --help', 'shows this')
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride()
    .addHelpText('after', OVERVIEW);
  for (const define of [fit, select, predict, score, sample, plot, bench]) define(gmm);
  topics(gmm);
  help(gmm);
  return gmm;
}

/** Commander's own has no word for a command that is not there. @param {Command} gmm */
function help(gmm) {
  gmm
    .command('help')
    .argument('[command]')
    .helpOption(false)
    .description('tells about a command, or about input or exit-codes')
    .action(async (name) => {
      const found = name === undefined ? gmm : gmm.commands.find((command) => command.name() === name);
      if (found) found.help();
      const { unknownName } = await import('gmm-wasm-files');
      const names = gmm.commands.map((command) => command.name());
      gmm.error(`error: unknown command '${name}': ${unknownName(name, names, 'commands and topics')}`);
    });
}

/**
 * @param {unknown} error
 * @param {boolean} debug
 * @returns {number} the exit code
 */
function tell(error, debug) {
  // commander has told already
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  const known = asCommandError(error);
  process.stderr.write(`gmm: ${onOneLine(known.message)}\n`);
  if (debug) process.stderr.write(`${known.cause instanceof Error ? known.cause.stack : known.stack}\n`);
  return known.code;
}
