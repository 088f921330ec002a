// Rows a second that `partialFit` takes in, by the size of the chunk: one thread, full covariances, d = 4, K = 8, a model
// of 8192 rows that goes on. What the numbers are made of: the pass over the chunk is a share, the rest is the call.
//
//   npm run --silent build && node bench/online.mjs [--rounds 7]

import { parseArgs } from 'node:util';
import { fitSync } from '../dist/index.js';
import { makeData } from './data.mjs';
import { host } from './host.mjs';
import { median } from './race.mjs';
import { seconds } from './stopwatch.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
const d = 4;
const nComponents = 8;
const n = 2 ** 18;
const first = 8192;
const sizes = [64, 1024, 4096, 65536];

const data = makeData({ n, d, nComponents, spread: 3 });
const rowsAt = (start, count) => ({ data: data.subarray(start * d, (start + count) * d), shape: [count, d] });
const start = fitSync(rowsAt(0, first), { nComponents });

/** All rows once, in chunks. */
function through(size) {
  let model = start;
  for (let at = 0; at + size <= n; at += size) model = model.partialFit(rowsAt(at, size));
  return model;
}

/** Seconds on the clock, and of the processor: the second hardly depends on what else the machine does. */
function times(work) {
  const before = process.cpuUsage();
  const clock = seconds(work);
  const { user, system } = process.cpuUsage(before);
  return { clock, processor: (user + system) / 1e6 };
}

const last = new Map(sizes.map((size) => [size, through(size)]));
const taken = new Map(sizes.map((size) => [size, []]));
// sizes in turn, so that what else the machine does falls on all of them
for (let round = 0; round < rounds; round++) {
  for (const size of sizes) taken.get(size).push(times(() => through(size)));
}

const { cpu, cores } = host();
const { backend } = start.execution;
console.log(`${cpu}, ${cores} cores; Node ${process.versions.node}; ${backend}; median of ${rounds} rounds\n`);
console.log('| rows a chunk | 10⁶ rows/s | of processor time | µs a chunk | mean log-likelihood of all rows |');
console.log('|---|---|---|---|---|');
for (const size of sizes) {
  const clock = median(taken.get(size).map((time) => time.clock));
  const processor = median(taken.get(size).map((time) => time.processor));
  const rate = (time) => (n / time / 1e6).toFixed(1);
  const each = ((clock * 1e6) / (n / size)).toFixed(0);
  const score = last.get(size).score(rowsAt(0, n)).toFixed(4);
  console.log(`| ${size} | ${rate(clock)} | ${rate(processor)} | ${each} | ${score} |`);
}
console.log(`\nBefore: ${start.score(rowsAt(0, n)).toFixed(4)}`);
