// A model asked about rows: piece by piece, so that memory does not grow with n beyond what is returned.

import type { Rows } from './data.js';
import { type Arena, acquireArena, releaseArena } from './kernel/arena.js';
import { Fold } from './kernel/fold.js';
import type { Kernel } from './kernel/kernel.js';
import { bindChoice, bindChoiceSync, choose, chooseSync, wantsWasm } from './kernel/load.js';
import { checkSize, evaluationLayout, foldLevels, paddedRows, sliceRows } from './kernel/memory.js';
import { badValue } from './kernel/workspace.js';
import { splitPower } from './scale.js';
import { runAsync, runSync, type Steps } from './steps.js';

/** A mixture as the kernel evaluates it, in internal coordinates. */
export interface Mixture {
  readonly d: number;
  readonly k: number;
  readonly family: number;
  readonly origin: Float64Array;
  readonly exponent: number;
  /** The parameter block: weights, means, covariances and what follows from them. */
  readonly parameters: Float64Array;
}

/** Responsibilities leave in pieces of about this many numbers. */
const PIECE_NUMBERS = 131072;

/** What is done with an evaluator on a kernel. */
type Task<T> = (evaluator: Evaluator) => Steps<T>;

/** Runs a task on the calling thread. */
export function evaluateSync<T>(mixture: Mixture, rows: Rows, task: Task<T>): T {
  const choice = chooseSync({});
  const arena = arenaFor(mixture, rows);
  try {
    return runSync(task(new Evaluator(mixture, rows, arena, bindChoiceSync(choice, arena).kernel)));
  } finally {
    releaseArena(arena);
  }
}

/** Runs a task in pieces of at most about 16 ms. */
export async function evaluateAsync<T>(
  mixture: Mixture,
  rows: Rows,
  task: Task<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const arena = arenaFor(mixture, rows);
  try {
    const { kernel } = await bindChoice(await choose({}), arena);
    return await runAsync(task(new Evaluator(mixture, rows, arena, kernel)), signal);
  } finally {
    releaseArena(arena);
  }
}

function layoutFor({ d, k, family }: Mixture, n: number) {
  return evaluationLayout(Math.min(Math.max(n, 1), sliceRows(d)), d, k, family);
}

function arenaFor(mixture: Mixture, rows: Rows): Arena {
  const { bytes } = layoutFor(mixture, rows.n);
  checkSize(bytes, { n: Math.min(rows.n, sliceRows(mixture.d)), d: mixture.d, k: mixture.k });
  return acquireArena(bytes, wantsWasm({}));
}

/** Rows of one mixture on one arena. */
export class Evaluator {
  readonly #mixture: Mixture;
  readonly #rows: Rows;
  readonly #kernel: Kernel;
  readonly #at: ReturnType<typeof evaluationLayout>['at'];
  readonly #scales: [number, number];

  constructor(mixture: Mixture, rows: Rows, arena: Arena, kernel: Kernel) {
    this.#mixture = mixture;
    this.#rows = rows;
    this.#kernel = kernel;
    this.#at = layoutFor(mixture, rows.n).at;
    this.#scales = splitPower(mixture.exponent);
    if (kernel.doubles.buffer !== arena.buffer) throw new Error('the kernel works on another arena');
    kernel.doubles.set(mixture.parameters, this.#at.parameters / 8);
    kernel.doubles.set(mixture.origin, this.#at.origin / 8);
  }

  #view(address: number, length: number): Float64Array {
    return this.#kernel.doubles.subarray(address / 8, address / 8 + length);
  }

  /** Reads rows into the staging area and packs them. */
  #pack(count: number, read: (staging: Float64Array) => number[] | number): void {
    const { d } = this.#mixture;
    const staging = this.#view(this.#at.staging, count * d);
    const kept = read(staging);
    const [scale1, scale2] = this.#scales;
    const bad = this.#kernel.functions.pack(
      this.#at.staging,
      count,
      d,
      this.#at.origin,
      scale1,
      scale2,
      this.#at.tiles,
    );
    if (bad < 0) return;
    const row = Math.floor(bad / d);
    throw badValue(staging[bad], this.#rows.place(typeof kept === 'number' ? kept + row : kept[row], bad % d));
  }

  /** Calls `use` for one piece of rows after the other, packed. */
  *#pieces(piece: number, use: (first: number, rows: number) => void): Steps<void> {
    for (let first = 0; first < this.#rows.n; first += piece) {
      const count = Math.min(piece, this.#rows.n - first);
      this.#pack(count, (staging) => {
        this.#rows.read(staging, first, count);
        return first;
      });
      use(first, count);
      yield;
    }
  }

  #evaluate(rows: number, logDensities: number, labels: number, responsibilities: number): void {
    const { d, k, family } = this.#mixture;
    const { tiles, parameters, scratch } = this.#at;
    const { functions } = this.#kernel;
    functions.evaluate(tiles, rows, d, k, family, parameters, logDensities, labels, responsibilities, scratch);
  }

  /** The likeliest component of each row. */
  *labels(): Steps<Int32Array> {
    const out = new Int32Array(this.#rows.n);
    const { labels } = this.#at;
    yield* this.#pieces(sliceRows(this.#mixture.d), (first, rows) => {
      this.#evaluate(rows, 0, labels, 0);
      out.set(this.#kernel.integers.subarray(labels / 4, labels / 4 + rows), first);
    });
    return out;
  }

  /** ln p(x) of each row, internal units. */
  *logDensities(): Steps<Float64Array> {
    const out = new Float64Array(this.#rows.n);
    const { logDensities } = this.#at;
    yield* this.#pieces(sliceRows(this.#mixture.d), (first, rows) => {
      this.#evaluate(rows, logDensities, 0, 0);
      out.set(this.#view(logDensities, rows), first);
    });
    return out;
  }

  /** Responsibilities of pieces of rows, each handed to `use` as a live view, row-major. */
  *responsibilities(use: (view: Float64Array, first: number) => void): Steps<void> {
    const { k, d } = this.#mixture;
    const piece = Math.max(1, Math.min(sliceRows(d), Math.floor(PIECE_NUMBERS / k)));
    const { responsibilities } = this.#at;
    yield* this.#pieces(piece, (first, rows) => {
      this.#evaluate(rows, 0, 0, responsibilities);
      use(this.#view(responsibilities, rows * k), first);
    });
  }

  /**
   * Σ w·ln p(x), internal units, and Σ w, summed as a fit sums them, so that on its training data a model gives its
   * log-likelihood to the bit.
   */
  *total(weights: Float64Array | undefined): Steps<{ logLikelihood: number; weight: number }> {
    const { d, k, family } = this.#mixture;
    const { tiles, parameters, scratch, statistics } = this.#at;
    const slice = sliceRows(d);
    const n = weights ? weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0) : this.#rows.n;
    const fold = new Fold(this.#kernel, statistics, 16, foldLevels(Math.ceil(n / slice)));
    fold.begin(2);
    let row = 0;
    let weight = weights ? 0 : n;
    for (let first = 0; first < n; first += slice) {
      const count = Math.min(slice, n - first);
      const kept: number[] = [];
      this.#pack(count, (staging) => {
        for (let i = 0; i < count; i++, row++) {
          while (weights && weights[row] === 0) row++;
          kept.push(row);
        }
        this.#readRows(staging, kept);
        return kept;
      });
      const w = weights ? this.#at.weights : 0;
      if (weights) {
        const to = this.#view(w, paddedRows(count)).fill(0);
        kept.forEach((index, i) => {
          to[i] = weights[index];
          weight += to[i];
        });
      }
      this.#kernel.functions.pass(tiles, count, d, k, family, parameters, 0, w, fold.slice, scratch);
      fold.add();
      yield;
    }
    return { logLikelihood: this.#kernel.doubles[fold.finish() / 8], weight };
  }

  /** Reads rows by ascending indices, neighbours together. */
  #readRows(staging: Float64Array, indices: number[]): void {
    const { d } = this.#mixture;
    for (let from = 0; from < indices.length; ) {
      let to = from + 1;
      while (to < indices.length && indices[to] === indices[to - 1] + 1) to++;
      this.#rows.read(staging.subarray(from * d), indices[from], to - from);
      from = to;
    }
  }
}
