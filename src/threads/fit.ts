// A fit in other threads: all runs led by one of them with the help of the others, or runs handed out whole.

import type { Progress } from '../em.js';
import type { SingularCovarianceError } from '../errors.js';
import { isSmall } from '../kernel/arena.js';
import { ALONE, fitLayout } from '../kernel/memory.js';
import type { CheckedOptions } from '../options.js';
import type { CompiledModule, Signal } from '../platform.js';
import { allRuns, enter, type Job, type Outcome, type Standing } from '../runs.js';
import { runAsync } from '../steps.js';
import { tell } from '../watch.js';
import { buffersOf, Copies, copyRows } from './copies.js';
import { guarded } from './guarded.js';
import { receiveError, type SentError } from './messages.js';
import type { Plan } from './plan.js';
import { endThreads, returnThreads, type Thread, takeThreads } from './pool.js';
import { retain } from './retained.js';

/** What came of it; or why no threads could be started. */
export type Threaded = { readonly standing: Standing } | { readonly standing?: undefined; readonly reason: string };

/**
 * Runs a job in threads.
 *
 * @param module - the kernel, for the memory that the plan says; undefined for the twin
 * @throws what the runs throw, the signal's reason, or Error if a thread died
 */
export async function fitInThreads(
  job: Job,
  plan: Plan,
  module: CompiledModule | undefined,
  options: CheckedOptions,
): Promise<Threaded> {
  let threads: Thread[];
  try {
    threads = await takeThreads(plan.threads, options.signal);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { reason: `no threads could be started: ${reason}` };
  }
  const standing = await guarded(threads, options.signal, () => {
    if (plan.mode === 'runs') return handOutRuns(job, threads, module, options.signal);
    if (plan.mode === 'copies') return shareCopies(job, threads, module, options);
    return shareMemory(job, threads, module, options);
  });
  const { arena, size } = job.workspace;
  if (plan.mode === 'shared') {
    returnThreads(threads);
    retain(arena, threads);
  } else if (isSmall(threads.length * fitLayout(size).bytes)) returnThreads(threads);
  // a thread that waits never collects its garbage: large memory of its own goes only when it goes
  else endThreads(threads);
  return { standing };
}

/** One thread leads and tells of progress, the others follow; all on the job's memory. */
async function shareMemory(
  { workspace, settings, given }: Job,
  threads: readonly Thread[],
  module: CompiledModule | undefined,
  options: CheckedOptions,
): Promise<Standing> {
  const { size, coordinates, arena, at, kernel } = workspace;
  kernel.integers.fill(0, at.control / 4, at.control / 4 + 16);
  const memory = arena.memory ?? arena.buffer;
  const problem = (worker: number) => ({
    size,
    coordinates,
    share: { worker, workers: threads.length, holds: 'all' as const },
  });
  const watched = options.onIteration !== undefined;
  return new Promise((resolve, reject) => {
    const hear = (said: unknown) => {
      try {
        threads[0].say(tell(workspace, options, said as Progress));
      } catch (error) {
        reject(error);
      }
    };
    const lead = { task: 'lead', module, memory, problem: problem(0), settings, given, watched } as const;
    const led = threads[0].call<Standing & { failure?: SentError }>(lead, [], hear);
    const followed = threads
      .slice(1)
      .map((thread, at) => thread.call({ task: 'follow', module, memory, problem: problem(at + 1) }));
    Promise.all([led, ...followed]).then(([standing]) => {
      const { failure } = standing as { failure?: SentError };
      resolve({
        ...(standing as Standing),
        ...(failure && { failure: receiveError(failure) as SingularCovarianceError }),
      });
    }, reject);
  });
}

/** The calling thread leads; each of the others has a copy of its rows. */
async function shareCopies(
  job: Job,
  threads: readonly Thread[],
  module: CompiledModule | undefined,
  options: CheckedOptions,
): Promise<Standing> {
  const { workspace } = job;
  const team = new Copies(threads);
  await team.handOut(workspace, module);
  workspace.team = team;
  const standing = await runAsync(allRuns(job), options.signal);
  await Promise.all(threads.map((thread) => thread.call({ task: 'forget' })));
  return standing;
}

/** Each thread has a copy of all rows, and takes the next run when it has done one. */
async function handOutRuns(
  { workspace, settings, given }: Job,
  threads: readonly Thread[],
  module: CompiledModule | undefined,
  signal: Signal | undefined,
): Promise<Standing> {
  const { size, coordinates } = workspace;
  await runAsync(workspace.measure(), signal);
  const standing: Standing = { failed: 0 };
  // those that came before their turn: ties go to the earlier run
  const early = new Map<number, Outcome | SingularCovarianceError>();
  let next = 0;
  let entered = 0;
  await Promise.all(
    threads.map(async (thread) => {
      const rows = copyRows(workspace, ALONE);
      await thread.call({ task: 'keep', module, problem: { size, share: ALONE, coordinates }, rows }, buffersOf(rows));
      while (next < settings.runs) {
        const index = next++;
        const end = await thread.call<Outcome | { error: SentError }>({ task: 'run', index, settings, given });
        early.set(index, 'error' in end ? (receiveError(end.error) as SingularCovarianceError) : end);
        for (let outcome = early.get(entered); outcome; outcome = early.get(entered)) {
          enter(standing, outcome);
          early.delete(entered++);
        }
      }
      await thread.call({ task: 'forget' });
    }),
  );
  return standing;
}
