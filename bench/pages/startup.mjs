import { digits, table } from './table.mjs';

/** A new process, from the import to the first result. */
export function startupPage(rows) {
  return [
    '## Start-up',
    '',
    'A new process each time: from the import to the first fit of 50 values, with the start each has by default; and the',
    'life of the whole process. Median; files are in the cache.',
    '',
    ...table(
      ['contender', 'import to first result, ms', 'whole process, ms'],
      rows.map(({ name, firstResultMs, processMs }) => [name, digits(firstResultMs), digits(processMs)]),
    ),
    '',
  ];
}
