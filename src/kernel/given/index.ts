// The binary that a caller gives in place of the inlined one. Nothing is done with it before it is known to be a kernel of
// this release, with the arithmetic that is wanted; whatever is wrong is said under the name of the option.

import { kindOf } from '../../names.js';
import { type Bytes, builtin, type CompiledModule, type Location, type Signal } from '../../platform.js';
import { acquireArena, releaseArena } from '../arena.js';
import { bind, bindSync } from '../bind.js';
import type { Kernel } from '../kernel.js';
import { createTwin } from '../twin/index.js';
import { VERSION } from '../twin/version.js';
import { obstacle } from '../wasm.js';

/** A module, bytes, or a URL. */
export type GivenBinary = CompiledModule | Bytes | Location;

const ADVICE = 'use simd.wasm or relaxed.wasm of the installed package';
/** The first four bytes of every binary, as one number. */
const MAGIC = 0x0061736d;

function isModule(value: GivenBinary): value is WebAssembly.Module {
  return kindOf(value) === 'WebAssembly.Module';
}

function isLocation(value: GivenBinary): value is Location {
  return kindOf(value) === 'URL';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** The error for a given binary that the engine refuses. */
export function refused(cause: unknown, relaxed = false): TypeError {
  const lack = relaxed ? obstacle('relaxed') : undefined;
  if (lack) {
    return new TypeError(`option wasm cannot be used here: ${lack}; use simd.wasm, and arithmetic 'strict'`, { cause });
  }
  return new TypeError(`option wasm cannot be used here: ${reasonOf(cause)}; ${ADVICE}`, { cause });
}

/** A copy, of bytes in any kind of view or memory. */
function bytesOf(source: Bytes): Uint8Array<ArrayBuffer> {
  if (!ArrayBuffer.isView(source)) return new Uint8Array(source).slice();
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
}

/** Tells a kernel of this release from another module by what it exports. */
function checkExports(module: WebAssembly.Module): WebAssembly.Module {
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  const wanted = Object.keys(createTwin(new ArrayBuffer(0)).functions);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length === 0) return module;
  const lack =
    missing.length > 4 ? `${missing.slice(0, 3).join(', ')} and ${missing.length - 3} more` : missing.join(', ');
  throw new TypeError(`option wasm is not a kernel of this version of gmm-wasm: it does not export ${lack}; ${ADVICE}`);
}

/** 1002003 is 1.2.3 */
function dotted(version: number): string {
  return [Math.floor(version / 1e6), Math.floor(version / 1e3) % 1e3, version % 1e3].join('.');
}

function checkKernel({ functions }: Kernel, relaxed: boolean): void {
  const version = functions.version();
  if (version !== VERSION) {
    throw new TypeError(
      `option wasm is a binary of gmm-wasm ${dotted(version)}, but this is ${dotted(VERSION)}: ${ADVICE}`,
    );
  }
  const fused = functions.fused() === 1;
  if (fused === relaxed) return;
  const [is, wanted] = fused ? ['relaxed', 'strict'] : ['strict', 'relaxed'];
  throw new TypeError(`option wasm is a ${is} binary, but arithmetic is '${wanted}': set arithmetic: '${is}'`);
}

/**
 * The module of a given binary, compiled on the spot.
 *
 * @throws TypeError for a URL, and for what is no kernel of this release
 */
export function givenModuleSync(source: GivenBinary, relaxed: boolean): CompiledModule {
  if (isLocation(source)) {
    throw new TypeError('fitSync cannot load option wasm from a URL; pass bytes or a module, or use fit');
  }
  let module: WebAssembly.Module;
  try {
    module = isModule(source) ? source : new WebAssembly.Module(bytesOf(source as Bytes));
  } catch (error) {
    throw refused(error, relaxed);
  }
  checkExports(module);
  const arena = acquireArena(0, true);
  try {
    checkKernel(
      bound(() => bindSync(module, arena)),
      relaxed,
    );
  } finally {
    releaseArena(arena);
  }
  return module;
}

function bound(binding: () => Kernel): Kernel {
  try {
    return binding();
  } catch (error) {
    throw refused(error);
  }
}

/**
 * The module of a given binary, loaded and compiled without keeping the thread.
 *
 * @throws TypeError for what is no kernel of this release, Error if it cannot be loaded, the signal's reason
 */
export async function givenModule(source: GivenBinary, relaxed: boolean, signal?: Signal): Promise<CompiledModule> {
  const loaded = isLocation(source) ? await download(source, signal) : source;
  let module: WebAssembly.Module;
  try {
    module = isModule(loaded) ? loaded : await WebAssembly.compile(bytesOf(loaded as Bytes));
  } catch (error) {
    throw refused(error, relaxed);
  }
  checkExports(module);
  const arena = acquireArena(0, true);
  try {
    const kernel = await bind(module, arena).catch((error) => Promise.reject(refused(error)));
    checkKernel(kernel, relaxed);
  } finally {
    releaseArena(arena);
  }
  return module;
}

/** What is needed of Node's file system, where `fetch` does not read files. */
interface FileSystem {
  readFile(url: Location): Promise<Uint8Array<ArrayBuffer>>;
}

async function download(url: Location, signal: Signal | undefined): Promise<Bytes> {
  const files = url.protocol === 'file:' ? builtin<FileSystem>('node:fs/promises') : undefined;
  let answer: { readonly bytes: Uint8Array; readonly type: string };
  try {
    answer = files ? { bytes: await files.readFile(url), type: 'another file' } : await fetched(url, signal);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const advice = 'check the address, or pass the bytes';
    throw new Error(`option wasm cannot be loaded from ${url.href}: ${reasonOf(cause)}; ${advice}`, { cause });
  }
  const { bytes, type } = answer;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength >= 4 && view.getUint32(0) === MAGIC) return bytes as Uint8Array<ArrayBuffer>;
  throw new TypeError(`option wasm: ${url.href} is not WebAssembly but ${type}; serve the file itself, as it is`);
}

async function fetched(url: Location, signal: Signal | undefined): Promise<{ bytes: Uint8Array; type: string }> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener('abort', stop);
  try {
    const response = await fetch(url.href, { signal: controller.signal });
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
    const type = response.headers.get('content-type') ?? 'of an unknown type';
    return { bytes: new Uint8Array(await response.arrayBuffer()), type };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
