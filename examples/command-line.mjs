// npm start                              the command line on the 50 values of series.csv: fit, choose, look
// npm start -- fit FILE.csv -k 3         what follows goes to the command as it is

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../cli/src/bin.mjs', import.meta.url));
const series = 'examples/series.csv';
const tour = [
  ['fit', series, '--components', '3'],
  ['select', series, '--components', '1-6'],
  ['plot', series, '--components', '3'],
];

const given = process.argv.slice(2);
for (const args of given.length > 0 ? [given] : tour) {
  if (given.length === 0) console.log(`\n$ gmm ${args.join(' ')}\n`);
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { status, error } = spawnSync(process.execPath, [command, ...args], { stdio: 'inherit', cwd: root });
  if (error) throw error;
  process.exitCode = status ?? 1;
  if (process.exitCode !== 0) break;
}
