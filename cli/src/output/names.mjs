// Names of features as people see them: on one line, and no longer than a table can bear.

/** Characters of a name in a table. */
const LONGEST = 24;

/** Without breaks and other characters that move the cursor. @param {string} text */
export const onOneLine = (text) => text.replaceAll(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' ');

/** What tells long names apart is at either end. @param {string} name */
export function cut(name) {
  const characters = [...onOneLine(name)];
  if (characters.length <= LONGEST) return characters.join('');
  const end = Math.floor((LONGEST - 1) / 2);
  return `${characters.slice(0, LONGEST - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}
