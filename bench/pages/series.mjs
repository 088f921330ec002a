import { SERIES_MICROS } from '../targets.mjs';
import { digits, table } from './table.mjs';

/** A whole fit of 50 values. */
export function seriesPage({ n, rows }) {
  const strict = rows.find(({ name }) => name === 'strict');
  const reached = strict
    ? `${digits(strict.micros)} µs${strict.micros < SERIES_MICROS ? '' : ' (short)'}`
    : 'not measured';
  return [
    `## A series of ${n} values`,
    '',
    'Three components, one whole fit from a given start with default settings, everything warm. The deviation is that of',
    'the mean log-likelihood from the optimum without a floor, relative.',
    '',
    ...table(
      ['contender', 'iterations', 'µs', 'least', 'deviation'],
      rows.map(({ name, nIter, micros, least, deviation }) => [
        name,
        nIter,
        digits(micros),
        digits(least),
        deviation.toExponential(1),
      ]),
    ),
    '',
    `**Asked:** less than ${SERIES_MICROS} µs. **Reached:** ${reached}.`,
    '',
  ];
}
