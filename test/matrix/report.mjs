// The table, for a terminal and as Markdown.

import { readFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';

const COLUMNS = ['row', 'version', 'backend', 'threads', 'fingerprint', 'seconds', 'outcome'];

function cellsOf({ name, version, report, outcome, seconds }) {
  const computed = report?.ran;
  return [
    name,
    version ?? '',
    computed ? computed.backends.join(' and ') : report?.error ? 'refused' : '',
    computed ? String(computed.threads) : '',
    computed ? (report.differing.length === 0 ? 'ok' : 'differs') : '',
    seconds.toFixed(1),
    outcome.split('\n')[0],
  ];
}

/** A line while rows are running. */
export function line(result) {
  const [name, version, backend, threads, fingerprint, seconds, outcome] = cellsOf(result);
  const ran = [backend, threads && `${threads} thread${threads === '1' ? '' : 's'}`].filter(Boolean).join(', ');
  return [name.padEnd(72), version.padEnd(18), ran.padEnd(15), fingerprint.padEnd(8), `${seconds} s`, outcome].join(
    ' ',
  );
}

export function table(results) {
  const rows = [COLUMNS, ...results.map(cellsOf)];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((cells) => cells[at].length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function tally(results) {
  const count = (kind) => results.filter((result) => result.kind === kind).length;
  return `${results.length} rows: ${count('ok')} ok, ${count('failed')} failed, ${count('absent')} absent`;
}

/** The page that the repository keeps. */
export function markdown(results) {
  const { hash, values } = JSON.parse(readFileSync(new URL('../fingerprint/expected.json', import.meta.url), 'utf8'));
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...results.map(cellsOf)];
  return [
    '# Where the packed package runs',
    '',
    'Written by `npm run build && node test/matrix/run.mjs --write`; tools are pinned in `tools.json`. `fingerprint` is `ok`',
    `where all ${values} numbers have the bits of \`${hash}\` (\`test/fingerprint/expected.json\`).`,
    '',
    `${cpus()[0].model}, ${cpus().length} cores, ${type()} ${release()}. ${tally(results)}.`,
    '',
    ...rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
  ].join('\n');
}
