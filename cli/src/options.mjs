// The options that several commands share, and how their values are read.

import { InvalidArgumentError, Option } from 'commander';
import { FORMATS } from 'gmm-wasm-files';

export const FAMILIES = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const SYNONYMS = ['VVV', 'EEE', 'VVI', 'VII', 'EEI', 'EII', 'V', 'E'];

/** @param {number} least */
export const integer = (least) => (/** @type {string} */ text) => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`It must be an integer of at least ${least}.`);
};

/** @param {string} text */
export function atLeastZero(text) {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidArgumentError('It must be a number of at least 0, such as 1e-6.');
}

/** `1-9`, `2,4,8`, `1-3,6`. @param {string} text */
export function counts(text) {
  return text.split(',').flatMap((part) => {
    const [, first, last = first] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!(from >= 1 && to >= from))
      throw new InvalidArgumentError('It must be a range or a list of counts: 1-9, or 2,4,8.');
    return Array.from({ length: to - from + 1 }, (_, step) => from + step);
  });
}

/** @param {string} text */
export function families(text) {
  return text.split(',').flatMap((part) => {
    const name = part.trim();
    if (name === 'all') return FAMILIES;
    if (FAMILIES.includes(name) || SYNONYMS.includes(name)) return [name];
    throw new InvalidArgumentError(`Allowed are ${FAMILIES.join(', ')}, or all; several with commas between.`);
  });
}

/** @param {string} text */
function floor(text) {
  const [, share] = /^relative[:=](.*)$/.exec(text) ?? [];
  return share === undefined ? atLeastZero(text) : { relative: atLeastZero(share) };
}

/** @param {string} text */
function threads(text) {
  return text === 'auto' ? 'auto' : integer(1)(text);
}

/** `default`, `shrinkage=0.01,dof=4,scale=2`, or JSON. @param {string} text */
function prior(text) {
  if (text === 'default') return true;
  try {
    if (text.startsWith('{')) return JSON.parse(text);
    const pairs = text.split(',').map((part) => /^\s*(shrinkage|dof|scale)\s*=\s*(\S+)\s*$/.exec(part));
    return Object.fromEntries(
      pairs.map((pair) => [
        /** @type {RegExpExecArray} */ (pair)[1],
        atLeastZero(/** @type {RegExpExecArray} */ (pair)[2]),
      ]),
    );
  } catch {
    throw new InvalidArgumentError(
      'It must be default, or settings such as shrinkage=0.01,dof=4, or JSON with shrinkage, dof, mean and scale.',
    );
  }
}

/** @param {string} text */
function delimiter(text) {
  const named = /** @type {Record<string, string>} */ ({
    tab: '\t',
    '\\t': '\t',
    comma: ',',
    semicolon: ';',
    space: ' ',
    pipe: '|',
  })[text];
  const value = named ?? text;
  if (value.length === 1 && !/["\r\n]/.test(value)) return value;
  throw new InvalidArgumentError('It must be one character, or tab, comma, semicolon, space or pipe.');
}

/** @param {string} text */
function decimal(text) {
  const mark = /** @type {Record<string, string>} */ ({ comma: ',', point: '.' })[text] ?? text;
  if (mark === ',' || mark === '.') return mark;
  throw new InvalidArgumentError('It must be comma or point.');
}

/** @param {string} text */
function quote(text) {
  if (text.length <= 1) return text;
  throw new InvalidArgumentError("It must be one character, or '' for none.");
}

/** What is read, and how. @param {import('commander').Command} command */
export function inputOptions(command) {
  return command
    .optionsGroup('Input:')
    .option(
      '--columns <list>',
      'the features: names, numbers from 1, or ranges: x,y  1-3  x-z  "a,b" (default: all but --weights)',
    )
    .option('--weights <column>', 'a column of non-negative weights, by name or number')
    .addOption(
      new Option('--format <name>', 'the format (default: by extension, or else by the first bytes)').choices(FORMATS),
    )
    .option('--header', 'the first line of the CSV names the columns (default: it does if it holds no number)')
    .option('--no-header', 'the first line of the CSV is data')
    .option(
      '--delimiter <char>',
      'what separates values: a character, or tab, comma, semicolon, space, pipe (default: found)',
      delimiter,
    )
    .option('--decimal <mark>', 'comma or point before decimals (default: found)', decimal)
    .option('--quote <char>', "what encloses values in the CSV, '' for nothing (default: \")", quote);
}

/** Whether rows are kept, of commands that ask a model about them. @param {import('commander').Command} command */
export function streamOptions(command) {
  return command
    .option('--stream', 'reads the file piece by piece and keeps no rows (default: from 1 GiB on)')
    .option('--no-stream', 'holds all rows in memory, however many');
}

/** How the numbers are found, for each fit alike. @param {import('commander').Command} command */
export function fittingOptions(command) {
  return command
    .optionsGroup('Fit:')
    .option(
      '--tol <gain>',
      'ends when the mean log-likelihood has less than this to gain; 0: never early (default: 1e-7)',
      atLeastZero,
    )
    .option('--max-iter <count>', 'iterations at most (default: 2000)', integer(0))
    .option('--n-init <count>', 'runs from different starts, of which the best is kept (default: 1)', integer(1))
    .addOption(
      new Option('--init <name>', 'how starts are found (default: small-em)').choices([
        'small-em',
        'kmeans',
        'k-means++',
        'random',
        'random_from_data',
      ]),
    )
    .option('--seed <integer>', 'the same seed gives the same bits (default: 0)', integer(0))
    .option(
      '--reg-covar <floor>',
      'added to each variance: a number, or relative:SHARE of the variance within clusters (default: relative:1e-6)',
      floor,
    )
    .option('--prior <settings>', 'a conjugate prior: default, or shrinkage=0.01,dof=4, or JSON', prior)
    .addOption(
      new Option('--acceleration <name>', 'squarem: fewer passes where EM is slow (default: none)').choices([
        'none',
        'squarem',
      ]),
    )
    .optionsGroup('Engine:')
    .option('--threads <count>', 'at most so many; never a matter of results (default: auto)', threads)
    .addOption(
      new Option('--backend <name>', 'WebAssembly, or the TypeScript twin with the same bits (default: auto)').choices([
        'auto',
        'wasm',
        'js',
      ]),
    )
    .addOption(
      new Option(
        '--arithmetic <name>',
        'relaxed may fuse multiply-adds: faster, other last bits (default: strict)',
      ).choices(['strict', 'relaxed']),
    )
    .addOption(
      new Option('--precision <name>', 'f32 keeps the rows in half the memory (default: f64)').choices(['f64', 'f32']),
    );
}

/** @param {import('commander').Command} command */
export function generalOptions(command) {
  return command
    .optionsGroup('General:')
    .option('--progress', 'says on standard error how far it is (default: on a terminal)')
    .option('--no-progress', 'says nothing')
    .option('--debug', 'shows where an error comes from')
    .helpOption('-h, --help', 'shows this');
}

/** What the command and the library call the same; and what is `init` here. */
const SHARED = [
  ...['tol', 'maxIter', 'nInit', 'seed', 'regCovar', 'prior', 'acceleration'],
  ...['threads', 'backend', 'arithmetic', 'precision'],
];

/** The options of a fit, and those of reading, as the command calls them. */
export const FITTING = [...SHARED, 'init'];
export const READING = ['columns', 'weights', 'format', 'header', 'delimiter', 'decimal', 'quote'];

/** The options of the library among those of the command. @param {Record<string, any>} options */
export function libraryOptions(options) {
  const all = [...SHARED.map((name) => [name, options[name]]), ['initParams', options.init]];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** Those of the input. @param {Record<string, any>} options */
export function readOptions({
  columns,
  weights,
  format,
  header,
  delimiter: separator,
  decimal: mark,
  quote: enclosing,
}) {
  return { columns, weights, format, header, delimiter: separator, decimal: mark, quote: enclosing };
}
