// Bundlers as they come, without configuration; what they make is loaded in Chromium.

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { visit } from '../browser.mjs';
import { run, start } from '../child.mjs';
import { serve } from '../serve.mjs';
import { reportOf } from './script.mjs';

const COPIES = /each thread works on a copy of its rows/;
const IN_PAGE = { backend: 'wasm', threads: 2, reason: COPIES };

/** Arguments that make app.mjs in a folder out of app.mjs. */
const BUILDS = {
  esbuild: (out) => ['app.mjs', '--bundle', '--minify', '--format=esm', `--outfile=${out}/app.mjs`],
  rollup: (out) => ['app.mjs', '--plugin', '@rollup/plugin-node-resolve', '--format', 'es', '--file', `${out}/app.mjs`],
  webpack: (out) => ['--mode', 'production', '--entry', './app.mjs', '-o', out, '--output-filename', 'app.mjs'],
};

async function build(binary, args, consumer, limit) {
  const { code, output } = await run(binary, args, { cwd: consumer, limit });
  if (code !== 0) throw new Error(`the build failed: ${output.trim().slice(-600)}`);
}

/** Shows a folder to Chromium. */
async function show(root, at, limit) {
  const server = await serve(root);
  try {
    const url = `${server.origin}/index.html?to=${encodeURIComponent(server.to)}`;
    return await visit('chromium', at.chromium, url, server.told, limit);
  } finally {
    server.close();
  }
}

const built = Object.entries(BUILDS).map(([tool, args]) => ({
  ...{ name: `${tool}, in Chromium`, needs: [tool, 'chromium'], expect: IN_PAGE },
  async run({ at, consumer, limit }) {
    const out = join(consumer, `out-${tool}`);
    mkdirSync(out);
    await build(at[tool], args(out), consumer, limit);
    cpSync(join(consumer, 'index.html'), join(out, 'index.html'));
    return show(out, at, limit);
  },
}));

const commonJS = {
  name: 'esbuild, CommonJS for Node',
  needs: ['esbuild'],
  expect: { backend: 'wasm', threads: 2 },
  async run({ at, consumer, limit }) {
    const file = join(consumer, 'out-node/app.cjs');
    const args = ['app.mjs', '--bundle', '--minify', '--platform=node', '--format=cjs', `--outfile=${file}`];
    await build(at.esbuild, args, consumer, limit);
    return reportOf(process.execPath, [file], { limit });
  },
};

const viteBuild = {
  name: 'Vite, build, in Chromium',
  needs: ['vite', 'chromium'],
  expect: IN_PAGE,
  async run({ at, consumer, limit }) {
    const out = join(consumer, 'out-vite');
    await build(at.vite, ['build', '--outDir', out], consumer, limit);
    return show(out, at, limit);
  },
};

/** The address that a development server prints. */
async function addressOf(server, limit) {
  for (const until = Date.now() + limit; Date.now() < until; ) {
    const found = server.output().match(/http:\/\/127\.0\.0\.1:\d+/);
    if (found) return found[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the development server did not start: ${server.output().slice(-300)}`);
}

const viteDev = {
  name: 'Vite, development server, in Chromium',
  needs: ['vite', 'chromium'],
  expect: IN_PAGE,
  async run({ at, consumer, limit }) {
    const ear = await serve(consumer);
    const server = start(at.vite, ['--host', '127.0.0.1'], { cwd: consumer, env: { NO_COLOR: '1' } });
    try {
      const url = `${await addressOf(server, limit)}/index.html?to=${encodeURIComponent(ear.to)}`;
      return await visit('chromium', at.chromium, url, ear.told, limit);
    } finally {
      server.end();
      ear.close();
    }
  },
};

export const bundlers = [...built, commonJS, viteDev, viteBuild];
