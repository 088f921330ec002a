import { MEMORY, MEMORY_FROM } from '../targets.mjs';
import { digits, shapeName, table } from './table.mjs';

/** Peak memory of a fit beyond the caller's data. */
export function memoryPage(rows) {
  return [
    '## Peak memory',
    '',
    "Of one fit of three iterations beyond the caller's data, as a multiple of the Float64 data: WebAssembly memory and",
    'ArrayBuffers at their peak, and the growth of the peak resident set (the only measure of the peers).',
    'Idle workers are counted apart.',
    '',
    ...table(
      [
        'n, d, K',
        'contender',
        'data MiB',
        'peak MiB',
        'of data',
        'resident MiB',
        'resident, of data',
        'idle workers MiB',
      ],
      rows.map((row) =>
        row.error
          ? [shapeName(row), row.name, row.error]
          : [
              shapeName(row),
              row.name,
              row.dataMiB.toFixed(1),
              row.peakMiB?.toFixed(1) ?? '',
              digits(row.peakOfData),
              row.residentMiB.toFixed(1),
              digits(row.residentOfData),
              row.idleMiB?.toFixed(1) ?? '',
            ],
      ),
    ),
    '',
    reached(rows.filter(({ own, n, error }) => own && n >= MEMORY_FROM && !error)),
    '',
  ];
}

function reached(rows) {
  const cells = rows.map(
    ({ name, peakOfData }) => `${name} ${digits(peakOfData)}${peakOfData <= MEMORY ? '' : ' (too much)'}`,
  );
  return `**Asked:** at most ${MEMORY} times the data, n ≥ 10⁶. **Reached:** ${cells.join('; ') || 'not measured'}.`;
}
