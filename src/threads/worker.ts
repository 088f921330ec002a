// What a thread runs: it waits for assignments and answers them one after the other.

import type { Progress } from '../em.js';
import { SingularCovarianceError } from '../errors.js';
import { type Arena, acquireArena, arenaOf, releaseArena } from '../kernel/arena.js';
import { bindModule } from '../kernel/bind.js';
import type { Floor } from '../kernel/floor.js';
import { fitLayout } from '../kernel/memory.js';
import { Workspace } from '../kernel/workspace.js';
import { Evaluator, evaluationBytes } from '../model/evaluator.js';
import { builtin } from '../platform.js';
import { allRuns, beforeRuns, oneRun } from '../runs.js';
import { solve } from '../solve.js';
import { runSync, runWaiting, type Steps } from '../steps.js';
import { Barrier, follow } from './barrier.js';
import { acceptTerms, sweepBatch } from './batches.js';
import { sweepOwn } from './copies.js';
import { type Assignment, type Message, type SweepTerms, sendError } from './messages.js';
import { SharedShortRunners } from './short-runs.js';

type Task<Name extends Assignment['task']> = Extract<Assignment, { task: Name }>;

interface Port {
  postMessage(message: Message, transfer: ArrayBuffer[]): void;
}

/** Messages from the calling thread, and of those that could not be read the fact. */
interface Ear {
  heard(message: unknown): void;
  garbled(): void;
}

function portOfThread(): Port & { hear(ear: Ear): void } {
  const threads = builtin<{ parentPort: (Port & { on(event: string, listener: unknown): void }) | null }>(
    'node:worker_threads',
  );
  const port = threads?.parentPort;
  if (port) {
    return {
      postMessage: (message, transfer) => port.postMessage(message, transfer),
      hear: ({ heard, garbled }) => {
        port.on('message', heard);
        port.on('messageerror', garbled);
      },
    };
  }
  const scope = globalThis as unknown as Port & Record<'onmessage' | 'onmessageerror', unknown>;
  return {
    postMessage: (message, transfer) => scope.postMessage(message, transfer),
    hear: ({ heard, garbled }) => {
      scope.onmessage = ({ data }: { data: unknown }) => heard(data);
      scope.onmessageerror = garbled;
    },
  };
}

const port = portOfThread();

/** Rows that are kept, in an arena of this thread's own, and the floor of runs on them; or the sweep of rows that pass. */
let kept: { workspace: Workspace; arena: Arena; floor?: Floor; terms?: SweepTerms } | undefined;
/** Rows for fits of their own. */
let held: Task<'read'> | undefined;
/** Takes the answer to the progress that was told. */
let resume: ((answer: boolean) => void) | undefined;

function workspaceOn(memory: Task<'lead'>['memory'], { problem, module }: Task<'lead'> | Task<'follow'>): Workspace {
  const arena = arenaOf(memory);
  const workspace = new Workspace(problem.size, arena, bindModule(module, arena), problem.share);
  workspace.coordinates = problem.coordinates;
  return workspace;
}

/** Tells the caller's thread of a pass, and waits for what it says. */
function* ask(progress: Progress): Steps<boolean> {
  let answer = true;
  yield new Promise<void>((resolve) => {
    resume = (said) => {
      answer = said;
      resolve();
    };
    port.postMessage({ progress }, []);
  });
  return answer;
}

async function lead(assignment: Task<'lead'>) {
  const { problem, settings, given, watched, memory } = assignment;
  const workspace = workspaceOn(memory, assignment);
  const barrier = new Barrier(workspace, problem.share.workers - 1);
  workspace.team = barrier;
  try {
    const shortRunners = new SharedShortRunners(workspace, (...order) => barrier.together(...order));
    const report = watched ? ask : undefined;
    const standing = await runWaiting(allRuns({ workspace, settings, given, report, shortRunners }));
    return { ...standing, failure: standing.failure && sendError(standing.failure) };
  } finally {
    barrier.end();
  }
}

function keep({ problem, module, rows }: Task<'keep'>): void {
  forget();
  const arena = acquireArena(fitLayout(problem.size, problem.share).bytes, module !== undefined);
  const workspace = new Workspace(problem.size, arena, bindModule(module, arena), problem.share);
  workspace.coordinates = problem.coordinates;
  const { at } = workspace;
  workspace.view(at.origin, rows.origin.length).set(rows.origin);
  workspace.view(at.level, rows.level.length).set(rows.level);
  workspace.view(at.tiles, rows.tiles.length).set(rows.tiles);
  if (rows.weights) workspace.view(at.weights, rows.weights.length).set(rows.weights);
  workspace.asPacked();
  kept = { workspace, arena };
}

function forget(): void {
  if (kept) releaseArena(kept.arena);
  kept = undefined;
  held = undefined;
}

function sweep({ name, argument, parameters, centres }: Task<'sweep'>): Float64Array {
  const { workspace } = kept!;
  workspace.loadParameters(parameters);
  workspace.view(workspace.at.centres, centres.length).set(centres);
  return sweepOwn(workspace, name, argument);
}

function batch(assignment: Task<'batch'>): unknown {
  const { workspace } = kept!;
  if (assignment.terms) {
    kept!.terms = assignment.terms;
    acceptTerms(workspace, assignment.terms);
  }
  return sweepBatch(workspace, kept!.terms!, assignment);
}

function run({ settings, given, index }: Task<'run'>): unknown {
  const job = { workspace: kept!.workspace, settings, given, report: undefined };
  kept!.floor ??= runSync(beforeRuns(job, index));
  const end = runSync(oneRun(job, kept!.floor, index));
  return end instanceof SingularCovarianceError ? { error: sendError(end) } : end;
}

function evaluate({ module, mixture, rows, what }: Task<'evaluate'>): Int32Array | Float64Array {
  const { d } = mixture;
  const n = rows.length / d;
  const source = {
    n,
    d,
    read: (target: Float64Array, first: number, count: number) =>
      target.set(rows.subarray(first * d, (first + count) * d)),
    place: (row: number, feature: number) => `row ${row}, feature ${feature}`,
  };
  const arena = acquireArena(evaluationBytes(mixture, n), module !== undefined);
  try {
    const evaluator = new Evaluator(mixture, source, bindModule(module, arena));
    return runSync<Int32Array | Float64Array>(what === 'labels' ? evaluator.labels() : evaluator.logDensities());
  } finally {
    releaseArena(arena);
  }
}

async function answer(assignment: Assignment): Promise<unknown> {
  switch (assignment.task) {
    case 'lead':
      return lead(assignment);
    case 'follow':
      return follow(workspaceOn(assignment.memory, assignment));
    case 'keep':
      return keep(assignment);
    case 'sweep':
      return sweep(assignment);
    case 'batch':
      return batch(assignment);
    case 'run':
      return run(assignment);
    case 'read':
      held = assignment;
      return undefined;
    case 'solve':
      return runSync(solve(held!.sheet, assignment.exercise, held!.engine));
    case 'forget':
      return forget();
    case 'evaluate':
      return evaluate(assignment);
  }
}

/** What of an answer need not be copied: an array, or those of a batch. */
function buffersIn(done: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(done)) return [done.buffer as ArrayBuffer];
  const isBatch = typeof done === 'object' && done !== null && 'sum' in done;
  return isBatch ? Object.values(done).flatMap(buffersIn) : [];
}

async function heard(message: unknown): Promise<void> {
  // a nudge
  if (message === null) return;
  if (typeof message === 'boolean') {
    resume?.(message);
    return;
  }
  try {
    const done = await answer(message as Assignment);
    const transfer = buffersIn(done);
    port.postMessage({ answer: done }, transfer);
  } catch (error) {
    port.postMessage({ error: sendError(error) }, []);
  }
}

function garbled(): void {
  port.postMessage({ error: sendError(new Error('a message could not be read by a worker thread')) }, []);
}

port.hear({ heard, garbled });
port.postMessage({ ready: true }, []);
