// A job from its data to its best run, on whatever kernel and threads there are.

import type { Data } from './data.js';
import {
  bindChoice,
  type Choice,
  choose,
  chooseShared,
  type Execution,
  packingKernel,
  wantsWasm,
} from './kernel/load.js';
import type { Frame } from './kernel/packing.js';
import type { CheckedOptions } from './options.js';
import type { CompiledModule } from './platform.js';
import { openJob } from './problem.js';
import { allRuns, type Job, type Standing } from './runs.js';
import { runAsync } from './steps.js';
import { fitInThreads } from './threads/fit.js';
import { ALONE, type Plan, planFit } from './threads/plan.js';
import { abandon, acquire, release } from './threads/retained.js';

/** A job that is done; its memory is there until whoever looks at it returns. */
export interface Done {
  readonly job: Job;
  readonly standing: Standing;
  readonly execution: Execution;
  readonly choice: Choice;
}

/**
 * Reads the data, before it returns, and runs its job.
 *
 * @param frame - of other rows, if these are a sample of them; else their own
 * @param look - takes what is wanted of it
 */
export async function conduct<T>(
  data: Data,
  checked: CheckedOptions,
  look: (done: Done) => T | Promise<T>,
  frame?: Frame,
): Promise<T> {
  let plan: Plan = ALONE;
  const site = (...sizes: [Parameters<typeof planFit>[1], Parameters<typeof planFit>[2]]) => {
    plan = planFit(checked, ...sizes);
    const share = { worker: 0, workers: plan.workers, holds: 'all' as const };
    return { share, acquire: (bytes: number, wasm: boolean) => acquire(bytes, wasm, plan.mode === 'shared'), release };
  };
  const job = openJob(data, checked, wantsWasm(checked), packingKernel, site, frame);
  const { arena } = job.workspace;
  let quiet = !arena.shared;
  try {
    const choice = await choose(checked);
    const own = plan.mode === 'shared' ? await chooseShared(choice) : choice;
    const { kernel, execution } = await bindChoice(own, arena, checked);
    job.workspace.use(kernel);
    const module = execution.backend === 'wasm' ? own.module : undefined;
    const { standing, threads, reason } = await runJob(job, plan, module, checked);
    quiet = true;
    return await look({ job, standing, execution: because({ ...execution, threads }, reason), choice });
  } finally {
    // a thread that was ended in the middle of its work may still be writing
    if (quiet) release(arena);
    else abandon(arena);
  }
}

/** All runs, in threads if there are to be any; and what of that is to be told. */
async function runJob(job: Job, plan: Plan, module: CompiledModule | undefined, options: CheckedOptions) {
  const { threads } = plan;
  let { reason } = plan;
  if (threads > 1) {
    const threaded = await fitInThreads(job, plan, module, options);
    if (threaded.standing) return { standing: threaded.standing, threads, reason };
    reason = threaded.reason;
  }
  return { standing: await runAsync(allRuns(job), options.signal), threads: 1, reason };
}

/** One reason more, if there is one, why it is not what was asked for. */
export function because(execution: Execution, reason: string | undefined): Execution {
  if (reason === undefined) return execution;
  const { fallbackReason } = execution;
  return { ...execution, fallbackReason: fallbackReason === undefined ? reason : `${fallbackReason}; ${reason}` };
}
