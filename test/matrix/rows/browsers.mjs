// Browsers without a bundler: page and worker, with and without cross-origin isolation, and Content-Security-Policies.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { visit } from '../browser.mjs';
import { ENTRIES } from '../entries.mjs';
import { ISOLATION, serve } from '../serve.mjs';

const COPIES = /each thread works on a copy of its rows: SharedArrayBuffer is not available/;
const NO_WASM = /WebAssembly may not be compiled here.*'wasm-unsafe-eval'/;
const NO_FALLBACK = new RegExp(`${NO_WASM.source}.*gmm-wasm/core has no fallback .*: import gmm-wasm`);
const NO_WORKER = /no threads could be started: .*worker-src blob:/;

/** Places, their headers, and what is to be expected there of two threads. */
const PLACES = [
  { name: 'page, isolated', html: 'page.html', headers: ISOLATION },
  { name: 'page', html: 'page.html', headers: {}, reason: COPIES },
  { name: 'worker, isolated', html: 'worker.html', headers: ISOLATION },
  { name: 'worker', html: 'worker.html', headers: {}, reason: COPIES },
];

const policy = (text) => ({ ...ISOLATION, 'content-security-policy': text });

/** What Content-Security-Policies allow. */
const POLICIES = [
  {
    name: "CSP with 'wasm-unsafe-eval' and worker-src blob:",
    headers: policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"),
  },
  {
    name: 'CSP without WebAssembly',
    headers: policy("script-src 'self'; worker-src 'self' blob:"),
    ...{ backend: 'js', reason: NO_WASM },
  },
  {
    name: 'CSP without workers',
    headers: policy("script-src 'self' 'wasm-unsafe-eval'"),
    ...{ threads: 1, reason: NO_WORKER },
  },
  {
    name: 'CSP with neither',
    headers: policy("default-src 'none'; script-src 'self'; connect-src 'self'"),
    ...{ backend: 'js', threads: 1, reason: NO_WORKER },
  },
];

/** The file of a specifier in the installed package. */
function fileOf(consumer, specifier) {
  const { name, exports } = JSON.parse(readFileSync(join(consumer, 'node_modules/gmm-wasm/package.json'), 'utf8'));
  const { default: file } = exports[specifier.replace(name, '.')];
  return `/node_modules/${name}/${file}`;
}

function row(browser, entry, { name, html = 'page.html', headers, backend = 'wasm', threads = entry.threads, reason }) {
  // an entry without threads misses nothing but WebAssembly
  const missed = entry.threads > 1 ? reason : undefined;
  const isolated = headers === ISOLATION || 'cross-origin-opener-policy' in headers;
  const refused = backend === 'js' && !entry.fallback;
  return {
    name: `${browser === 'chromium' ? 'Chromium' : 'Firefox'}, ${name}, ${entry.specifier}`,
    needs: [browser],
    expect: refused ? { refused: NO_FALLBACK } : { backend, threads, isolated, ...(missed && { reason: missed }) },
    async run({ at, consumer, limit }) {
      const server = await serve(consumer, headers);
      const options = JSON.stringify({ threads: entry.threads, lacks: entry.lacks });
      const query = new URLSearchParams({ options, to: server.to });
      for (const specifier of [entry.specifier, ...entry.more]) query.append('file', fileOf(consumer, specifier));
      try {
        return await visit(browser, at[browser], `${server.origin}/${html}?${query}`, server.told, limit);
      } finally {
        server.close();
      }
    },
  };
}

export const browsers = ['chromium', 'firefox'].flatMap((browser) =>
  ENTRIES.flatMap((entry) => [...PLACES, ...POLICIES].map((place) => row(browser, entry, place))),
);
