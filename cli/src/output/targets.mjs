// Where results go, looked at before any work is done for them.

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { inputError, usageError } from '../errors.mjs';

/**
 * @typedef {object} Target
 * @property {string} flag
 * @property {string | undefined} path nothing, or `-` for standard output
 * @property {readonly string[]} extensions
 * @property {boolean} [piped] whether it may be standard output; if left out, it may
 */

/** What columns are written as. */
export const TABLES = ['.csv', '.tsv', '.txt', '.parquet', '.pq'];
/** What a model is written as. */
export const MODELS = ['.json'];

/**
 * @param {readonly Target[]} targets
 * @param {{ inputs?: readonly (string | undefined)[], json?: boolean | undefined }} [others] files that are read, and
 *   whether JSON goes to standard output
 * @returns {Promise<boolean>} whether one of them is standard output, which then is not for people
 */
export async function checkTargets(targets, { inputs = [], json = false } = {}) {
  const asked = targets.filter((target) => target.path !== undefined);
  for (const target of asked) checkExtension(target);
  const piped = [
    ...(json ? ['--json'] : []),
    ...asked.filter(({ path }) => path === '-').map(({ flag }) => `${flag} -`),
  ];
  if (piped.length > 1) {
    throw usageError(`${piped.join(' and ')} would be mixed up on standard output: name a file for one of them`);
  }
  const files = asked.filter(({ path }) => path !== '-');
  for (const [index, target] of files.entries()) {
    const other = files.slice(0, index).find(({ path }) => resolve(path ?? '') === resolve(target.path ?? ''));
    if (other) throw usageError(`${other.flag} and ${target.flag} are the same file ${target.path}: name two`);
    await checkFile(target, inputs);
  }
  return piped.length > 0;
}

/** @param {Target} target */
function checkExtension({ flag, path = '', extensions, piped = true }) {
  if (piped && path === '-') return;
  if (extensions.includes(extname(path).toLowerCase())) return;
  const most = extensions.filter((extension) => !['.txt', '.pq'].includes(extension));
  const known = most.length === 1 ? most[0] : `${most.slice(0, -1).join(', ')} or ${most.at(-1)}`;
  throw usageError(
    `${flag} ${path}: the extension says the format, which must be ${known}${piped ? ' (or - for standard output)' : ''}`,
  );
}

/**
 * @param {Target} target
 * @param {readonly (string | undefined)[]} inputs
 */
async function checkFile({ flag, path = '' }, inputs) {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw inputError(`cannot write ${path}: it is a folder; name a file in it`);
  for (const input of inputs) {
    if (input === undefined || input === '-' || !there) continue;
    const read = await stat(input).catch(() => undefined);
    if (read?.dev === there.dev && read.ino === there.ino) {
      throw usageError(`${flag} ${path} is the file that is read, and would overwrite it: name another`);
    }
  }
  const folder = dirname(path);
  const around = await stat(folder).catch(() => undefined);
  if (!around)
    throw inputError(`cannot write ${path}: there is no folder ${folder}; make it first: mkdir -p ${folder}`);
  if (!around.isDirectory()) throw inputError(`cannot write ${path}: ${folder} is not a folder; name another place`);
  await access(there ? path : folder, constants.W_OK).catch((error) => {
    throw cannotWrite(path, error);
  });
}

/**
 * @param {string} path
 * @param {NodeJS.ErrnoException} error
 */
export function cannotWrite(path, error) {
  const { code = '', message } = error;
  const reasons = /** @type {Record<string, string>} */ ({
    EACCES: 'permission denied; name another place, or change its rights',
    EPERM: 'permission denied; name another place, or change its rights',
    EROFS: 'the file system is read-only; name another place',
    ENOSPC: 'no space is left; make some, or name another place',
  });
  return inputError(`cannot write ${path}: ${reasons[code] ?? message}`, error);
}
