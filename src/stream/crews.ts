// Who works on a pass: the calling thread, or others while it reads.

import { isSmall } from '../kernel/arena.js';
import type { Workspace } from '../kernel/workspace.js';
import type { CompiledModule } from '../platform.js';
import { Batches } from '../threads/batches.js';
import { guarded } from '../threads/guarded.js';
import type { StreamPlan } from '../threads/plan.js';
import { endThreads, returnThreads, takeThreads } from '../threads/pool.js';
import type { Passes } from './passes.js';
import type { Session } from './session.js';

/** What came of work with a crew; and how many threads that was, with the reason if they are fewer than planned. */
interface Crewed<T> {
  readonly value: T;
  readonly threads: number;
  readonly reason: string | undefined;
}

/** Does work whose sweeps over the source are shared by so many threads. */
export async function withCrew<T>(
  { threads, reason }: StreamPlan,
  session: Session,
  passes: Passes,
  workspace: Workspace,
  module: CompiledModule | undefined,
  work: () => Promise<T>,
): Promise<Crewed<T>> {
  if (threads === 1) return { value: await work(), threads: 1, reason };
  const { signal } = session;
  let taken: Awaited<ReturnType<typeof takeThreads>>;
  try {
    taken = await takeThreads(threads, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return { value: await work(), threads: 1, reason: `no threads could be started: ${why}` };
  }
  const crew = new Batches(taken, (error) => session.stop(error));
  const value = await guarded(taken, signal, async () => {
    await crew.open(workspace, module);
    passes.crew = crew;
    const result = await work();
    await crew.close();
    return result;
  });
  // a thread that waits never collects its garbage: large memory goes only when the thread goes
  if (isSmall(threads * workspace.arena.buffer.byteLength)) returnThreads(taken);
  else endThreads(taken);
  return { value, threads, reason };
}
