// What is worth knowing but no error: a line on standard error.

import { onOneLine } from './output/names.mjs';

/** @param {string} text */
export function note(text) {
  process.stderr.write(`gmm: note: ${onOneLine(text)}\n`);
}
