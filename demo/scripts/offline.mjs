// A Vite plugin: the built page keeps its files, so that it opens without a network after the first visit.

import { createHash } from 'node:crypto';

const PREFIX = 'gmm-wasm-demo-';

/** The service worker: the page from the network if there is one, everything else from what was kept. */
const script = (files, version) => `const CACHE = ${JSON.stringify(PREFIX + version)};
const FILES = ${JSON.stringify(files)};

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await skipWaiting();
}

async function clean() {
  for (const name of await caches.keys()) {
    if (name.startsWith(${JSON.stringify(PREFIX)}) && name !== CACHE) await caches.delete(name);
  }
  await clients.claim();
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  if (request.mode === 'navigate') return fetch(request).catch(() => cache.match('./'));
  return (await cache.match(request)) ?? fetch(request);
}

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil(clean()));
addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && url.startsWith(registration.scope)) event.respondWith(answer(event.request));
});
`;

export const offline = {
  name: 'offline',
  apply: 'build',
  generateBundle(_, bundle) {
    const names = Object.keys(bundle).filter((name) => !name.endsWith('.html'));
    const hash = createHash('sha256');
    for (const name of Object.keys(bundle).sort()) hash.update(bundle[name].code ?? bundle[name].source);
    const files = ['./', './icon.svg', ...names.map((name) => `./${name}`)];
    this.emitFile({ type: 'asset', fileName: 'offline.js', source: script(files, hash.digest('hex').slice(0, 12)) });
  },
};
