// Rows that do not stay, in other threads: the calling thread reads them, and hands out whole subtrees of slices to whoever
// is free. Their sums come back, and are folded in the order of the slices. A handful of batches are under way at a time,
// and their memory goes to and fro with them.

import { batchRows, parametersLength, sliceRows } from '../kernel/memory.js';
import { type Crew, type Supply, sweepStaged } from '../kernel/staged.js';
import { foldLevels } from '../kernel/subtrees.js';
import { SWEEPS, type SweepName } from '../kernel/sweeps.js';
import type { Workspace } from '../kernel/workspace.js';
import type { CompiledModule } from '../platform.js';
import { runSync, type Steps } from '../steps.js';
import type { BatchAnswer, BatchTask, SweepTerms } from './messages.js';
import type { Thread } from './pool.js';

/** Batches under way for each thread: one that it works on, one that waits, and one on its way. */
const UNDER_WAY = 3;

/** Levels of the tree over the slices of one batch, at most. */
const BATCH_LEVELS = 1;

/** Memory of one batch. */
interface Buffers {
  readonly rows: Float64Array;
  readonly weights: Float64Array | undefined;
}

export class Batches implements Crew {
  readonly #threads: readonly Thread[];
  readonly #fail: (error: unknown) => void;
  #free: Buffers[] = [];

  /** @param fail - is told when a batch has failed, while others may be waited for */
  constructor(threads: readonly Thread[], fail: (error: unknown) => void) {
    this.#threads = threads;
    this.#fail = fail;
  }

  /** Gives each thread a workspace like this one. */
  async open(workspace: Workspace, module: CompiledModule | undefined): Promise<void> {
    const { size, share, coordinates, at } = workspace;
    const { d, weighted } = size;
    const rows = {
      origin: workspace.view(at.origin, d).slice(),
      level: workspace.view(at.level, d).slice(),
      weights: undefined,
      tiles: new Float64Array(0),
    };
    const problem = { size, share, coordinates };
    await Promise.all(this.#threads.map((thread) => thread.call({ task: 'keep', module, problem, rows })));
    const room = batchRows(d);
    this.#free = Array.from({ length: UNDER_WAY * this.#threads.length }, () => ({
      rows: new Float64Array(room * d),
      weights: weighted ? new Float64Array(room) : undefined,
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.call({ task: 'forget' })));
  }

  *sweep(workspace: Workspace, name: SweepName, argument: number, supply: Supply): Steps<void> {
    const terms = termsOf(workspace, name, argument);
    const queue = new Queue(this.#threads, terms);
    const perBatch = batchRows(workspace.size.d) / sliceRows(workspace.size.d);
    let sent = 0;
    for (let folded = 0; !supply.ended || folded < sent; ) {
      const answer = queue.take(folded);
      if (answer) {
        enter(workspace, name, answer);
        this.#free.push({ rows: answer.rows, weights: answer.weights });
        folded++;
        continue;
      }
      const buffers = supply.ended ? undefined : this.#free.pop();
      if (!buffers) {
        yield queue.news();
        continue;
      }
      const rows = yield* supply.fill(buffers.rows, buffers.weights, 0);
      if (rows === 0) {
        this.#free.push(buffers);
        continue;
      }
      queue.send({ slice: sent * perBatch, count: rows, ...buffers }, sent++, this.#fail);
      yield;
    }
  }
}

/** What all batches of a sweep have in common. */
function termsOf(workspace: Workspace, name: SweepName, argument: number): SweepTerms {
  const { d, k, family } = workspace.size;
  const { parameters, centres, groups, metric } = workspace.at;
  return {
    name,
    argument,
    parameters: workspace.view(parameters, parametersLength(d, k, family)).slice(),
    centres: workspace.view(centres, k * d).slice(),
    groups: workspace.view(groups, k * d).slice(),
    metric: workspace.view(metric, d).slice(),
  };
}

/** Adds the sum of a batch to the fold, and notes a row that is further from its centre than those before. */
function enter(workspace: Workspace, name: SweepName, { sum, furthest }: BatchAnswer): void {
  const { fold, at, size } = workspace;
  const level = Math.min(BATCH_LEVELS, foldLevels(workspace.count('slices')));
  workspace.view(fold.leaf, SWEEPS[name].length(size)).set(sum);
  fold.add(level, fold.leaf);
  const most = workspace.view(at.furthest, 3);
  if (furthest[0] > most[0]) most.set(furthest);
}

/** Batches on their way, and the answers that have come before their turn. */
class Queue {
  readonly #threads: readonly Thread[];
  readonly #terms: SweepTerms;
  /** Batches that each thread has been given and not answered. */
  readonly #loads: number[];
  /** Who knows the terms. */
  readonly #told: boolean[];
  readonly #answers = new Map<number, BatchAnswer>();
  #wake: () => void = () => {};

  constructor(threads: readonly Thread[], terms: SweepTerms) {
    this.#threads = threads;
    this.#terms = terms;
    this.#loads = threads.map(() => 0);
    this.#told = threads.map(() => false);
  }

  /** The answer to the batch with that number, once it is there. */
  take(number: number): BatchAnswer | undefined {
    const answer = this.#answers.get(number);
    this.#answers.delete(number);
    return answer;
  }

  /** Fulfilled when the next answer has come. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  send(batch: Omit<BatchTask, 'task' | 'terms'>, number: number, fail: (error: unknown) => void): void {
    const worker = this.#loads.indexOf(Math.min(...this.#loads));
    const terms = this.#told[worker] ? undefined : this.#terms;
    this.#told[worker] = true;
    this.#loads[worker]++;
    const transfer = [batch.rows, ...(batch.weights ? [batch.weights] : [])].map(({ buffer }) => buffer as ArrayBuffer);
    this.#threads[worker].call<BatchAnswer>({ task: 'batch', terms, ...batch }, transfer).then((answer) => {
      this.#loads[worker]--;
      this.#answers.set(number, answer);
      this.#wake();
    }, fail);
  }
}

/** A thread's side: takes the terms of a sweep. */
export function acceptTerms(workspace: Workspace, { parameters, centres, groups, metric }: SweepTerms): void {
  const { at } = workspace;
  workspace.loadParameters(parameters);
  workspace.view(at.centres, centres.length).set(centres);
  workspace.view(at.groups, groups.length).set(groups);
  workspace.view(at.metric, metric.length).set(metric);
}

/** A thread's side: the sum of one batch. */
export function sweepBatch(workspace: Workspace, { name, argument }: SweepTerms, batch: BatchTask): BatchAnswer {
  const { slice, count, rows, weights } = batch;
  const { d } = workspace.size;
  const { fold, at } = workspace;
  const length = SWEEPS[name].length(workspace.size);
  workspace.view(at.staging, count * d).set(rows.subarray(0, count * d));
  workspace.view(at.furthest, 3).fill(0);
  fold.begin(length, BATCH_LEVELS);
  runSync(sweepStaged(workspace, name, argument, { slice, rows: count, weights }));
  const sum = workspace.view(fold.finish(), length).slice();
  return { sum, furthest: workspace.view(at.furthest, 3).slice(), rows, weights };
}
