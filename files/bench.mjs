// How fast files are read: NPY beside a loop of plain reads into one piece of memory, and the other formats.
// Interleaved, the median of all rounds; files lie in the system's cache after the first. What counts is processor time,
// of the system too, since the machine has other things to do.
//
//   node bench.mjs [--rows 1000000] [--features 8] [--rounds 7]

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { openFile } from 'gmm-wasm-files';
import { parquetWriteBuffer } from 'hyparquet-writer';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    features: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '7' },
  },
});
const [n, d, rounds] = [values.rows, values.features, values.rounds].map(Number);
const folder = mkdtempSync(join(tmpdir(), 'gmm-files-bench-'));
const columns = Object.fromEntries(
  Array.from({ length: d }, (_, j) => [`x${j}`, Float64Array.from({ length: n }, (__, i) => Math.sin(i * d + j))]),
);
const all = Object.values(columns);

/** @param {string} name @param {string | Uint8Array} content */
function write(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** @param {boolean} fortran */
function npy(fortran) {
  const order = fortran ? 'True' : 'False';
  const words = `{'descr': '<f8', 'fortran_order': ${order}, 'shape': (${n}, ${d}), }`.padEnd(117);
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${words}\n`, 'latin1');
  const data = new Float64Array(n * d);
  for (const [j, column] of all.entries()) {
    for (let i = 0; i < n; i++) data[fortran ? j * n + i : i * d + j] = column[i];
  }
  return Buffer.concat([head, new Uint8Array(data.buffer)]);
}

const row = (/** @type {number} */ i) => all.map((column) => column[i]);
const lines = Array.from({ length: n }, (_, i) => row(i).join(','));
const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
const files = {
  npy: write('a.npy', npy(false)),
  'npy, Fortran order': write('f.npy', npy(true)),
  arrow: write('a.arrow', tableToIPC(tableFromArrays(columns), 'file')),
  parquet: write('a.parquet', new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 100_000 }))),
  csv: write('a.csv', `${Object.keys(columns).join(',')}\n${lines.join('\n')}\n`),
  'JSON lines': write('a.jsonl', lines.map((line) => `[${line}]`).join('\n')),
};

/** @param {string} path */
async function plainReads(path) {
  const file = await open(path);
  const memory = new Uint8Array(1 << 20);
  while ((await file.read(memory, 0, memory.length, null)).bytesRead > 0);
  await file.close();
}

/** @param {string} path */
async function chunks(path) {
  let rows = 0;
  for await (const chunk of openFile(path).chunks()) rows += chunk.rows.shape[0];
  if (rows !== n) throw new Error(`${path} has ${rows} rows`);
}

/** @type {[string, string, (path: string) => Promise<void>][]} */
const work = [
  ['plain reads of the NPY file', files.npy, plainReads],
  ...Object.entries(files).map(([name, path]) => /** @type {[string, string, typeof chunks]} */ ([name, path, chunks])),
];
/** @type {number[][]} */
const seconds = work.map(() => []);
for (let round = 0; round < rounds; round++) {
  for (const [at, [, path, run]] of work.entries()) {
    const start = process.cpuUsage();
    await run(path);
    const { user, system } = process.cpuUsage(start);
    seconds[at].push((user + system) / 1e6);
  }
}
process.stdout.write(`${n} rows of ${d} doubles; processor time, the median of ${rounds} rounds\n`);
for (const [at, [name, path]] of work.entries()) {
  const time = seconds[at].sort((a, b) => a - b)[rounds >> 1];
  const rate = statSync(path).size / 1e6 / time;
  const each = (1e9 * time) / (n * d);
  process.stdout.write(
    `${name.padEnd(28)} ${time.toFixed(3).padStart(7)} s  ${rate.toFixed(0).padStart(6)} MB/s  ${each.toFixed(2).padStart(7)} ns a value\n`,
  );
}
rmSync(folder, { recursive: true });
