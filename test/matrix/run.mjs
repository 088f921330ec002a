// Packs the package, installs it for a consumer, and shows in every row that it runs there, with the same bits.
//
//   node test/matrix/run.mjs [--only NAMES] [--list] [--strict] [--markdown | --write]
//
// --only chromium,vite  rows whose name contains one of these     --list      names of rows; nothing is run
// --strict              what cannot be installed is a failure     --markdown  the table as Markdown
// --write               and to RESULTS.md
//
// The package is packed as it is built: npm run build.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Absent, installPackage, toolAt, versionOf } from './cache.mjs';
import { judge } from './judge.mjs';
import { line, markdown, table, tally } from './report.mjs';
import { ROWS } from './rows/index.mjs';

/** Milliseconds that a row may take, once its tools are there. */
const LIMIT = 120_000;

const flag = { type: 'boolean', default: false };
const { values: options } = parseArgs({
  options: { only: { type: 'string' }, list: flag, strict: flag, markdown: flag, write: flag },
});
const wanted = options.only?.toLowerCase().split(',') ?? [''];
const rows = ROWS.filter(({ name }) => wanted.some((part) => name.toLowerCase().includes(part)));

async function runRow(row, consumer) {
  const at = {};
  const [tool] = row.needs;
  try {
    for (const need of row.needs) at[need] = await toolAt(need);
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
    return { kind: options.strict ? 'failed' : 'absent', outcome: `absent: ${error.message}`, seconds: 0 };
  }
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1000;
  try {
    const report = await row.run({ at, consumer, limit: LIMIT });
    const outcome = judge(row.expect, report);
    return {
      kind: outcome === 'ok' ? 'ok' : 'failed',
      version: await versionOf(tool),
      report,
      outcome,
      seconds: seconds(),
    };
  } catch (error) {
    return { kind: 'failed', outcome: `failed: ${error.message}`, seconds: seconds() };
  }
}

if (options.list) {
  for (const { name } of rows) console.log(name);
} else {
  const consumer = await installPackage();
  const results = [];
  for (const row of rows) {
    const result = { name: row.name, ...(await runRow(row, consumer)) };
    results.push(result);
    console.log(line(result));
    if (result.kind === 'failed') console.log(result.outcome.replaceAll(/^/gm, '    '));
  }
  console.log(`\n${options.markdown ? markdown(results) : `${table(results)}\n`}\n${tally(results)}`);
  if (options.write) writeFileSync(new URL('RESULTS.md', import.meta.url), markdown(results));
  process.exitCode = results.some(({ kind }) => kind === 'failed') ? 1 : 0;
}
