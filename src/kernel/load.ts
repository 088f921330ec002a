// The choice of kernel: which binary, or the twin and why. What was chosen is said, never hidden.

import type { CompiledModule, Signal } from '../platform.js';
import type { Arena } from './arena.js';
import { bind, bindSync, bindTwin } from './bind.js';
import { type GivenBinary, givenModule, givenModuleSync, refused } from './given/index.js';
import type { Kernel } from './kernel.js';
import { absence } from './twin/index.js';
import { compile, compiled, compileSync, obstacle, type Variant } from './wasm.js';

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
  /**
   * `'auto'` takes WebAssembly where it can run, else the TypeScript twin, which gives the same bits. `gmm-wasm/core` has no
   * twin: there `'js'` is an error, and so is every backend where WebAssembly cannot run.
   */
  readonly backend?: 'auto' | 'wasm' | 'js';
  /**
   * `'relaxed'` allows fused multiply-add: faster, but not the same bits everywhere. Where there is none, in `gmm-wasm/core`
   * for instance, the arithmetic is strict, and `execution` says why.
   */
  readonly arithmetic?: 'strict' | 'relaxed';
  /** A compiled module, or the bytes, of one of the package's binaries, in place of the inlined one. Not in `gmm-wasm/core`. */
  readonly wasm?: GivenBinary;
}

/** A module to bind, or none for the twin; and what that amounts to. */
export interface Choice {
  readonly module: CompiledModule | undefined;
  readonly execution: Execution;
}

const REFUSED = 'WebAssembly may not be compiled here';
const HINT = "if a Content-Security-Policy forbids it, allow 'wasm-unsafe-eval'";
/** Browsers have refused their main thread to compile or bind more than 4 KiB in one piece. */
const SYNC_HINT = '; if only the main thread may not, call fit or predictAsync';

function chosen(module: CompiledModule, variant: Variant, fallbackReason?: string): Choice {
  const execution: Execution = { backend: 'wasm', simd: true, relaxed: variant === 'relaxed', threads: 1 };
  if (fallbackReason !== undefined) execution.fallbackReason = fallbackReason;
  return { module, execution };
}

/** @throws Error where there is no twin */
function twin(fallbackReason?: string): Choice {
  if (absence) throw new Error(fallbackReason === undefined ? absence : `${fallbackReason}; ${absence}`);
  const execution: Execution = { backend: 'js', simd: false, relaxed: false, threads: 1 };
  if (fallbackReason !== undefined) execution.fallbackReason = fallbackReason;
  return { module: undefined, execution };
}

/** Falls back to the twin, unless WebAssembly was demanded. */
function fallBack(reason: string, options: KernelOptions): Choice {
  if (absence || options.backend !== 'wasm') return twin(reason);
  throw new Error(`backend 'wasm' cannot run: ${reason}; use backend 'auto' or 'js'`);
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

function reasonOf(error: unknown, sync: boolean): string {
  return `${REFUSED} (${error instanceof Error ? error.message : String(error)}); ${HINT}${sync ? SYNC_HINT : ''}`;
}

/** The variant that a given binary is taken for. */
function variantOf(options: KernelOptions): Variant {
  return options.arithmetic === 'relaxed' ? 'relaxed' : 'simd';
}

/** Compiles on the spot. */
export function chooseSync(options: KernelOptions): Choice {
  const { wasm } = options;
  if (wasm !== undefined && wantsWasm(options)) {
    const variant = variantOf(options);
    return chosen(givenModuleSync(wasm, variant === 'relaxed'), variant);
  }
  const planned = plan(options);
  if ('execution' in planned) return planned;
  try {
    return chosen(compileSync(planned.variant), planned.variant, planned.reason);
  } catch (error) {
    return fallBack(reasonOf(error, true), options);
  }
}

/** Compiles without keeping the thread; the signal ends a download. */
export async function choose(options: KernelOptions & { readonly signal?: Signal }): Promise<Choice> {
  const { wasm, signal } = options;
  if (wasm !== undefined && wantsWasm(options)) {
    const variant = variantOf(options);
    return chosen(await givenModule(wasm, variant === 'relaxed', signal), variant);
  }
  const planned = plan(options);
  if ('execution' in planned) return planned;
  try {
    return chosen(await compile(planned.variant), planned.variant, planned.reason);
  } catch (error) {
    return fallBack(reasonOf(error, false), options);
  }
}

/** The same choice for memory that threads share; of the inlined binaries only. */
export async function chooseShared(choice: Choice): Promise<Choice> {
  if (!choice.module) return choice;
  return { ...choice, module: await compile(choice.execution.relaxed ? 'relaxed-threads' : 'simd-threads') };
}

/** Whether threads can see each other's memory here. */
export function sharesMemory(): boolean {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer === 'function' && isolated !== false;
}

/** Why no kernel can run here on memory that threads share; undefined if nothing speaks against it. */
export function sharingObstacle(options: KernelOptions): string | undefined {
  if (!sharesMemory()) {
    return 'SharedArrayBuffer is not available here (in a browser: the page is not cross-origin isolated)';
  }
  if (!wantsWasm(options)) return undefined;
  if (options.wasm !== undefined) return 'option wasm is a binary whose memory cannot be shared';
  return obstacle(options.arithmetic === 'relaxed' && !obstacle('relaxed') ? 'relaxed-threads' : 'simd-threads');
}

/** Whether an arena for these options should be one that WebAssembly can use. */
export function wantsWasm(options: KernelOptions): boolean {
  return options.backend !== 'js' && typeof WebAssembly === 'object';
}

/** What is left when binding is refused where compiling was not. */
function bindInstead(error: unknown, arena: Arena, options: KernelOptions, sync: boolean): Bound {
  if (options.wasm !== undefined) throw refused(error);
  return { kernel: bindTwin(arena), execution: fallBack(reasonOf(error, sync), options).execution };
}

/** A kernel on an arena, and what that amounts to. */
export interface Bound {
  readonly kernel: Kernel;
  readonly execution: Execution;
}

/**
 * The chosen kernel on an arena.
 *
 * @throws Error if the backend `'wasm'` was demanded and is refused, TypeError if option `wasm` is
 */
export function bindChoiceSync(choice: Choice, arena: Arena, options: KernelOptions = {}): Bound {
  const { module, execution } = choice;
  if (!module || !arena.memory) return { kernel: bindTwin(arena), execution };
  try {
    return { kernel: bindSync(module, arena), execution };
  } catch (error) {
    return bindInstead(error, arena, options, true);
  }
}

/** `bindChoiceSync` without keeping the thread. */
export async function bindChoice(choice: Choice, arena: Arena, options: KernelOptions = {}): Promise<Bound> {
  const { module, execution } = choice;
  if (!module || !arena.memory) return { kernel: bindTwin(arena), execution };
  try {
    return { kernel: await bind(module, arena), execution };
  } catch (error) {
    return bindInstead(error, arena, options, false);
  }
}

/** The kernel to pack with while nothing has been compiled yet: the strict binary if it is there, else the twin. */
export function packingKernel(arena: Arena): Kernel {
  const module = compiled(arena.shared ? 'simd-threads' : 'simd');
  if (!module || !arena.memory) return bindTwin(arena);
  try {
    return bindSync(module, arena);
  } catch {
    return bindTwin(arena);
  }
}
