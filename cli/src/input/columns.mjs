// Which columns of a table are features, and which is the weight: by name, by number from 1, or by a range of either.

import { inputError, usageError } from '../errors.mjs';
import { matching } from './matching.mjs';

/** A part of a list; a name that has commas is quoted as in CSV. */
const PART = /(?<=^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))(?=,|$)/g;

/**
 * @typedef {object} Wanted
 * @property {string | undefined} [columns] such as `x,y`, `1-3`, `x-z,7`
 * @property {string | undefined} [weights]
 * @property {readonly string[] | undefined} [expected] names of a model's features: taken, unless something else is asked
 */

/**
 * What openFile is told: it asks with the names of the columns.
 *
 * @param {Wanted} wanted
 * @param {string} source what messages call the file
 * @returns {Pick<import('gmm-wasm-files').OpenOptions, 'columns' | 'weights'>}
 */
export function asColumns({ columns, weights, expected }, source) {
  const familiar = (/** @type {readonly string[]} */ names) =>
    expected && matching(expected, names, source, 'the model');
  return {
    columns: (names) => (columns === undefined ? familiar(names) : listed(columns, names)),
    weights: (names) => (weights === undefined ? undefined : columnOf(weights.trim(), names, '--weights')),
  };
}

/**
 * @param {string} list
 * @param {readonly string[]} names
 */
function listed(list, names) {
  if (names.includes(list.trim())) return [columnOf(list.trim(), names, '--columns')];
  return [...list.matchAll(PART)].flatMap(([, quoted, plain]) =>
    quoted === undefined ? range(plain.trim(), names) : [columnOf(quoted.replaceAll('""', '"'), names, '--columns')],
  );
}

/**
 * One column, or `from-to`. A name that has a hyphen of its own comes first.
 *
 * @param {string} part
 * @param {readonly string[]} names
 * @returns {import('gmm-wasm-files').Column[]}
 */
function range(part, names) {
  if (!names.includes(part)) {
    for (let at = part.indexOf('-', 1); at > 0 && at < part.length - 1; at = part.indexOf('-', at + 1)) {
      const from = find(part.slice(0, at).trim(), names);
      const to = find(part.slice(at + 1).trim(), names);
      if (from === undefined || to === undefined) continue;
      if (from > to)
        throw usageError(`--columns ${part} runs backwards: write ${part.slice(at + 1)}-${part.slice(0, at)}`);
      return Array.from({ length: to - from + 1 }, (_, step) => from + step);
    }
  }
  return [columnOf(part, names, '--columns')];
}

/**
 * @param {string} name
 * @param {readonly string[]} names
 * @returns {number | undefined}
 */
function find(name, names) {
  const at = names.indexOf(name);
  if (at >= 0) {
    if (names.indexOf(name, at + 1) >= 0)
      throw inputError(`two columns are called ${name}: give its number instead, ${at + 1} for the first`);
    return at;
  }
  const number = /^\d+$/.test(name) ? Number(name) : 0;
  return number >= 1 && number <= names.length ? number - 1 : undefined;
}

/**
 * An index, or a name that is not there, of which openFile tells the nearest.
 *
 * @param {string} name
 * @param {readonly string[]} names
 * @param {string} flag
 */
function columnOf(name, names, flag) {
  const at = find(name, names);
  if (at === undefined && /^\d+$/.test(name)) {
    throw inputError(`${flag} ${name}: there are ${names.length} columns, numbered from 1 to ${names.length}`);
  }
  return at ?? name;
}
