// The start of a fit on a stream that is not given: a sample of its rows is fitted in memory, with the whole search of
// `fit`, and what came of it is where the passes over all rows begin.

import { conduct } from '../conduct.js';
import { attempt } from '../errors.js';
import { loadFloor, type SavedFloor, saveFloor } from '../kernel/floor.js';
import type { Frame } from '../kernel/packing.js';
import type { CheckedOptions } from '../options.js';
import type { Signal } from '../platform.js';
import { allRuns, beforeRuns, enter, follow, type Job, type Standing } from '../runs.js';
import { runAsync, type Steps } from '../steps.js';
import type { Sample } from './reservoir.js';

/** How far `fit` goes if nobody says otherwise: `maxIter` is about the passes over all rows, and so is a `tol` of 0. */
const MOST_ITERATIONS = 2000;
const LEAST_TOL = 1e-7;

/** Where the passes over all rows begin. */
export interface Lead {
  readonly parameters: Float64Array;
  /** The floor of variances, if the sample has settled it. */
  readonly floor: SavedFloor | undefined;
  readonly warnings: string[];
}

/** Whether a start needs no rows to be looked for. */
export function isGiven({ meansInit, warmStart }: CheckedOptions): boolean {
  return meansInit !== undefined || warmStart !== undefined;
}

/**
 * Fits the sample.
 *
 * @param frame - of the stream, in which its parameters are
 * @throws as `fit` does
 */
export function leadFrom(
  { rows, weights }: Sample,
  frame: Frame,
  checked: CheckedOptions,
  signal: Signal,
): Promise<Lead> {
  const { onIteration: _, ...rest } = checked;
  const options = {
    ...rest,
    maxIter: MOST_ITERATIONS,
    tol: Math.max(checked.tol, LEAST_TOL),
    signal,
    sampleWeight: weights,
  };
  const data = { data: rows, shape: [weights.length, frame.origin.length] };
  return conduct(
    data,
    options,
    async ({ job, standing: { best, failed, failure } }) => {
      if (!best) throw failure;
      // the runs may have been elsewhere, and the floor with them
      job.workspace.team = undefined;
      await runAsync(job.workspace.restoreOrder(true), signal);
      const { settled } = await runAsync(beforeRuns(job, 1), signal);
      const warnings = [...best.warnings];
      if (failed > 0) {
        warnings.push(`${failed} of ${job.settings.runs} runs ended in a singular covariance and were left out.`);
      }
      const floor = settled ? saveFloor(job.workspace) : undefined;
      return { parameters: best.parameters, floor, warnings };
    },
    frame,
  );
}

/** The run over all rows. */
export function* streamRun(job: Job, lead: Lead | undefined): Steps<Standing> {
  if (!lead) return yield* allRuns(job);
  const floor = yield* beforeRuns(job, 0);
  if (lead.floor) {
    loadFloor(job.workspace, lead.floor);
    floor.settled = true;
  }
  const standing: Standing = { failed: 0 };
  job.workspace.loadParameters(lead.parameters);
  enter(standing, yield* attempt(follow(job, floor, 0, lead.warnings)));
  return standing;
}
