// assembly/ → build/*.wasm → src/generated/{simd,relaxed,core}.ts (as text)
// src/threads/worker.ts → src/generated/worker.ts (one script, as a string)
// src/ → dist/: one ESM bundle for each entry (core without some parts), the binaries as files, and the types

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

/** What `gmm-wasm/core` does without: imports, and what stands in for them. Of those that are asked for at all it says so. */
const LEFT_OUT = [
  [/\/threads\//, 'src/threads/none.ts'],
  [/\/twin\/index\.js$/, 'src/kernel/twin/none.ts'],
  [/\/relaxed\/index\.js$/, 'src/kernel/relaxed/none.ts'],
  [/\/given\/index\.js$/, 'src/kernel/given/none.ts'],
  [/\/bounds\/index\.js$/, 'src/kernel/bounds/none.ts'],
  [/\/online\/proceed\.js$/, 'src/online/none.ts'],
  [/\/foreign\//, 'src/model/foreign/none.ts'],
  [/\/arrow\/index\.js$/, 'src/data/arrow/none.ts'],
  [/\/features\/index\.js$/, 'src/model/features/none.ts'],
  [/\/line\/index\.js$/, 'src/model/line/none.ts'],
  [/^leven$/, 'src/unlike.ts'],
  // a binary without what only hosts of the kernel call
  [/\/generated\/simd\.js$/, 'src/generated/core.ts'],
];

/** What threads do without: rows come to them as flat arrays, and options have been checked. */
const LEFT_OUT_OF_THREADS = LEFT_OUT.filter(([, path]) => /arrow|unlike/.test(path));

const leaveOut = (what) => ({
  name: 'leave out',
  setup({ onResolve, onEnd }) {
    const unused = new Set(what.map(([, path]) => path));
    for (const [filter, path] of what) {
      onResolve({ filter }, () => {
        unused.delete(path);
        return { path: resolve(path) };
      });
    }
    onEnd(() => (unused.size > 0 ? { errors: [{ text: `nothing is left out for ${[...unused].join(', ')}` }] } : {}));
  },
});

/**
 * A binary as text that compresses to hardly more than the bytes, and to which no bundler, character set or page does
 * anything: a byte is 71·q + r, and its text the digit r, with one of three marks before it if q is not 0. Digits and marks
 * are printable ASCII but for what is escaped in strings of any kind, means something to `String.replace`, or ends a script.
 */
const RADIX = 71;
const DIGITS = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 33 + i))
  .replace(/["'\\`$<]/g, '')
  .slice(0, RADIX + 3);

function textOf(bytes) {
  return Array.from(bytes, (byte) => {
    const mark = Math.floor(byte / RADIX);
    return (mark ? DIGITS[RADIX + mark - 1] : '') + DIGITS[byte % RADIX];
  }).join('');
}

const targets = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];
// those for threads differ by a few bytes, which src/threads/shared-memory.ts puts in
const inlined = ['simd', 'relaxed', 'core'];

mkdirSync('build', { recursive: true });
for (const target of [...targets, 'core']) {
  const entry = `assembly/${target === 'core' ? 'core' : 'index'}.ts`;
  const { error, stderr } = await asc.main([entry, '--target', target]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}

mkdirSync('src/generated', { recursive: true });
for (const name of inlined) {
  const text = textOf(readFileSync(`build/${name}.wasm`));
  writeFileSync(`src/generated/${name}.ts`, `// Written by build.mjs.\n\nexport const binary: string = '${text}';\n`);
}
writeFileSync(
  'src/generated/digits.ts',
  `// Written by build.mjs.\n\nexport const RADIX = ${RADIX};\nexport const DIGITS = '${DIGITS}';\n`,
);

const script = await build({
  entryPoints: ['src/threads/worker.ts'],
  write: false,
  bundle: true,
  format: 'iife',
  platform: 'neutral',
  target: 'es2022',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  minify: true,
  plugins: [leaveOut(LEFT_OUT_OF_THREADS)],
});
writeFileSync(
  'src/generated/worker.ts',
  `// Written by build.mjs.\n\nexport const worker: string = ${JSON.stringify(script.outputFiles[0].text)};\n`,
);

/** The licences of the packages of which code is bundled, as they ask for. */
function licencesOf(...bundles) {
  const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []));
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
    })
    .join('\n\n');
}

rmSync('dist', { recursive: true, force: true });
const common = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  metafile: true,
  legalComments: 'inline',
  // what minifiers leave as it is written
  define: { 'Number.NaN': 'NaN', 'Number.POSITIVE_INFINITY': 'Infinity' },
};
const whole = await build({
  ...common,
  entryPoints: {
    index: 'src/index.ts',
    kernel: 'src/kernel/index.ts',
    stream: 'src/stream/index.ts',
    'compat/expectation-maximization': 'src/compat/expectation-maximization.ts',
    'compat/gaussian-mixture': 'src/compat/gaussian-mixture.ts',
    'compat/gaussian-mixture-model': 'src/compat/gaussian-mixture-model.ts',
  },
  splitting: true,
  chunkNames: 'chunk-[hash]',
});
const core = await build({ ...common, entryPoints: { core: 'src/core.ts' }, plugins: [leaveOut(LEFT_OUT)] });
writeFileSync('dist/bundled-licenses.txt', licencesOf(whole, core));
for (const target of targets) copyFileSync(`build/${target}.wasm`, `dist/${target}.wasm`);
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
