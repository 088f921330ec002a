import { digits, table, times } from './table.mjs';

/** Packages of npm, and what takes their place. */
export function replacementsPage({ rows }) {
  return [
    '## In place of other packages',
    '',
    'Each package as its documentation uses it, and on many points, beside its replacement (docs/compat.md); in turn, results',
    'compared first. A handful of numbers is as quick in plain JavaScript: nothing is to be gained there but right answers.',
    '',
    ...table(
      ['', 'original, ms', 'replacement, ms', 'ratio', 'results differ by'],
      rows.map(({ name, originalMs, replacementMs, difference }) => [
        name,
        digits(originalMs),
        digits(replacementMs),
        times(originalMs / replacementMs),
        difference === null ? 'not compared' : difference.toExponential(0),
      ]),
    ),
    '',
  ];
}
