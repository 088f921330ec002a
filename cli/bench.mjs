// The command beside its parts: a CSV of n × d parsed by csv-parse alone, fitted alone, and `gmm fit` on the file.
// Interleaved and repeated, since the machine has other things to do; the fastest of each counts.
//
//   node bench.mjs [--rows 1000000] [--features 8] [--components 8] [--repeats 5]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { dispose, fit, GaussianMixture } from 'gmm-wasm';

const BIN = fileURLToPath(new URL('src/bin.mjs', import.meta.url));

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    features: { type: 'string', default: '8' },
    components: { type: 'string', default: '8' },
    repeats: { type: 'string', default: '5' },
  },
});
const [n, d, k, repeats] = [values.rows, values.features, values.components, values.repeats].map(Number);

const folder = mkdtempSync(join(tmpdir(), 'gmm-bench-'));
const file = join(folder, 'data.csv');
const columns = draw();
await writeCsv();
const parts = {
  parse: () => timed(parseAlone),
  fit: () => timed(() => fit({ columns }, { nComponents: k })),
  command: () => run(['fit', file, '-k', String(k), '--json']),
  help: () => run(['--help']),
  node: () => run(['-e', '0'], []),
};
/** @type {Record<string, { seconds: number, memory?: number }[]>} */
const results = Object.fromEntries(Object.keys(parts).map((name) => [name, []]));
for (let repeat = 0; repeat < repeats; repeat++) {
  for (const [name, measure] of Object.entries(parts)) results[name].push(await measure());
}
dispose();
report();
rmSync(folder, { recursive: true });

function draw() {
  const unit = {
    covarianceType: /** @type {const} */ ('spherical'),
    weights: [1],
    means: [new Array(d).fill(0)],
    covariances: [9],
  };
  const centres = GaussianMixture.fromParameters(unit).sample(k, { seed: 1 }).data;
  const { data } = GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: new Array(k).fill(1 / k),
    means: Array.from({ length: k }, (_, c) => centres.slice(c * d, (c + 1) * d)),
    covariances: new Array(k).fill(1),
  }).sample(n, { seed: 2 });
  return Array.from({ length: d }, (_, j) => Float64Array.from({ length: n }, (__, i) => data[i * d + j]));
}

async function writeCsv() {
  const out = createWriteStream(file);
  let text = `${columns.map((_, j) => `x${j}`).join(',')}\n`;
  for (let i = 0; i < n; i++) {
    text += `${columns.map((column) => column[i]).join(',')}\n`;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
}

/** What a program that uses csv-parse must do at least: each row once, nothing converted. */
async function parseAlone() {
  let rows = 0;
  for await (const _ of createReadStream(file).pipe(parse())) rows++;
  if (rows !== n + 1) throw new Error(`csv-parse found ${rows} rows`);
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const start = performance.now();
  await work();
  return { seconds: (performance.now() - start) / 1000 };
}

/**
 * A process: how long it took, and how much memory it had at most.
 *
 * @param {readonly string[]} args
 * @param {readonly string[]} [program]
 */
async function run(args, program = [BIN]) {
  const peak = `process.on('exit', () => process.send?.(process.resourceUsage().maxRSS))`;
  const watched = program.length > 0 ? ['--import', `data:text/javascript,${encodeURIComponent(peak)}`] : [];
  const start = performance.now();
  const child = spawn(process.execPath, [...watched, ...program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let memory = 0;
  child.on('message', (/** @type {number} */ kilobytes) => {
    memory = kilobytes / 1024;
  });
  child.channel?.unref();
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`exit code ${code}: ${args.join(' ')}`);
  return { seconds: (performance.now() - start) / 1000, memory };
}

function report() {
  const best = (/** @type {string} */ name) => Math.min(...results[name].map(({ seconds }) => seconds));
  const memory = Math.max(...results.command.map((result) => result.memory ?? 0));
  const binary = (8 * n * d) / 2 ** 20;
  const size = (statSync(file).size / 2 ** 20).toFixed(0);
  const whole = best('parse') + best('fit');
  const lines = [
    `${n} × ${d}, K = ${k}; a CSV of ${size} MiB, ${binary.toFixed(0)} MiB as doubles; the fastest of ${repeats}`,
    `  csv-parse alone   ${best('parse').toFixed(2)} s`,
    `  fit alone         ${best('fit').toFixed(2)} s`,
    `  gmm fit           ${best('command').toFixed(2)} s = ${(best('command') / whole).toFixed(2)} × their sum`,
    `  peak memory       ${memory.toFixed(0)} MiB = ${(memory / binary).toFixed(1)} × the data`,
    `  gmm --help        ${(1000 * best('help')).toFixed(0)} ms, of which ${(1000 * best('node')).toFixed(0)} ms are Node's own start`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
