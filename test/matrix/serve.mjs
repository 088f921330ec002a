// A server on the loopback address: files of a folder with the headers that a row is about, and an ear for what a page
// has to tell.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Makes a page that asks for it cross-origin isolated. */
export const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** @returns `origin`; `to`, where pages send their report; `told`, the first report that came; `close()` */
export async function serve(root, headers = {}) {
  let hear;
  const told = new Promise((resolve) => {
    hear = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const parts = [];
      for await (const part of request) parts.push(part);
      response.writeHead(204, headers).end();
      hear(JSON.parse(Buffer.concat(parts).toString()));
      return;
    }
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://loopback').pathname));
    try {
      const body = await readFile(join(root, path));
      response.writeHead(200, { ...headers, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, to: `${origin}/told`, told, close };
}
