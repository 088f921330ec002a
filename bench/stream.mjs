// Passes over a file beside passes over the same rows in memory.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { fit } from '../dist/index.js';
import { fitStream } from '../dist/stream.js';
import { normals } from './normals.mjs';

const MOST_IN_MEMORY = 5_000_000;
/** Rows that are drawn, and then written again and again with another shift, so that making the file does not take all day. */
const DRAWN = 1 << 20;
const HEADER = 128;
/** Iterations of the shorter fit and of the longer one. */
const SHORT = 1;
const LONG = 6;

const HELP = `Passes over a file beside passes over the same rows in memory: nanoseconds a row, by the clock and of all
processors, their ratio, and the peak memory of the process that streams.

  npm run --silent build && node bench/stream.mjs [options]

Times are those of a pass: the difference of two fits from the same start, of ${LONG} and of ${SHORT} iterations, each in a process of its
own. In memory at most ${MOST_IN_MEMORY} rows are held. The file is made in a temporary folder, of 8 bytes a number, and removed.
docs/streams.md quotes what --rows 5e7 --rounds 1 found.

Options
  --rows N          rows of the file                         (default 5e6)
  --features N                                               (default 8)
  --components N                                             (default 8)
  --chunk N         rows of a chunk                          (default 16384)
  --threads LIST    numbers of threads                       (default 1,2)
  --rounds N        memory and file in turn; the median counts (default 3)
  --help            this text
`;

/** The command line as numbers; ends the process with the help text or with what is wrong. */
function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rows: { type: 'string', default: '5e6' },
        features: { type: 'string', default: '8' },
        components: { type: 'string', default: '8' },
        chunk: { type: 'string', default: '16384' },
        threads: { type: 'string', default: '1,2' },
        rounds: { type: 'string', default: '3' },
        child: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const count = (option, text = values[option]) => {
      if (Number.isInteger(Number(text)) && Number(text) >= 1) return Number(text);
      throw new RangeError(`--${option}: expected a whole number of at least 1, got '${text}'`);
    };
    return {
      rows: count('rows'),
      features: count('features'),
      components: count('components'),
      chunk: count('chunk'),
      threads: values.threads.split(',').map((text) => count('threads', text)),
      rounds: count('rounds'),
      child: values.child && JSON.parse(values.child),
    };
  } catch (error) {
    console.error(`${error.message}\nSee: node bench/stream.mjs --help`);
    process.exit(2);
  }
}

function headerOf(n, d) {
  const header = Buffer.alloc(HEADER, ' ');
  header.write('\x93NUMPY\x01\x00', 0, 'latin1');
  header.writeUInt16LE(HEADER - 10, 8);
  header.write(`{'descr': '<f8', 'fortran_order': False, 'shape': (${n}, ${d}), }`, 10, 'latin1');
  header.write('\n', HEADER - 1, 'latin1');
  return header;
}

/** Unit-variance clusters about centres from a unit normal; the means of the start are the first rows. */
async function makeFile(path, n, d, k) {
  const rng = xoroshiro128plus(1);
  const normal = normals(rng);
  const centres = Float64Array.from({ length: k * d }, normal);
  const drawn = new Float64Array(Math.min(n, DRAWN) * d);
  for (let i = 0; i < drawn.length; i++) drawn[i] = centres[(Math.floor(i / d) % k) * d + (i % d)] + normal();
  const file = await open(path, 'w');
  await file.write(headerOf(n, d));
  for (let first = 0; first < n; first += DRAWN) {
    const rows = Math.min(DRAWN, n - first);
    const shifted = drawn.subarray(0, rows * d).map((x) => x + 1e-3 * normal());
    await file.write(new Uint8Array(shifted.buffer, 0, shifted.byteLength));
  }
  await file.close();
}

/** Chunks of a file, in memory that is used again. */
function npySource(path, n, d, rows) {
  return {
    async *chunks() {
      const file = await open(path);
      try {
        const buffer = new Float64Array(rows * d);
        const bytes = new Uint8Array(buffer.buffer);
        for (let first = 0; first < n; first += rows) {
          const count = Math.min(rows, n - first);
          const length = 8 * count * d;
          for (let at = 0; at < length; ) {
            const { bytesRead } = await file.read(bytes, at, length - at, HEADER + 8 * first * d + at);
            if (bytesRead === 0) throw new Error(`${path} ends too early`);
            at += bytesRead;
          }
          yield { data: buffer.subarray(0, count * d), shape: [count, d] };
        }
      } finally {
        await file.close();
      }
    },
  };
}

async function load(path, n, d) {
  const data = new Float64Array(n * d);
  let to = 0;
  for await (const { data: part } of npySource(path, n, d, 65536).chunks()) {
    data.set(part, to);
    to += part.length;
  }
  return { data, shape: [n, d] };
}

/** Seconds of the clock and of all processors in one pass, and what the longer fit gave. */
async function passTimes(run) {
  const times = [];
  let model;
  for (const maxIter of [SHORT, LONG]) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    model = await run(maxIter);
    const { user, system } = process.cpuUsage(before);
    times.push({ seconds: (performance.now() - start) / 1000, busy: (user + system) / 1e6 });
  }
  const perPass = (name) => (times[1][name] - times[0][name]) / (LONG - SHORT);
  return { seconds: perPass('seconds'), busy: perPass('busy'), model };
}

async function child({ what, path, n, d, k, threads, chunk }) {
  const source = what === 'stream' ? npySource(path, n, d, chunk) : await load(path, n, d);
  const { data: first } = await load(path, k, d);
  const start = {
    weightsInit: new Array(k).fill(1 / k),
    meansInit: first,
    covariancesInit: Array.from({ length: k }, () =>
      Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => Number(i === j))),
    ),
  };
  const options = { nComponents: k, ...start, tol: 0, threads };
  const { seconds, busy, model } = await passTimes((maxIter) =>
    what === 'stream' ? fitStream(source, { ...options, maxIter }) : fit(source, { ...options, maxIter }),
  );
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, busy, peak, logLikelihood: model.lowerBound, ran: model.execution.threads }));
}

function measure(job) {
  const script = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [script, '--child', JSON.stringify(job)], { encoding: 'utf8' }));
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** A short fit that took longer than the long one was disturbed, or there are too few rows: no measurement. */
function inWords(memory, stream) {
  if (!(memory > 0 && stream > 0)) return 'too short to be measured: take more --rows';
  const ratio = ((100 * memory) / stream).toFixed(0);
  return `memory ${memory.toFixed(1)} ns a row, stream ${stream.toFixed(1)}: ${ratio} % of its speed`;
}

async function main({ rows: n, features: d, components: k, chunk, threads: asked, rounds: most }) {
  const folder = mkdtempSync(join(tmpdir(), 'gmm-stream-'));
  const path = join(folder, 'rows.npy');
  try {
    await makeFile(path, n, d, k);
    const held = Math.min(n, MOST_IN_MEMORY);
    console.log(`n = ${n}, d = ${d}, K = ${k}, full; in memory n = ${held}; chunks of ${chunk} rows`);
    for (const threads of asked) {
      const rounds = { memory: [], stream: [] };
      for (let round = 0; round < most; round++) {
        const job = { path, d, k, threads, chunk };
        rounds.memory.push(measure({ ...job, what: 'memory', n: held }));
        rounds.stream.push(measure({ ...job, what: 'stream', n }));
      }
      console.log(`${threads} thread${threads > 1 ? 's' : ''}`);
      for (const [name, what] of Object.entries({ seconds: 'clock', busy: 'processors' })) {
        const perRow = (results, rows) => (1e9 * median(results.map((result) => result[name]))) / rows;
        const [memory, stream] = [perRow(rounds.memory, held), perRow(rounds.stream, n)];
        console.log(`  ${what}: ${inWords(memory, stream)}`);
      }
      const peak = Math.max(...rounds.stream.map((result) => result.peak));
      console.log(`  peak of the process that streams: ${peak.toFixed(0)} MiB`);
      if (rounds.stream.some(({ ran }) => ran !== threads)) console.log('  with fewer threads than were asked for');
      if (held === n && rounds.memory[0].logLikelihood !== rounds.stream[0].logLikelihood)
        console.log('  OTHER RESULTS');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const options = readOptions(process.argv.slice(2));
if (options.child) await child(options.child);
else await main(options);
