/**
 * Peak memory of one fit, beyond the caller's own copy of the data and as a multiple of it:
 *
 *   node --expose-gc bench/memory.mjs [n d K] [wasm|js]
 *
 * Node counts ArrayBuffers in memoryUsage().arrayBuffers, and a WebAssembly.Memory only in `external` (not at all when
 * it is shared), so memories are caught as they are made and their lengths added up. Pages that nobody has touched
 * count in that sum but not in the process: the growth of its peak resident set is reported beside it, and would also
 * show a buffer that came and went between two samples.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MIB = 2 ** 20;

/** Runs this file in a process of its own, where nothing else has been allocated, and returns what it found. */
export function measureMemory({ n, d, nComponents }, backend) {
  const script = fileURLToPath(import.meta.url);
  const args = ['--expose-gc', script, n, d, nComponents, backend].map(String);
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [n = 1e6, d = 8, nComponents = 8] = process.argv.slice(2, 5).map(Number);
  console.log(JSON.stringify(await measureHere({ n, d, nComponents }, process.argv[5] ?? 'wasm'), null, 2));
}

async function measureHere({ n, d, nComponents }, backend) {
  const memories = catchMemories();
  const { fitSync } = await import('../dist/index.js');
  const { makeData } = await import('./data.mjs');
  const data = makeData({ n, d, nComponents });
  // The library's own start-up (the compiled module, first buffers) is not a cost of the data.
  const options = { nComponents, maxIter: 3, tol: 0, backend, initParams: 'random_from_data' };
  fitSync({ data: data.slice(0, 1024 * d), shape: [1024, d] }, options);
  await new Promise((resolve) => setTimeout(resolve)); // ends the job, so that the memories of that fit can go
  globalThis.gc?.();

  const inUse = () => memories.bytes() + process.memoryUsage().arrayBuffers;
  const before = inUse();
  const residentBefore = process.memoryUsage().rss;
  let peak = 0;
  let peakWasm = 0;
  const sample = () => {
    peak = Math.max(peak, inUse() - before);
    peakWasm = Math.max(peakWasm, memories.bytes());
  };
  memories.onChange = sample;
  const model = fitSync({ data, shape: [n, d] }, { ...options, onIteration: sample });
  sample();
  // Kilobytes; the peak of the whole life of the process, so an upper bound.
  const resident = process.resourceUsage().maxRSS * 1024 - residentBefore;

  const share = (bytes) => Number((bytes / data.byteLength).toFixed(4));
  return {
    n,
    d,
    nComponents,
    backend: model.execution.backend,
    dataMiB: data.byteLength / MIB,
    peakMiB: peak / MIB,
    wasmMiB: peakWasm / MIB,
    peakOfData: share(peak),
    residentOfData: share(Math.max(0, resident)),
  };
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
