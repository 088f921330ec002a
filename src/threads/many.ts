// Many fits of the same rows: each goes out to whoever is free, and what comes back is heard at once.

import { sharesMemory } from '../kernel/load.js';
import type { Signal } from '../platform.js';
import type { Engine, Exercise, Sheet, Solution } from '../solve.js';
import { solve } from '../solve.js';
import { runAsync } from '../steps.js';
import { guarded } from './guarded.js';
import { planMany } from './plan.js';
import { returnThreads, type Thread, takeThreadsIfAny } from './pool.js';

/** How they are run. */
export interface Conduct {
  readonly threads: number | 'auto';
  readonly signal: Signal | undefined;
  readonly engine: Engine;
}

/**
 * Runs all exercises.
 *
 * @param heard - is told of each end, in the order in which they come; what it throws ends everything
 * @throws the signal's reason, or Error if a thread died; a fit that fails is an end, and no reason to stop
 */
export async function solveMany(
  sheet: Sheet,
  exercises: readonly Exercise[],
  { threads: asked, signal, engine }: Conduct,
  heard: (index: number, end: Solution | Error) => void,
): Promise<void> {
  const count = planMany(asked, sheet.shape, exercises);
  const threads = count > 1 ? await takeThreadsIfAny(count, signal) : undefined;
  if (!threads) {
    for (const [index, exercise] of exercises.entries()) {
      heard(index, await ended(() => runAsync(solve(sheet, exercise, engine), signal), signal));
    }
    return;
  }
  const seen = visible(sheet);
  let next = 0;
  await guarded(threads, signal, () =>
    Promise.all(
      threads.map(async (thread) => {
        await thread.call({ task: 'read', sheet: seen, engine });
        while (next < exercises.length) {
          const index = next++;
          heard(
            index,
            await ended(() => thread.call<Solution>({ task: 'solve', exercise: exercises[index] }), signal, thread),
          );
        }
        await thread.call({ task: 'forget' });
      }),
    ),
  );
  returnThreads(threads);
}

/** The solution, or why there is none; throws if that is not the fit's fault. */
async function ended(
  run: () => Promise<Solution>,
  signal: Signal | undefined,
  thread?: Thread,
): Promise<Solution | Error> {
  try {
    return await run();
  } catch (error) {
    if (signal?.aborted || thread?.alive === false || !(error instanceof Error)) throw error;
    return error;
  }
}

/** In memory that all threads see, where there is such; else each gets a copy. */
function visible(sheet: Sheet): Sheet {
  if (!sharesMemory()) return sheet;
  const data = new Float64Array(new SharedArrayBuffer(sheet.data.byteLength));
  data.set(sheet.data);
  return { ...sheet, data: data as Float64Array<ArrayBufferLike> as Float64Array };
}
