// Columns known by their names: those of a model in a file, those of the data in a file of means.

import { inputError } from '../errors.mjs';

/** Names of a message at most. */
const SHOWN = 12;

/** @param {readonly string[]} names */
export function listed(names) {
  const first = names.slice(0, SHOWN).join(', ');
  return names.length <= SHOWN ? first : `${first}, … (${names.length} in all)`;
}

/** Whether the columns have no names of their own, but numbers. @param {readonly string[]} names */
export const areNumbers = (names) => names.every((name, index) => name === String(index + 1));

/**
 * Where the expected names are; undefined if none of them is there, so that nothing but the order is left.
 *
 * @param {readonly string[]} expected
 * @param {readonly string[]} names
 * @param {string} source what the names are those of, for the message
 * @param {string} whose what the expected ones are those of
 * @returns {number[] | undefined}
 */
export function matching(expected, names, source, whose) {
  const found = expected.filter((name) => names.includes(name));
  if (found.length === 0) return undefined;
  if (found.length < expected.length) {
    const missing = expected.filter((name) => !names.includes(name));
    throw inputError(
      `${source} has only some of the features of ${whose}: ${listed(found)}, but not ${listed(missing)}; ` +
        `its columns are ${listed(names)}: --columns says which to take, in the order ${listed(expected)}`,
    );
  }
  const twice = expected.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw inputError(`${source} has two columns called ${twice}: --columns takes numbers too`);
  return expected.map((name) => names.indexOf(name));
}
