// A worker at the edge, where bytes may not be compiled, but a binary can be imported as a module.

import ready from 'gmm-wasm/simd.wasm';
import expected from './expected.mjs';
import { probe } from './probe.mjs';
import * as lib from './whole.mjs';

export default {
  async fetch(request) {
    const wasm = new URL(request.url).pathname === '/module' ? ready : undefined;
    const report = await probe(lib, expected, { threads: 2, ...(wasm && { wasm }) }).catch((error) => ({
      error: `${error}\n${error.stack}`,
    }));
    return Response.json(report);
  },
};
