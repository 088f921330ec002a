// Runtimes that may not compile bytes: Node with the engine's functions refused, and Cloudflare's own.

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, start } from '../child.mjs';
import { reportOf } from './script.mjs';

const REFUSED = /WebAssembly may not be compiled here \(.*disallowed by embedder/;
const TWIN = { backend: 'js', threads: 1, reason: REFUSED };
const MODULE = { backend: 'wasm', threads: 1 };

const simulated = [
  ['bytes refused', 'bytes', TWIN],
  ['bytes refused, option wasm', 'module', MODULE],
].map(([name, argument, expect]) => ({
  ...{ name: `Node, ${name}`, needs: [], expect },
  run: ({ consumer, limit }) => reportOf(process.execPath, ['refused.mjs', argument], { cwd: consumer, limit }),
}));

const configuration = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [
    (name = "edge.mjs", esModule = embed "edge.mjs"),
    (name = "simd.wasm", wasm = embed "simd.wasm"),
  ],
  compatibilityDate = "2025-01-01",
);
`;

/** Bundles the worker, all but the binary, which is a module of its own. */
async function bundle(esbuild, consumer, out, limit) {
  mkdirSync(out, { recursive: true });
  cpSync(join(consumer, 'node_modules/gmm-wasm/dist/simd.wasm'), join(out, 'simd.wasm'));
  writeFileSync(join(out, 'config.capnp'), configuration);
  const external = ['--alias:gmm-wasm/simd.wasm=./simd.wasm', '--external:./simd.wasm'];
  const args = ['edge.mjs', '--bundle', '--format=esm', ...external, `--outfile=${out}/edge.mjs`];
  const { code, output } = await run(esbuild, args, { cwd: consumer, limit });
  if (code !== 0) throw new Error(`the build failed: ${output.trim().slice(-600)}`);
}

/** The port of the socket, from the messages that workerd writes to a descriptor of its choice. */
async function portOf(server, limit) {
  for (const until = Date.now() + limit; Date.now() < until; ) {
    const found = server.output().match(/"event":"listen".*?"port":(\d+)/);
    if (found) return found[1];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`workerd did not start: ${server.output().slice(-300)}`);
}

async function ask(url, limit) {
  const response = await fetch(url, { signal: AbortSignal.timeout(limit) });
  if (!response.ok) throw new Error(`${response.status}: ${(await response.text()).slice(0, 300)}`);
  return response.json();
}

const cloudflare = [
  ['as it comes', '/', TWIN],
  ['option wasm', '/module', { ...MODULE, reason: /there are no worker threads here/ }],
].map(([name, path, expect]) => ({
  ...{ name: `Cloudflare workerd, ${name}`, needs: ['workerd', 'esbuild'], expect },
  async run({ at, consumer, limit }) {
    const out = join(consumer, 'out-edge');
    await bundle(at.esbuild, consumer, out, limit);
    const server = start(at.workerd, ['serve', '--control-fd=1', 'config.capnp'], { cwd: out });
    try {
      return await ask(`http://127.0.0.1:${await portOf(server, limit)}${path}`, limit);
    } finally {
      server.end();
    }
  },
}));

export const edge = [...simulated, ...cloudflare];
