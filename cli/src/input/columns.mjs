// Which columns of a table are features, and which is the weight: by name, by number from 1, or by a range of either.

import { distance } from 'fastest-levenshtein';
import { inputError, usageError } from '../errors.mjs';

/**
 * @typedef {object} Choice
 * @property {readonly number[]} features indices of columns
 * @property {number | undefined} weights index of a column
 */

/**
 * @typedef {object} Wanted
 * @property {string | undefined} [columns] such as `x,y`, `1-3`, `x-z,7`
 * @property {string | undefined} [weights]
 * @property {readonly string[] | undefined} [expected] names of a model's features: taken, if all are there and nothing else was asked
 */

/**
 * @param {readonly string[]} names of all columns
 * @param {Wanted} wanted
 * @returns {Choice}
 */
export function chooseColumns(names, { columns, weights, expected }) {
  const weight = weights === undefined ? undefined : indexOf(weights.trim(), names, '--weights');
  const asked = columns === undefined ? familiar(names, expected) : listed(columns, names);
  const features = asked ?? names.map((_, index) => index).filter((index) => index !== weight);
  if (columns !== undefined && weight !== undefined && features.includes(weight)) {
    throw usageError(`column ${names[weight]} is both a feature and the weight: leave it out of --columns`);
  }
  if (features.length === 0) throw inputError('no column is left to fit: name the features with --columns');
  return { features, weights: weight };
}

/**
 * @param {readonly string[]} names
 * @param {readonly string[] | undefined} expected
 */
function familiar(names, expected) {
  const found = expected?.map((name) => names.indexOf(name));
  return found?.every((index) => index >= 0) ? found : undefined;
}

/**
 * @param {string} list
 * @param {readonly string[]} names
 */
function listed(list, names) {
  const found = list.split(',').flatMap((part) => range(part.trim(), names));
  const twice = found.find((index, at) => found.indexOf(index) !== at);
  if (twice !== undefined) throw usageError(`--columns names column ${names[twice]} twice`);
  return found;
}

/**
 * One column, or `from-to`. A name that has a hyphen of its own comes first.
 *
 * @param {string} part
 * @param {readonly string[]} names
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
  return [indexOf(part, names, '--columns')];
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
 * @param {string} name
 * @param {readonly string[]} names
 * @param {string} flag
 */
function indexOf(name, names, flag) {
  const at = find(name, names);
  if (at !== undefined) return at;
  if (/^\d+$/.test(name)) {
    throw inputError(`${flag} ${name}: there are ${names.length} columns, numbered from 1 to ${names.length}`);
  }
  const near = nearest(name, names);
  const hint = near ? `did you mean ${near}?` : `the columns are ${shorten(names)}`;
  throw inputError(`${flag}: there is no column ${name}; ${hint}`);
}

/**
 * @param {string} name
 * @param {readonly string[]} names
 */
function nearest(name, names) {
  const flat = (/** @type {string} */ text) => text.toLowerCase().replaceAll(/[\s_.-]/g, '');
  const scored = names.map((candidate) => ({ candidate, score: distance(flat(name), flat(candidate)) }));
  scored.sort((a, b) => a.score - b.score);
  return scored[0] && scored[0].score <= Math.max(1, name.length / 3) && scored[0].score < name.length
    ? scored[0].candidate
    : undefined;
}

/** @param {readonly string[]} names */
function shorten(names) {
  return names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')}, … (${names.length} in all)`;
}
