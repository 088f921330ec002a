// What is worth knowing but no error: a line on standard error.

/** @param {string} text */
export function note(text) {
  process.stderr.write(`gmm: note: ${text}\n`);
}
