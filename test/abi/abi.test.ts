import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import { describe, expect, it } from 'vitest';
import { binary as core } from '../../src/generated/core.js';
import { binary as relaxed } from '../../src/generated/relaxed.js';
import { binary as simd } from '../../src/generated/simd.js';
import { createTwin } from '../../src/kernel/twin/index.js';
import { fromText } from '../../src/kernel/wasm.js';
import { withSharedMemory } from '../../src/threads/shared-memory.js';
import { type Call, reachable, readText } from './calls.js';
import { readModule } from './module.js';

const TARGETS = ['simd', 'relaxed', 'simd-threads', 'relaxed-threads', 'core'];
const MOST_BYTES = 44_000;
const root = new URL('../../', import.meta.url);

function bytesOf(target: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(`build/${target}.wasm`, root)));
}

/** What `gmm-wasm/core` has none of: what hosts may call, and the package itself does not, and bounds. */
const NOT_IN_CORE = [
  'drift',
  ...['version', 'fused', 'factorise', 'invert_triangle', 'product', 'densities', 'normalise', 'likeliest', 'rank'],
  ...['parameters_length', 'scratch_length', 'statistics_length', 'tile_size'],
];

const whole = Object.keys(createTwin(new ArrayBuffer(8)).functions).sort();

function functionsOf(target: string): string[] {
  return target === 'core' ? whole.filter((name) => !NOT_IN_CORE.includes(name)) : whole;
}

describe.each(TARGETS)('the binary %s', (target) => {
  const bytes = bytesOf(target);
  const { sections, imports, exports } = readModule(bytes);

  it('owns nothing: it has types, imports, functions, exports and code, and no other section', () => {
    // 4 table, 5 memory, 6 global, 8 start, 9 element, 11 data, 12 data count would be something of its own
    expect(sections).toEqual([1, 2, 3, 7, 10]);
  });

  it('imports one memory and nothing else', () => {
    expect(imports).toEqual([{ name: 'env.memory', kind: 2, shared: target.endsWith('-threads') }]);
  });

  it('exports the functions of the ABI, as the twin has them', () => {
    expect(whole.length).toBeGreaterThan(25);
    expect(exports.map(({ name }) => name).sort()).toEqual(functionsOf(target));
    expect(exports.every(({ kind }) => kind === 0)).toBe(true);
  });

  it('is small', () => {
    expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('is valid, or has what this engine does not know', () => {
    expect(WebAssembly.validate(bytes) || target.startsWith('relaxed')).toBe(true);
  });
});

describe.each(['simd', 'relaxed'])('the binary %s on memory that threads share', (target) => {
  it('is the one that the compiler makes for that', () => {
    expect(withSharedMemory(bytesOf(target))).toEqual(bytesOf(`${target}-threads`));
  });

  it('is not made from what is something else', () => {
    expect(() => withSharedMemory(bytesOf(`${target}-threads`))).toThrow(TypeError);
    expect(() => withSharedMemory(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))).toThrow(TypeError);
  });
});

/** What runs over the data, once a tile, an iteration or a start. */
const HOT = [
  'pack',
  'pass',
  'pass_given',
  'evaluate',
  'merge',
  'densities',
  'normalise',
  'likeliest',
  'rank',
  'arrange',
  'restore',
];
const KMEANS = ['kmeans_distances', 'kmeans_assign'];
/** What runs once an iteration, or once a fit, on parameters alone. */
const ONCE = /^(maximise|decide|squarem|cholesky)\/|^bounds\/(drift|conditionOf|changeOf|squaredDistance)$/;

/**
 * The calls that may stand in a loop of hot code: of functions that work through a whole tile, for one component or
 * for all of them, and so are called once for many samples.
 */
const PER_TILE: Readonly<Record<string, readonly string[]>> = {
  'pass/pass': ['densities/hopefulDensities', 'responsibilities/rank', 'responsibilities/softmax', 'pass/accumulate'],
  'pass/pass_given': ['pass/accumulate'],
  'pass/evaluate': ['densities/hopefulDensities', 'responsibilities/likeliest', 'responsibilities/softmax'],
  'densities/densities': ['univariate', 'full', 'diagonal', 'spherical'].map((stem) => `densities/${stem}/${stem}`),
  // one for 8 samples, of d²/2 products each, d being large
  'densities/hopefulDensities': ['densities/full/hopeful'],
  'pass/accumulate': [
    'statistics/blocks/gather',
    'statistics/full/centre',
    'statistics/full/scatter',
    ...['univariate', 'full', 'diagonal', 'spherical'].map((stem) => `statistics/${stem}/${stem}`),
  ],
  'statistics/tied/tied': ['statistics/blocks/gather', 'statistics/full/centre', 'statistics/full/scatter'],
  'statistics/full/scatter': ['statistics/full/quad', 'statistics/full/pair'],
  // one for several hundred samples
  'responsibilities/softmax': ['log/log'],
  // once, into memory that has no table of exp yet
  'exp/readyExp': ['roots/root'],
  // one a component and slice
  'statistics/tied/findNear': ['densities/tied/whitenPoint'],
  // one for two samples, of d additions each, beside K·d for their distances; only in starts
  'kmeans/kmeans_assign': ['kmeans/addPair'],
};

/** Loops without a loop inside that may call: the rows of a scatter, whose register tiles run along all samples; blocks. */
const INNERMOST: Readonly<Record<string, readonly string[]>> = {
  'densities/hopefulDensities': ['densities/full/hopeful'],
  'statistics/full/scatter': ['statistics/full/quad', 'statistics/full/pair'],
  'exp/readyExp': ['roots/root'],
};

/** Calls at which a loop over samples would be inside two loops already. */
const DEEP: Readonly<Record<string, readonly string[]>> = {
  'densities/hopefulDensities': ['densities/full/hopeful'],
  'kmeans/kmeans_assign': ['kmeans/addPair'],
};

const listed = (list: Readonly<Record<string, readonly string[]>>, { caller, callee }: Call) =>
  list[caller]?.includes(callee) ?? false;

describe.each(TARGETS)('the text of %s', (target) => {
  const text = readText(readFileSync(new URL(`build/${target}.wat`, root), 'utf8'));
  const functions = functionsOf(target);
  const hot = reachable(
    text,
    [...HOT, ...KMEANS].filter((name) => functions.includes(name)),
  );
  const looped = text.calls.filter(({ caller, depth }) => hot.has(caller) && depth > 0);

  it('is that of the binary', () => {
    expect([...text.exports.keys()].sort()).toEqual(functions);
    expect(text.functions.size).toBeGreaterThan(30);
    expect(text.loops).toContain(text.exports.get('pass'));
    expect(text.calls.some(({ callee }) => callee === 'call_indirect')).toBe(false);
    for (const { callee } of text.calls) expect(text.functions).toContain(callee);
  });

  it('has no call in an innermost loop of hot code', () => {
    expect(looped.filter((call) => call.innermost && !listed(INNERMOST, call))).toEqual([]);
  });

  it('has no call in any loop of hot code but of what works through a whole tile', () => {
    expect(looped.filter((call) => !listed(PER_TILE, call))).toEqual([]);
    // such a function has a loop of its own, or calls one that has; the logarithm is for hundreds of samples
    const callees = new Set(looped.map(({ callee }) => (callee === 'kmeans/addPair' ? 'kmeans/addSample' : callee)));
    callees.delete('log/log');
    for (const callee of callees) expect(text.loops, callee).toContain(callee);
  });

  it('has no call two loops deep in hot code', () => {
    expect(looped.filter((call) => call.depth > 1 && !listed(DEEP, call))).toEqual([]);
  });

  it('reaches nothing of the M-step, of decisions or of the elementary functions from hot code', () => {
    expect([...hot].filter((name) => ONCE.test(name) || name === 'exp/exp')).toEqual([]);
    const leaves = [
      'roots/rootHead',
      'roots/rootTail',
      'log/log',
      'responsibilities/likeliest',
      'tile/pack',
      'pass/merge',
    ];
    expect(text.calls.filter(({ caller }) => leaves.includes(caller))).toEqual([]);
  });
});

describe.each(TARGETS)('the text of %s', (target) => {
  it('reads a tile before it is used, though nothing is done with the values', () => {
    const text = readFileSync(new URL(`build/${target}.wat`, root), 'utf8');
    expect(text.match(/f64\.load\s+drop/g)).toHaveLength(1);
  });
});

async function compile(target: string): Promise<Uint8Array> {
  const written = new Map<string, Uint8Array | string>();
  const args = ['assembly/index.ts', '--target', target, '--outFile', 'again.wasm', '--textFile', 'again.wat'];
  const { error, stderr } = await asc.main(args, {
    writeFile: (name: string, contents: Uint8Array | string) => void written.set(name, contents),
  });
  if (error) throw new Error(stderr.toString());
  return written.get('again.wasm') as Uint8Array;
}

describe('the build', () => {
  it('gives the same bytes again', async () => {
    expect(Buffer.compare(await compile('simd'), bytesOf('simd')), 'run npm run build first').toBe(0);
  });

  it('inlines the binaries as they are', () => {
    for (const [target, text] of Object.entries({ simd, relaxed, core })) {
      expect(Buffer.compare(fromText(text), bytesOf(target)), target).toBe(0);
    }
  });

  it('inlines them as text to which no bundler, character set or page does anything', () => {
    // no space, quote, backslash or $ (of templates and of String.replace), nothing that ends a script or is not ASCII
    for (const text of [simd, relaxed, core]) expect(text).toMatch(/^[!#%&(-;=-[\]-_a-~]+$/);
  });

  it('names the model as it is called, in every entry', async () => {
    for (const entry of ['index', 'core']) {
      const { fitSync } = await import(new URL(`../../dist/${entry}.js`, import.meta.url).href);
      expect(fitSync([1, 2, 8, 9], { nComponents: 1 }).constructor.name).toBe('GaussianMixture');
    }
  });

  it('has a bundle, whose size is told', () => {
    const dist = new URL('dist/', root);
    if (!existsSync(dist)) return;
    const sizes = readdirSync(dist)
      .filter((name) => /^(index|chunk-.*)\.js$/.test(name))
      .map((name) => [name, statSync(new URL(name, dist)).size] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.info(`raw size: ${sizes.map(([name, size]) => `${name} ${size}`).join(' + ')} = ${total} bytes`);
  });
});
