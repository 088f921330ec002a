import { digits, shapeName, table, times } from './table.mjs';

/** Time to a converged model. */
export function convergedPage(cases) {
  return [
    '## Time to a converged model',
    '',
    'Both start from the model after 50 plain iterations and stop by their own rule, with the loosest `tol` that comes',
    'within 1e-6 of the best mean log-likelihood of all: scikit-learn of 10⁻³·2⁻ʲ, this package of its default 1e-7 and',
    'powers of ten below. ≈ is the time of 50 iterations times their number, where a whole run would take too long.',
    '',
    ...cases.flatMap(one),
  ];
}

function one(result) {
  const title = `### (${shapeName(result)}), full`;
  if (result.missing) return [title, '', `Left out: ${result.missing}.`, ''];
  const { rows, acceleration, asked } = result;
  return [
    title,
    '',
    ...table(
      [
        'contender',
        'tol',
        'iterations',
        'seconds',
        'short of the best by',
        '× scikit-learn',
        '× scikit-learn on one thread',
      ],
      rows.map((row) => [
        row.own ? `${row.name}${acceleration === 'none' ? '' : `, ${acceleration}`}` : row.name,
        row.tol.toExponential(1),
        `${row.nIter}${row.converged === false ? ' (not converged)' : ''}`,
        `${row.estimated ? '≈ ' : ''}${digits(row.seconds)}`,
        row.missing === null ? '' : Math.max(0, row.missing).toExponential(1),
        times(row.timesScikitLearn),
        times(row.timesSingle),
      ]),
    ),
    '',
    ...remarks(result),
    reached(rows, asked),
    '',
  ];
}

function remarks({ byDefault, tol, plainIterations, reached, bestConverged, acceleration }) {
  const words = [`Plain EM comes that close in ${plainIterations}${reached ? '' : ' or more'} iterations.`];
  if (tol === 1e-7) words.push('The default tol suffices.');
  else
    words.push(
      `The default tol of 1e-7 ends ${byDefault.missing.toExponential(1)} short after ${byDefault.nIter} iterations.`,
    );
  if (acceleration === 'none') words.push('This version has no acceleration.');
  if (!bestConverged) words.push('The best known had not converged to 1e-12 itself.');
  return [words.join(' '), ''];
}

function reached(rows, asked) {
  const own = rows.filter(({ name }) => name.startsWith('strict'));
  const cells = own.map(({ threads, timesScikitLearn, timesSingle }) => {
    const wanted = threads === 1 ? asked : 2 * asked;
    const ratios =
      threads === 1
        ? times(timesSingle)
        : `${times(timesSingle)} one thread of it, ${times(timesScikitLearn)} its best`;
    return `${threads} thread${threads > 1 ? 's' : ''} ${ratios || 'not measured'}${timesSingle >= wanted ? '' : ' (short)'}`;
  });
  return `**Asked:** ${times(asked)} on one thread, twice that on two. **Reached:** ${cells.join('; ')}.`;
}
