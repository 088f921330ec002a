// What can go wrong, and the exit code that says so. Every message says what to do.

export const EXIT = /** @type {const} */ ({
  fine: 0,
  warnings: 1,
  usage: 2,
  input: 3,
  noFit: 4,
  bug: 70,
  interrupted: 130,
});

/** An error that is the caller's to mend: told without a stack trace. */
export class CommandError extends Error {
  /**
   * @param {string} message
   * @param {number} code
   * @param {ErrorOptions} [options]
   */
  constructor(message, code, options) {
    super(message, options);
    this.name = 'CommandError';
    this.code = code;
  }
}

/** @param {string} message */
export const usageError = (message) => new CommandError(message, EXIT.usage);

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
export const inputError = (message, cause) => new CommandError(message, EXIT.input, { cause });

/** @param {string} message */
export const interrupted = (message) => new CommandError(message, EXIT.interrupted);

/** The flag of each option of the library. */
const FLAGS = /** @type {Record<string, string>} */ ({
  nComponents: '--components',
  covarianceType: '--family',
  maxIter: '--max-iter',
  nInit: '--n-init',
  initParams: '--init',
  regCovar: '--reg-covar',
  sampleWeight: '--weights',
  warmStart: '--warm-start',
  meansInit: '--means-init',
  tol: '--tol',
});
const NAMES = new RegExp(`\\b(?:options? )?(${Object.keys(FLAGS).join('|')})\\b`, 'g');
const PLAIN =
  /\boption (seed|prior|acceleration|threads|backend|arithmetic|precision|criterion|columns|weights|format|delimiter|quote)\b/g;
/** What openFile calls what these flags say. */
const OF_FILES = /** @type {const} */ ([
  ['option header: true', '--header'],
  ['option header: false', '--no-header'],
  ['option quote: ', '--quote '],
  ["option decimal: ','", '--decimal comma'],
  ["option decimal: '.'", '--decimal point'],
]);

/** Advice about arrays and calls, of which the command has none. */
const OF_CODE =
  /; for a series of single values pass a flat array|; if these are .*data \}|, nested or flat|; for instance Date.*$/g;

/**
 * A message of the library in the words of the command line, in which rows and columns count from 1.
 *
 * @param {string} message
 */
export function inFlags(message) {
  return message
    .replaceAll(NAMES, (_, name) => FLAGS[name])
    .replaceAll("acceleration: 'squarem'", '--acceleration squarem')
    .replaceAll(PLAIN, '--$1')
    .replaceAll(OF_CODE, '')
    .replaceAll(/\bdata\.columns\[(\d+)\]\[(\d+)\]/g, (_, j, i) => `row ${Number(i) + 1}, feature ${Number(j) + 1}`)
    .replaceAll(/--means-init\[(\d+)\]/g, (_, row) => `--means-init, row ${Number(row) + 1}`)
    .replaceAll(/--prior\.(\w+)/g, '--prior, $1');
}

/**
 * A warning of a model, with the names of its features.
 *
 * @param {string} message
 * @param {readonly string[]} names
 */
export function inWords(message, names) {
  const named = message.replace(/^Features? (\d+(?:, \d+)*) (is|are)/, (_, list, verb) => {
    const columns = list.split(', ').map((/** @type {string} */ j) => names[Number(j)]);
    return `${verb === 'is' ? 'Column' : 'Columns'} ${columns.join(', ')} ${verb}`;
  });
  return inFlags(named);
}

/**
 * A message about a file, which has words of its own.
 *
 * @param {string} message
 */
function ofFile(message) {
  return OF_FILES.reduce((text, [name, flag]) => text.replaceAll(name, flag), message).replaceAll(PLAIN, '--$1');
}

/**
 * An error of the library, or of the system, as one of the command.
 *
 * @param {unknown} error
 * @returns {CommandError}
 */
export function asCommandError(error) {
  if (error instanceof CommandError) return error;
  const { name, message, code } = /** @type {NodeJS.ErrnoException} */ (
    error instanceof Error ? error : { name: '', message: String(error) }
  );
  if (name === 'FileError') return new CommandError(ofFile(message), EXIT.input, { cause: error });
  const told = inFlags(message);
  if (name === 'SingularCovarianceError' || /none of the \d+ fits|MiB of memory/.test(message)) {
    return new CommandError(told, EXIT.noFit, { cause: error });
  }
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return new CommandError(`${message}; install gmm-wasm-cli anew: npm install gmm-wasm-cli`, EXIT.bug, {
      cause: error,
    });
  }
  if (/is more than the n =/.test(message)) {
    const advice = / n = 1 row /.test(message)
      ? 'a line is one sample, so single values stand one a line'
      : 'ask for fewer, or give more rows';
    return new CommandError(`${told}: ${advice}`, EXIT.usage, { cause: error });
  }
  if (/^(unknown )?options? |nComponents/.test(message)) return new CommandError(told, EXIT.usage, { cause: error });
  if (name === 'RangeError' || name === 'TypeError') return new CommandError(told, EXIT.input, { cause: error });
  return new CommandError(`${message} (unexpected; --debug shows where)`, EXIT.bug, { cause: error });
}
