// The start of a fit on a stream that is not given: a sample of its rows is fitted in memory, with the whole search of
// `fit`, and what came of it is where the passes over all rows begin.

import { conduct } from '../conduct.js';
import { attempt } from '../errors.js';
import { copyFloor, type Floor } from '../kernel/floor.js';
import type { Frame } from '../kernel/packing.js';
import type { Workspace } from '../kernel/workspace.js';
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
  /** Whether the sample has settled the floor of variances; then it is in the workspace. */
  readonly floored: boolean;
  readonly warnings: string[];
}

/** Whether a start needs no rows to be looked for. */
export function isGiven({ meansInit, warmStart }: CheckedOptions): boolean {
  return meansInit !== undefined || warmStart !== undefined;
}

/**
 * Fits the sample.
 *
 * @param workspace - of the stream: takes the floor
 * @throws as `fit` does
 */
export function leadFrom(
  { rows, weights }: Sample,
  frame: Frame,
  workspace: Workspace,
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
  const { d } = workspace.size;
  const data = { data: rows, shape: [weights.length, d] };
  return conduct(
    data,
    options,
    async ({ job, standing: { best, failed, failure } }) => {
      if (!best) throw failure;
      // the runs may have been elsewhere, and the floor with them
      job.workspace.team = undefined;
      await runAsync(job.workspace.restoreOrder(true), signal);
      const floor = await runAsync(beforeRuns(job, 1), signal);
      if (floor.settled) copyFloor(job.workspace, workspace);
      const warnings = [...best.warnings];
      if (failed > 0) {
        warnings.push(`${failed} of ${job.settings.runs} runs ended in a singular covariance and were left out.`);
      }
      return { parameters: best.parameters, floored: floor.settled, warnings };
    },
    frame,
  );
}

/** The run over all rows. */
export function* streamRun(job: Job, lead: Lead | undefined): Steps<Standing> {
  if (!lead) return yield* allRuns(job);
  const before: Floor = yield* beforeRuns(job, 0);
  const floor: Floor = { ...before, settled: lead.floored };
  const standing: Standing = { failed: 0 };
  job.workspace.loadParameters(lead.parameters);
  enter(standing, yield* attempt(() => follow(job, floor, 0, lead.warnings)));
  return standing;
}
