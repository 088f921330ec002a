// JSON that may be too long for one text: what is short first, then lists, a slice at a time.

import { toJSON } from './numbers.mjs';

/** Items of a list written at a time. */
const SLICE = 8192;

/**
 * @typedef {object} List
 * @property {string} name
 * @property {number} length
 * @property {(index: number) => unknown} item
 */

/**
 * @param {object} head
 * @param {readonly List[]} lists
 * @returns {AsyncGenerator<string, void>}
 */
export async function* jsonOf(head, lists) {
  yield toJSON(head).slice(0, -'\n}'.length);
  for (const { name, length, item } of lists) {
    yield `,\n  ${JSON.stringify(name)}: [`;
    for (let from = 0; from < length; from += SLICE) {
      const some = Array.from({ length: Math.min(SLICE, length - from) }, (_, i) => JSON.stringify(item(from + i)));
      yield `${from === 0 ? '' : ','}${some.join(',')}`;
    }
    yield ']';
  }
  yield '\n}\n';
}

/**
 * @param {import('./columns.mjs').Column} column
 * @param {string} [as] its name in the JSON
 */
export const listOf = ({ name, values }, as = name) => ({
  name: as,
  length: values.length,
  item: (/** @type {number} */ i) => values[i],
});
