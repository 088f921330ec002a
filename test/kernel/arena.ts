// Two arenas with the same content, one under the WebAssembly kernel and one under the twin. Every call goes to both;
// then the results and the whole arenas are compared, bit by bit, and the gaps between regions must be untouched.
//
//   64 free | region | gap | region | gap | …      regions and gaps begin as NaN, so nothing is zero by accident
//
// NaN equals NaN, whatever its bits. Left out of the comparison are the scratch, which belongs to each kernel, and
// what a test names with `ignore`.

import { expect } from 'vitest';
import { arenaOf } from '../../src/kernel/arena.js';
import { bindTwin } from '../../src/kernel/bind.js';
import type { Kernel, KernelFunctions } from '../../src/kernel/kernel.js';
import { bindChoiceSync, chooseSync } from '../../src/kernel/load.js';

const PAGE = 65536;
const START = 64;
/** Doubles between regions. */
const GAP = 8;
/** What stands in the gaps. */
const UNTOUCHED = -1.2345e-89;

interface Kernels {
  readonly wasm: Kernel;
  readonly twin: Kernel;
  readonly backends: readonly string[];
}

let kept: Kernels | undefined;

function isNative(run: unknown): boolean {
  return String(run).includes('[native code]');
}

/** Both kernels on arenas of at least so many bytes; the last ones if they are large enough. */
function kernels(bytes: number): Kernels {
  if (kept && kept.twin.doubles.byteLength >= bytes) return kept;
  const pages = Math.max(32, 2 ** Math.ceil(Math.log2(bytes / PAGE)));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const arena = arenaOf(memory);
  const { kernel: wasm, execution } = bindChoiceSync(chooseSync({ backend: 'wasm' }), arena);
  const twin = bindTwin(arenaOf(new ArrayBuffer(pages * PAGE)));
  const backends = [
    isNative(wasm.functions.pass) && execution.simd && !execution.relaxed ? execution.backend : 'not wasm',
    isNative(twin.functions.pass) ? 'not js' : 'js',
  ];
  kept = { wasm, twin, backends };
  return kept;
}

interface Region {
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
}

/** Regions in two arenas, by name. */
export class Both<Name extends string> {
  /** Byte addresses. */
  readonly at: Readonly<Record<Name, number>>;
  readonly #label: string;
  readonly #kernels: Kernels;
  readonly #regions: Region[] = [];
  readonly #ignored: [number, number][] = [];

  /**
   * @param label - what messages begin with: sizes and seed
   * @param lengths - of the regions, in doubles; `scratch` is never compared
   */
  constructor(label: string, lengths: Readonly<Record<Name, number>>) {
    const at = {} as Record<Name, number>;
    let next = START;
    for (const name of Object.keys(lengths) as Name[]) {
      at[name] = next;
      this.#regions.push({ name, at: next, bytes: 8 * lengths[name] });
      next += 8 * (lengths[name] + GAP);
    }
    this.at = at;
    this.#label = label;
    this.#kernels = kernels(next);
    expect(this.#kernels.backends).toEqual(['wasm', 'js']);
    for (const { doubles } of this.#both()) {
      doubles.fill(Number.NaN, 0, next / 8);
      for (const gap of this.#gaps()) doubles.fill(UNTOUCHED, gap, gap + GAP);
    }
  }

  #both(): Kernel[] {
    return [this.#kernels.wasm, this.#kernels.twin];
  }

  #gaps(): number[] {
    return this.#regions.map(({ at, bytes }) => (at + bytes) / 8);
  }

  /** Writes doubles at the start of a region, `offset` doubles in. */
  put(name: Name, values: ArrayLike<number>, offset = 0): void {
    for (const { doubles } of this.#both()) doubles.set(values, this.at[name] / 8 + offset);
  }

  /** Writes 32-bit integers. */
  putIntegers(name: Name, values: ArrayLike<number>): void {
    for (const { integers } of this.#both()) integers.set(values, this.at[name] / 4);
  }

  /** Fills a region with one number. */
  fill(name: Name, value: number): void {
    const region = this.#regions.find((candidate) => candidate.name === name)!;
    for (const { doubles } of this.#both()) doubles.fill(value, region.at / 8, (region.at + region.bytes) / 8);
  }

  /** Leaves a region out of comparisons from its byte `first` on. */
  ignore(name: Name, first = 0): void {
    const region = this.#regions.find((candidate) => candidate.name === name)!;
    this.#ignored.push([region.at + first, region.at + region.bytes]);
  }

  /** A copy of doubles of a region. */
  get(name: Name, length: number, offset = 0): Float64Array {
    const from = this.at[name] / 8 + offset;
    return this.#kernels.wasm.doubles.slice(from, from + length);
  }

  /** A copy of 32-bit integers of a region. */
  getIntegers(name: Name, length: number): Int32Array {
    return this.#kernels.wasm.integers.slice(this.at[name] / 4, this.at[name] / 4 + length);
  }

  /** Calls a function of both kernels and compares everything. */
  call<F extends keyof KernelFunctions>(
    name: F,
    ...args: Parameters<KernelFunctions[F]>
  ): ReturnType<KernelFunctions[F]> {
    const [wasm, twin] = this.#both().map(({ functions }) =>
      (functions[name] as (...values: number[]) => number | undefined)(...args),
    );
    if (!Object.is(wasm, twin)) expect.fail(`${this.#label}: ${name} returns ${wasm} in wasm, ${twin} in the twin`);
    this.#compare(name);
    return wasm as ReturnType<KernelFunctions[F]>;
  }

  #compare(name: string): void {
    const { wasm, twin } = this.#kernels;
    const spans = [{ name: 'start', at: 0, bytes: START }, ...this.#regions];
    for (const { name: region, at, bytes } of spans) {
      if (region === 'scratch') continue;
      const [a, b] = this.#both().map(({ doubles }) => Buffer.from(doubles.buffer, at, bytes));
      // most regions are equal as bytes; the rest is looked at one by one
      if (!a.equals(b)) this.#compareSpan(name, at, bytes);
    }
    for (const gap of this.#gaps()) {
      for (let i = gap; i < gap + GAP; i++) {
        if (wasm.doubles[i] === UNTOUCHED && twin.doubles[i] === UNTOUCHED) continue;
        expect.fail(`${this.#label}: ${name} writes behind its region, at ${this.#where(8 * i)}`);
      }
    }
  }

  #compareSpan(name: string, at: number, bytes: number): void {
    const { wasm, twin } = this.#kernels;
    for (let i = at / 4; i < (at + bytes) / 4; i++) {
      if (wasm.integers[i] === twin.integers[i]) continue;
      if (this.#ignored.some(([first, end]) => 4 * i >= first && 4 * i < end)) continue;
      const values = [wasm.doubles[i >> 1], twin.doubles[i >> 1]];
      if (values.every(Number.isNaN)) continue;
      const bits = `${wasm.integers[i]} and ${twin.integers[i]} as integers`;
      expect.fail(
        `${this.#label}: ${name} differs at ${this.#where(4 * i)}: ${values[0]} in wasm, ${values[1]} in the twin (${bits})`,
      );
    }
  }

  #where(address: number): string {
    const region = this.#regions.filter(({ at }) => at <= address).at(-1);
    return region ? `${region.name}[${Math.floor((address - region.at) / 8)}]` : `address ${address}`;
  }
}
