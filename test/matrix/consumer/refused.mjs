// A runtime where bytes may not be compiled, but modules that are there may be instantiated: first the twin, then option
// `wasm`.

import { readFileSync } from 'node:fs';
import expected from './expected.mjs';
import { probe } from './probe.mjs';
import * as lib from './whole.mjs';

// Node's own HTTP client compiles WebAssembly when it is first touched: before anything is refused
void globalThis.Response;
await new Promise((resolve) => setTimeout(resolve, 100));

const ready = new WebAssembly.Module(readFileSync(new URL(import.meta.resolve('gmm-wasm/simd.wasm'))));

const { Module, instantiate } = WebAssembly;
const refuse = () => {
  throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
};
WebAssembly.compile = async () => refuse();
WebAssembly.instantiate = (source, imports) => (source instanceof Module ? instantiate(source, imports) : refuse());
WebAssembly.Module = class extends Module {
  static [Symbol.hasInstance](value) {
    return Module[Symbol.hasInstance](value);
  }
  constructor(bytes) {
    refuse();
    super(bytes);
  }
};

const wasm = process.argv[2] === 'module' ? ready : undefined;
console.log(JSON.stringify(await probe(lib, expected, { threads: 1, ...(wasm && { wasm }) })));
