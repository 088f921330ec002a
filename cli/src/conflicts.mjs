// Options that say what would not be done: told, not passed over.

import { usageError } from './errors.mjs';

/**
 * The flags that were given, by the names of their options.
 *
 * @param {import('commander').Command} command
 * @returns {Map<string, string>}
 */
export function givenFlags(command) {
  const values = command.opts();
  const given = command.options.filter((option) => {
    const name = option.attributeName();
    return command.getOptionValueSource(name) === 'cli' && option.negate === (values[name] === false);
  });
  return new Map(given.map((option) => [option.attributeName(), option.long ?? option.flags]));
}

/**
 * @param {ReadonlyMap<string, string>} given
 * @param {readonly string[]} names of options that would do nothing
 * @param {string} why
 */
export function refuse(given, names, why) {
  const flags = names.flatMap((name) => given.get(name) ?? []);
  if (flags.length > 0) throw usageError(`${flags.join(', ')}: ${why}`);
}
