// Who runs an evaluation: the calling thread, at once or in pieces, or other threads.

import type { Rows } from '../data.js';
import { type Arena, acquireArena, releaseArena } from '../kernel/arena.js';
import { bindChoice, bindChoiceSync, type Choice, choose, chooseSync, wantsWasm } from '../kernel/load.js';
import { checkSize } from '../kernel/memory.js';
import type { Signal } from '../platform.js';
import { runAsync, runSync, type Steps } from '../steps.js';
import { evaluateInThreads } from '../threads/evaluate.js';
import { planEvaluation } from '../threads/plan.js';
import { takeThreadsIfAny } from '../threads/pool.js';
import { Evaluator, evaluationBytes, type Mixture } from './evaluator.js';

/** What is done with an evaluator on a kernel. */
type Task<T> = (evaluator: Evaluator) => Steps<T>;

/** Runs a task on the calling thread, on the kernel of `choice` or on whatever runs here. */
export function evaluateSync<T>(mixture: Mixture, choice: Choice | undefined, rows: Rows, task: Task<T>): T {
  const chosen = choice ?? chooseSync({});
  const arena = arenaFor(mixture, rows);
  try {
    return runSync(task(new Evaluator(mixture, rows, bindChoiceSync(chosen, arena).kernel)));
  } finally {
    releaseArena(arena);
  }
}

/** How a task may be run that gives a number for each row. */
interface Asynchronously<Out> {
  readonly threads: number | 'auto';
  readonly signal: Signal | undefined;
  /** Room for the numbers of n rows: Int32Array for labels, Float64Array for log-densities. */
  readonly out: (n: number) => Out;
  readonly task: Task<Out>;
}

/** Runs a task in other threads, or in pieces of at most about 16 ms. */
export async function evaluateAsync<Out extends Int32Array | Float64Array>(
  mixture: Mixture,
  choice: Choice | undefined,
  rows: Rows,
  { threads, signal, out, task }: Asynchronously<Out>,
): Promise<Out> {
  if (signal?.aborted) throw signal.reason;
  const chosen = choice ?? (await choose({}));
  const { d, k, family } = mixture;
  const count = planEvaluation(threads, rows.n, d, k, family);
  if (count > 1) {
    const taken = await takeThreadsIfAny(count, signal);
    const check = (part: Rows) => void evaluateSync(mixture, chosen, part, task);
    if (taken) return evaluateInThreads(taken, mixture, chosen.module, rows, out(rows.n), signal, check);
  }
  const arena = arenaFor(mixture, rows);
  try {
    const { kernel } = await bindChoice(chosen, arena);
    return await runAsync(task(new Evaluator(mixture, rows, kernel)), signal);
  } finally {
    releaseArena(arena);
  }
}

function arenaFor(mixture: Mixture, rows: Rows): Arena {
  const bytes = evaluationBytes(mixture, rows.n);
  checkSize(bytes, `an evaluation of d = ${mixture.d} features and ${mixture.k} components`);
  return acquireArena(bytes, wantsWasm({}));
}
