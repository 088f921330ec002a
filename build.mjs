// assembly/ → build/*.wasm → src/generated/binaries.ts (hexadecimal)
// src/threads/worker.ts → src/generated/worker.ts (one script, as a string)
// src/ → dist/: one ESM bundle for each entry (core without threads), the binaries as files, and the types

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

/** Threads, with the script of a worker, are a third of the package. */
const withoutThreads = {
  name: 'without threads',
  setup({ onResolve }) {
    onResolve({ filter: /\/threads\// }, () => ({ path: resolve('src/threads/none.ts') }));
  },
};

const targets = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];
// those for threads differ by a few bytes, which src/kernel/shared-memory.ts puts in
const inlined = ['simd', 'relaxed'];

mkdirSync('build', { recursive: true });
for (const target of targets) {
  const { error, stderr } = await asc.main(['--target', target]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}

mkdirSync('src/generated', { recursive: true });
const lines = ['// Written by build.mjs.', ''];
for (const name of inlined) {
  const digits = readFileSync(`build/${name}.wasm`).toString('hex');
  lines.push(`export const ${name}: string = '${digits}';`);
}
writeFileSync('src/generated/binaries.ts', `${lines.join('\n')}\n`);

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
});
writeFileSync(
  'src/generated/worker.ts',
  `// Written by build.mjs.\n\nexport const worker: string = ${JSON.stringify(script.outputFiles[0].text)};\n`,
);

rmSync('dist', { recursive: true, force: true });
const common = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  legalComments: 'inline',
  minifyWhitespace: true,
  minifySyntax: true,
};
await build({
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
await build({ ...common, entryPoints: { core: 'src/core.ts' }, plugins: [withoutThreads] });
for (const target of targets) copyFileSync(`build/${target}.wasm`, `dist/${target}.wasm`);
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
