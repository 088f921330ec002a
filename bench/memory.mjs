/**
 * Peak memory of one fit, beyond the caller's own copy of the data and as a multiple of it:
 *
 *   node --expose-gc bench/memory.mjs [n d K] [strict|twin|naive|...] [threads]
 *
 * Node counts ArrayBuffers in memoryUsage().arrayBuffers, and a WebAssembly.Memory only in `external` (not at all when
 * it is shared), so memories are caught as they are made and their lengths added up. Pages that nobody has touched
 * count in that sum but not in the process: the growth of its peak resident set is reported beside it, and would also
 * show a buffer that came and went between two samples. Peers have only the latter.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { residentSet } from './resident.mjs';

const MIB = 2 ** 20;

/** Runs this file in a process of its own, where nothing else has been allocated, and returns what it found. */
export function measureMemory({ n, d, nComponents }, name, threads = 1) {
  const script = fileURLToPath(import.meta.url);
  const args = ['--expose-gc', '--max-old-space-size=8192', script, n, d, nComponents, name, threads].map(String);
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
}

async function measureOwn({ n, d, nComponents }, backend, threads) {
  const memories = catchMemories();
  const { fit, fitSync } = await import('../dist/index.js');
  const { makeData } = await import('./data.mjs');
  const run = threads > 1 ? (data, options) => fit(data, { ...options, threads }) : fitSync;
  const data = makeData({ n, d, nComponents });
  // The library's own start-up (the compiled module, first buffers, workers) is not a cost of the data.
  const options = { nComponents, maxIter: 3, tol: 0, backend, initParams: 'random_from_data' };
  const little = { data: data.slice(0, 1024 * d), shape: [1024, d] };
  fitSync(little, options);
  await collect();
  const residentAlone = residentSet().now;
  if (threads > 1) {
    // slices enough for every worker to have one
    const rows = Math.min(n, 8192 * threads);
    await run({ data: data.slice(0, rows * d), shape: [rows, d] }, options);
    await collect();
  }

  const inUse = () => memories.bytes() + process.memoryUsage().arrayBuffers;
  // memory that is kept for the next fit counts
  const before = process.memoryUsage().arrayBuffers;
  const residentBefore = residentSet().now;
  let peak = 0;
  let peakWasm = 0;
  const sample = () => {
    peak = Math.max(peak, inUse() - before);
    peakWasm = Math.max(peakWasm, memories.bytes());
  };
  memories.onChange = sample;
  await run({ data, shape: [n, d] }, { ...options, onIteration: sample });
  sample();
  return {
    ...sizes(data, residentBefore),
    peakMiB: peak / MIB,
    wasmMiB: peakWasm / MIB,
    peakOfData: share(peak, data),
    idleMiB: threads > 1 ? Math.max(0, residentBefore - residentAlone) / MIB : null,
  };
}

/** A JavaScript peer: its rows are arrays of numbers, made before and not counted. */
async function measurePeer({ n, d, nComponents }, name) {
  const { CONTENDERS } = await import('./contenders.mjs');
  const { makeData } = await import('./data.mjs');
  const { Problem } = await import('./problem.mjs');
  const contender = await CONTENDERS[name]({ threads: 1 });
  const data = makeData({ n, d, nComponents });
  const problem = new Problem({ n, d, nComponents, covarianceType: 'full', data });
  const little = await contender.prepare(problem.head(1024));
  await little.run(1);
  const session = await contender.prepare(problem);
  await collect();
  const residentBefore = residentSet().now;
  await session.run(3);
  return sizes(data, residentBefore);
}

/** Ends the job, so that the memories of a fit that is over can go. */
async function collect() {
  await new Promise((resolve) => setTimeout(resolve));
  globalThis.gc?.();
}

const share = (bytes, data) => Number((bytes / data.byteLength).toFixed(4));

function sizes(data, residentBefore) {
  const resident = Math.max(0, residentSet().peak - residentBefore);
  return { dataMiB: data.byteLength / MIB, residentMiB: resident / MIB, residentOfData: share(resident, data) };
}

/** Replaces WebAssembly.Memory by a subclass that is counted; must run before the library is imported. */
function catchMemories() {
  const made = new Set();
  const caught = {
    onChange: () => {},
    bytes() {
      let sum = 0;
      for (const reference of made) sum += reference.deref()?.buffer.byteLength ?? 0;
      return sum;
    },
  };
  WebAssembly.Memory = class Memory extends WebAssembly.Memory {
    constructor(descriptor) {
      super(descriptor);
      made.add(new WeakRef(this));
      caught.onChange();
    }

    grow(pages) {
      const before = super.grow(pages);
      caught.onChange();
      return before;
    }
  };
  return caught;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [n = 1e6, d = 8, nComponents = 8] = process.argv.slice(2, 5).map(Number);
  const [name = 'strict', threads = 1] = process.argv.slice(5);
  const own = { strict: 'wasm', twin: 'js' }[name];
  const shape = { n, d, nComponents };
  const found = own ? await measureOwn(shape, own, Number(threads)) : await measurePeer(shape, name);
  console.log(JSON.stringify({ ...shape, name, threads: Number(threads), ...found }));
  process.exit(0); // workers may be waiting
}
