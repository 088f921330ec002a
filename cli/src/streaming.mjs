// Files too large to be held in memory without a word; and a fit of one that is not held: it is read again on every pass.

import { stat } from 'node:fs/promises';
import { inputError, interrupted, usageError } from './errors.mjs';
import { watched } from './fitting.mjs';
import { refuseDialect, tellOfGuesses } from './input/guesses.mjs';
import { requireFeatures } from './input/model.mjs';
import { openSource } from './input/read.mjs';
import { note } from './notes.mjs';

/** Bytes of a file from which on it is streamed unless something else is asked for, or a note says that it is held: 1 GiB. */
const LARGE = 1_073_741_824;

/** Options of a fit that go with rows in memory only. */
export const HOLDING = {
  responsibilities: '--responsibilities takes K numbers of each row: leave it out, or say --no-stream',
  precision: '--precision is about rows that are kept: leave it out, or say --no-stream',
};

/**
 * Whether a file is to be streamed.
 *
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @param {{ how: string, holding?: Record<string, string> }} command how it reads, and which options forbid it
 */
export async function isStreamed(file, options, { how, holding = {} }) {
  const held = Object.entries(holding).filter(([name]) => options[name] !== undefined);
  if (options.stream === true) {
    if (file === undefined || file === '-') {
      throw usageError('--stream reads the data again and again, and a pipe can be read only once: name a file');
    }
    if (held.length > 0) throw usageError(`--stream keeps no rows in memory, and ${held[0][1]}`);
    return true;
  }
  if (options.stream === false || file === undefined || file === '-' || held.length > 0) return false;
  const size = await largeSize(file);
  if (size === undefined) return false;
  note(`${file} has ${size} and is ${how}; --no-stream holds it in memory`);
  return true;
}

/**
 * Says of a large file that it is held in memory, by a command that cannot do without.
 *
 * @param {string | undefined} file
 * @param {string} command
 */
export async function tellIfHeld(file, command) {
  const size = file === undefined || file === '-' ? undefined : await largeSize(file);
  if (size === undefined) return;
  note(
    `${file} has ${size} and is held in memory, since gmm ${command} does not stream: if that is too much, give it a sample ` +
      'of the rows; gmm fit, predict and score stream such a file',
  );
}

/** The size of a large file, in words. @param {string} file */
async function largeSize(file) {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && found.size >= LARGE ? `${(found.size / 1e9).toFixed(1)} GB` : undefined;
}

/**
 * A file that is to be read as often as need be, after a look at its names; a model must have its features.
 *
 * @param {import('./session.mjs').Session} session
 * @param {string} file
 * @param {import('./input/model.mjs').Saved | undefined} saved
 * @param {import('./input/read.mjs').ReadOptions} reading
 */
export async function lookedAt({ interrupt }, file, saved, reading) {
  const options = { ...reading, ...(saved && { expected: saved.featureNames }) };
  const source = openSource(file, options);
  const description = await source.describe({ signal: interrupt.signal }).catch((error) => {
    if (interrupt.signal.aborted) throw interrupted('interrupted while reading: nothing was done');
    throw error;
  });
  refuseDialect(description, options);
  // no rows are at hand that could tell names from data
  tellOfGuesses(description, { source: source.name, columns: [] }, options);
  const { names, size } = description;
  if (saved) requireFeatures({ names, source: source.name }, saved, options);
  return { source, names, size };
}

/**
 * @param {import('./session.mjs').Session} session
 * @param {string} file
 * @param {import('./fitting.mjs').Plan} plan
 * @param {import('./input/read.mjs').ReadOptions} reading
 */
export async function fitFile(session, file, plan, reading) {
  const { interrupt, progress } = session;
  const { source, names } = await lookedAt(session, file, plan.saved, reading);
  const { fitStream } = await import('gmm-wasm/stream');
  let n = 0;
  const start = performance.now();
  const result = await watched(session, plan, names, (settings) =>
    fitStream(source, {
      ...settings,
      onProgress: ({ pass, rows, total }) => {
        n = total ?? rows;
        progress.line(() => passParts(pass, rows, total, performance.now() - start));
      },
    }),
  ).catch((error) => {
    throw ofInput(error, interrupt);
  });
  return {
    table: { names, source: source.name, n },
    result,
    labels: () => labelsOf(result.model, source, n, interrupt),
  };
}

/**
 * Whatever is wrong with a value, a row or a weight is told with its place.
 *
 * @param {unknown} error
 * @param {import('./interrupt.mjs').Interrupt} interrupt
 */
export function ofInput(error, interrupt) {
  return error instanceof RangeError && !interrupt.heard ? inputError(error.message, error) : error;
}

/**
 * @param {number} pass
 * @param {number} rows
 * @param {number | undefined} total
 * @param {number} milliseconds
 */
export function passParts(pass, rows, total, milliseconds) {
  const share = total ? `${Math.floor((100 * rows) / total)} %` : `${(rows / 1e6).toFixed(1)} million rows`;
  return [`pass ${pass + 1}: ${share}`, `${Math.round(milliseconds / 1000)} s`];
}

/**
 * The component of each row: four bytes of each are kept.
 *
 * @param {import('gmm-wasm').GaussianMixture} model
 * @param {import('gmm-wasm/stream').StreamInput} source
 * @param {number} n
 * @param {import('./interrupt.mjs').Interrupt} interrupt
 * @returns {Promise<import('./output/columns.mjs').Column>}
 */
async function labelsOf(model, source, n, { signal }) {
  const { predictStream } = await import('gmm-wasm/stream');
  const values = new Int32Array(n);
  let row = 0;
  for await (const labels of predictStream(model, source, { signal })) {
    values.set(/** @type {Int32Array} */ (labels), row);
    row += labels.length;
  }
  return { name: 'label', values };
}
