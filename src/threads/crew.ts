// Who works on rows that do not stay: the calling thread, or others while it reads.

import { isSmall } from '../kernel/arena.js';
import type { Crew } from '../kernel/staged.js';
import type { Workspace } from '../kernel/workspace.js';
import type { CompiledModule, Signal } from '../platform.js';
import { Batches } from './batches.js';
import { guarded } from './guarded.js';
import type { StreamPlan } from './plan.js';
import { endThreads, returnThreads, type Thread, takeThreads } from './pool.js';

/** The call that the work is part of. */
interface Call {
  readonly signal: Signal;
  /** Ends everything that waits. */
  stop(reason: unknown): void;
}

/** What came of work with a crew; and how many threads that was, with the reason if they are fewer than planned. */
interface Crewed<T> {
  readonly value: T;
  readonly threads: number;
  readonly reason: string | undefined;
}

/**
 * Does work whose sweeps are shared by so many threads.
 *
 * @param module - the kernel; undefined for the twin
 * @param work - gets those who sweep for it; nobody if it is left to the calling thread
 */
export async function withCrew<T>(
  { threads, reason }: StreamPlan,
  call: Call,
  workspace: Workspace,
  module: CompiledModule | undefined,
  work: (crew: Crew | undefined) => Promise<T>,
): Promise<Crewed<T>> {
  if (threads === 1) return { value: await work(undefined), threads: 1, reason };
  const { signal } = call;
  let taken: readonly Thread[];
  try {
    taken = await takeThreads(threads, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return { value: await work(undefined), threads: 1, reason: `no threads could be started: ${why}` };
  }
  const crew = new Batches(taken, (error) => call.stop(error));
  const value = await guarded(taken, signal, async () => {
    await crew.open(workspace, module);
    const result = await work(crew);
    await crew.close();
    return result;
  });
  // a thread that waits never collects its garbage: large memory goes only when the thread goes
  if (isSmall(threads * workspace.arena.buffer.byteLength)) returnThreads(taken);
  else endThreads(taken);
  return { value, threads, reason };
}
