// The choice of kernel: which binary, or the twin and why. What was chosen is said, never hidden.

import type { Arena } from './arena.js';
import type { Kernel } from './kernel.js';
import { createTwin } from './twin/index.js';
import { bind, bindSync, compile, compiled, compileSync, obstacle, type Variant } from './wasm.js';

/** What ran. */
export interface Execution {
  backend: 'wasm' | 'js';
  /** Whether vectors were used. */
  simd: boolean;
  /** Whether multiply-add may have been fused, so that bits may differ from the strict arithmetic. */
  relaxed: boolean;
  threads: number;
  /** Why it is not what was asked for or could have been expected. */
  fallbackReason?: string;
}

/** What the caller asks for. */
export interface KernelOptions {
  /** `'auto'` takes WebAssembly where it can run, else the TypeScript twin, which gives the same bits. */
  readonly backend?: 'auto' | 'wasm' | 'js';
  /** `'relaxed'` allows fused multiply-add: faster, but not the same bits everywhere. */
  readonly arithmetic?: 'strict' | 'relaxed';
  /** A compiled module, or the bytes, of one of the package's binaries, in place of the inlined one. */
  readonly wasm?: WebAssembly.Module | BufferSource | URL;
}

/** A module to bind, or none for the twin; and what that amounts to. */
export interface Choice {
  readonly module: WebAssembly.Module | undefined;
  readonly execution: Execution;
}

const REFUSED = 'WebAssembly may not be compiled here';
const HINT = "if a Content-Security-Policy forbids it, allow 'wasm-unsafe-eval'";

function chosen(module: WebAssembly.Module, variant: Variant, fallbackReason?: string): Choice {
  const execution: Execution = { backend: 'wasm', simd: true, relaxed: variant === 'relaxed', threads: 1 };
  if (fallbackReason !== undefined) execution.fallbackReason = fallbackReason;
  return { module, execution };
}

function twin(fallbackReason?: string): Choice {
  const execution: Execution = { backend: 'js', simd: false, relaxed: false, threads: 1 };
  if (fallbackReason !== undefined) execution.fallbackReason = fallbackReason;
  return { module: undefined, execution };
}

/** Falls back to the twin, unless WebAssembly was demanded. */
function fallBack(reason: string, options: KernelOptions): Choice {
  if (options.backend === 'wasm') throw new Error(`backend 'wasm' cannot run: ${reason}; use backend 'auto' or 'js'`);
  return twin(reason);
}

/** The variant to try and what to say if it is not the one asked for; a Choice if there is nothing to compile. */
function plan(options: KernelOptions): { variant: Variant; reason?: string } | Choice {
  if (options.backend === 'js') {
    return twin(options.arithmetic === 'relaxed' ? 'the TypeScript twin has no fused arithmetic' : undefined);
  }
  const strict = obstacle('simd');
  if (strict !== undefined) return fallBack(strict, options);
  if (options.arithmetic !== 'relaxed') return { variant: 'simd' };
  const reason = obstacle('relaxed');
  return reason === undefined ? { variant: 'relaxed' } : { variant: 'simd', reason };
}

function reasonOf(error: unknown): string {
  return `${REFUSED} (${error instanceof Error ? error.message : String(error)}); ${HINT}`;
}

/** What one of the package's binaries exports, to tell it from another module. */
function checkModule(module: WebAssembly.Module): WebAssembly.Module {
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  const missing = ['pass', 'pass_given', 'maximise', 'converged', 'distinct'].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new TypeError(
      `option wasm is not a kernel of this version of gmm-wasm: it does not export ${missing.join(', ')}; ` +
        'use simd.wasm or relaxed.wasm of the installed package',
    );
  }
  return module;
}

function isModule(value: unknown): value is WebAssembly.Module {
  return Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
}

/** What is needed of Node's file system, where `fetch` does not read files. */
interface FileSystem {
  readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
}

async function download(url: URL): Promise<BufferSource> {
  const { process } = globalThis as { process?: { getBuiltinModule?(id: string): FileSystem } };
  if (url.protocol === 'file:' && process?.getBuiltinModule) {
    return process.getBuiltinModule('node:fs/promises').readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${response.statusText}`);
  const bytes = await response.arrayBuffer();
  if (new DataView(bytes).byteLength < 4 || new DataView(bytes).getUint32(0) !== 0x0061736d) {
    const type = response.headers.get('content-type') ?? 'unknown type';
    throw new TypeError(`${url} did not answer with WebAssembly but with ${type}; serve the file itself`);
  }
  return bytes;
}

/** Compiles on the spot. */
export function chooseSync(options: KernelOptions): Choice {
  const relaxed = options.arithmetic === 'relaxed' ? 'relaxed' : 'simd';
  if (options.wasm !== undefined && options.backend !== 'js') {
    if (options.wasm instanceof URL) {
      throw new TypeError('fitSync cannot load option wasm from a URL; pass bytes or a module, or use fit');
    }
    const module = isModule(options.wasm) ? options.wasm : new WebAssembly.Module(options.wasm);
    return chosen(checkModule(module), relaxed);
  }
  const planned = plan(options);
  if ('execution' in planned) return planned;
  try {
    return chosen(compileSync(planned.variant), planned.variant, planned.reason);
  } catch (error) {
    return fallBack(reasonOf(error), options);
  }
}

/** Compiles without keeping the thread. */
export async function choose(options: KernelOptions): Promise<Choice> {
  const relaxed = options.arithmetic === 'relaxed' ? 'relaxed' : 'simd';
  if (options.wasm !== undefined && options.backend !== 'js') {
    const source = options.wasm instanceof URL ? await download(options.wasm) : options.wasm;
    return chosen(checkModule(isModule(source) ? source : await WebAssembly.compile(source)), relaxed);
  }
  const planned = plan(options);
  if ('execution' in planned) return planned;
  try {
    return chosen(await compile(planned.variant), planned.variant, planned.reason);
  } catch (error) {
    return fallBack(reasonOf(error), options);
  }
}

/** Whether an arena for these options should be one that WebAssembly can use. */
export function wantsWasm(options: KernelOptions): boolean {
  return options.backend !== 'js' && typeof WebAssembly === 'object';
}

/** The twin on an arena. */
export function bindTwin(arena: Arena): Kernel {
  const kernel = arena.kernels.get('twin') ?? createTwin(arena.buffer);
  arena.kernels.set('twin', kernel);
  return kernel;
}

/** The chosen kernel on an arena, and what it amounts to: binding may be refused where compiling was not. */
export function bindChoiceSync(
  choice: Choice,
  arena: Arena,
  options: KernelOptions = {},
): { kernel: Kernel; execution: Execution } {
  if (!choice.module || !arena.memory) return { kernel: bindTwin(arena), execution: choice.execution };
  try {
    return { kernel: bindSync(choice.module, arena), execution: choice.execution };
  } catch (error) {
    return { kernel: bindTwin(arena), execution: fallBack(reasonOf(error), options).execution };
  }
}

export async function bindChoice(
  choice: Choice,
  arena: Arena,
  options: KernelOptions = {},
): Promise<{ kernel: Kernel; execution: Execution }> {
  if (!choice.module || !arena.memory) return { kernel: bindTwin(arena), execution: choice.execution };
  try {
    return { kernel: await bind(choice.module, arena), execution: choice.execution };
  } catch (error) {
    return { kernel: bindTwin(arena), execution: fallBack(reasonOf(error), options).execution };
  }
}

/** The kernel to pack with while nothing has been compiled yet: the strict binary if it is there, else the twin. */
export function packingKernel(arena: Arena): Kernel {
  const module = compiled('simd');
  return (module && arena.memory && arena.kernels.get(module)) || bindTwin(arena);
}
