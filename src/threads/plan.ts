// How many threads a call gets, and how they share the work. Never a matter of results: they are the same to the bit.

import { codeOf } from '../family.js';
import { passMilliseconds } from '../kernel/cost.js';
import { type KernelOptions, sharingObstacle } from '../kernel/load.js';
import { batchRows, type ProblemSize, packedBytes, sliceRows } from '../kernel/memory.js';
import type { CheckedOptions } from '../options.js';
import { concurrency } from '../platform.js';
import type { RunSettings } from '../runs.js';
import { spawnObstacle } from './spawn.js';

/** `'auto'` starts threads only for work of at least so many milliseconds: to start one takes some 40. */
const WORTH_STARTING = 200;
/** And has no more of them than give each this many milliseconds of a pass; a message takes some 0.05. */
const WORTH_SHARING = 0.5;
/** Iterations that a run is taken to need, to judge the work; at most `maxIter`. */
const TYPICAL_ITERATIONS = 50;
/** Whole runs are handed out to so many threads that their copies of the data take no more than this: 64 MiB. */
const COPIED_BYTES = 67_108_864;

/** What the caller says about threads. */
interface ThreadOptions extends KernelOptions {
  readonly threads?: number | 'auto';
  readonly onIteration?: unknown;
}

export interface Plan {
  /**
   * `alone`: the calling thread; `shared`: slices of each pass, in shared memory; `copies`: the same, each thread with a
   * copy of its rows; `runs`: whole runs, each thread with a copy of all rows.
   */
  readonly mode: 'alone' | 'shared' | 'copies' | 'runs';
  readonly threads: number;
  /** Those that share the sweeps of one workspace. */
  readonly workers: number;
  /** Why it is not what could have been expected. */
  readonly reason?: string;
}

/** The calling thread does everything. */
export const ALONE: Plan = { mode: 'alone', threads: 1, workers: 1 };

/** How a fit is shared. */
export function planFit(options: ThreadOptions, size: ProblemSize, { runs, maxIter }: RunSettings): Plan {
  const { threads: asked = 'auto' } = options;
  if (asked === 1) return ALONE;
  const { n, d, k, family } = size;
  const slices = Math.ceil(n / sliceRows(d));
  const pass = passMilliseconds(n, d, k, family);
  const most = asked === 'auto' ? concurrency() : asked;
  if (asked === 'auto' && pass * runs * Math.min(maxIter, TYPICAL_ITERATIONS) < WORTH_STARTING) return ALONE;
  const sharers = Math.min(most, slices, asked === 'auto' ? Math.max(1, Math.floor(pass / WORTH_SHARING)) : most);
  const affordable = Math.max(1, Math.floor(COPIED_BYTES / (packedBytes(size) * n * d)));
  const runners = options.onIteration ? 1 : Math.min(most, runs, affordable);
  const threads = Math.max(sharers, runners);
  if (threads === 1) return ALONE;
  const obstacle = spawnObstacle();
  if (obstacle) return { ...ALONE, reason: obstacle };
  if (runners >= sharers && pass < 2 * WORTH_SHARING * runners) {
    return { mode: 'runs', threads: runners, workers: 1 };
  }
  if (sharers === 1) return { mode: 'runs', threads: runners, workers: 1 };
  const reason = sharingObstacle(options);
  if (reason === undefined) return { mode: 'shared', threads: sharers, workers: sharers };
  return {
    mode: 'copies',
    threads: sharers,
    workers: sharers,
    reason: `each thread works on a copy of its rows: ${reason}`,
  };
}

/** How many threads fits of the same rows get that do not depend on each other. */
export function planMany(
  asked: number | 'auto',
  [n, d]: readonly [number, number],
  exercises: readonly { readonly options: CheckedOptions }[],
): number {
  if (asked === 1 || spawnObstacle()) return 1;
  const most = Math.min(asked === 'auto' ? concurrency() : asked, exercises.length);
  if (asked !== 'auto') return most;
  let work = 0;
  for (const { options } of exercises) {
    const { nComponents, covarianceType, maxIter } = options;
    work += passMilliseconds(n, d, nComponents, codeOf(covarianceType)) * Math.min(maxIter, TYPICAL_ITERATIONS);
  }
  return work < WORTH_STARTING ? 1 : most;
}

/** How many threads work on the passes over a stream. */
export interface StreamPlan {
  readonly threads: number;
  /** Why it is not what could have been expected. */
  readonly reason?: string;
}

/**
 * How a stream is shared: by batches of slices.
 *
 * @param n - rows; undefined if that is not known
 * @param passes - over them, at most
 */
export function planStream(
  asked: number | 'auto',
  { d, k, family }: ProblemSize,
  n: number | undefined,
  passes: number,
): StreamPlan {
  if (asked === 1) return { threads: 1 };
  const batches = n === undefined ? Number.POSITIVE_INFINITY : Math.ceil(n / batchRows(d));
  const work = passMilliseconds(n ?? batchRows(d), d, k, family) * Math.min(passes, TYPICAL_ITERATIONS);
  if (asked === 'auto' && work < WORTH_STARTING) return { threads: 1 };
  const threads = Math.min(asked === 'auto' ? concurrency() : asked, batches);
  if (threads === 1) return { threads };
  const obstacle = spawnObstacle();
  return obstacle ? { threads: 1, reason: obstacle } : { threads };
}

/** How many threads an evaluation gets. */
export function planEvaluation(asked: number | 'auto', n: number, d: number, k: number, family: number): number {
  if (asked === 1 || spawnObstacle()) return 1;
  const slices = Math.ceil(n / sliceRows(d));
  if (asked !== 'auto') return Math.min(asked, slices);
  // an evaluation is about half a pass
  const work = passMilliseconds(n, d, k, family) / 2;
  return work < WORTH_STARTING ? 1 : Math.min(concurrency(), slices);
}
