// EM over rows that are read again on every pass: a survey, a start, and then the loop of `fit`.

import { because } from '../conduct.js';
import type { CovarianceSynonym, CovarianceType, FamilyOf } from '../family.js';
import { codeOf } from '../family.js';
import { acquireArena, releaseArena } from '../kernel/arena.js';
import { bindChoice, type Choice, choose, wantsWasm } from '../kernel/load.js';
import { checkSize, fitLayout, PASSING, type ProblemSize } from '../kernel/memory.js';
import { placeFrame } from '../kernel/packing.js';
import { Workspace } from '../kernel/workspace.js';
import { type GaussianMixture, modelOf } from '../model.js';
import type { CheckedOptions } from '../options.js';
import { checkPrior } from '../prior.js';
import { checkCounts, modelStateOf, settingsOf } from '../problem.js';
import type { Job, RunSettings } from '../runs.js';
import { exponentOf, timesPower } from '../scale.js';
import { checkStart, type GivenParts, placeStart } from '../starts/given.js';
import { runAsync } from '../steps.js';
import { withCrew } from '../threads/crew.js';
import { planStream } from '../threads/plan.js';
import { reportTo, throwIfAborted } from '../watch.js';
import { requireSummable } from '../weights.js';
import { Moments } from './moments.js';
import { checkStreamOptions, type StreamFitOptions } from './options.js';
import { Passes } from './passes.js';
import { Session } from './session.js';
import { openSource, type StreamInput } from './source.js';
import { isGiven, leadFrom, streamRun } from './start.js';
import { type Survey, survey } from './survey.js';

/**
 * Fits a Gaussian mixture to rows that need not fit into memory: exact EM, which reads the source again on every pass. Memory
 * does not grow with the number of rows.
 *
 * From the same start the model is the one that `fit` finds: the same to the last bit below 24 features (from there on
 * `fit` puts rows in order as it goes), whatever the chunks and the number of threads. A start that is not given comes
 * from a sample of some ten thousand rows, drawn by the seed and fitted as `fit` does; `nInit` and `initParams` are about
 * that fit, and the passes over all rows begin where it ended. `history` and `nIter` are those of the passes.
 *
 * One reading comes before them, in which rows are counted, weighed and drawn, and means and variances summed up. Where
 * weights differ these take a second one: its sums have the bits of `fit`'s only on the scale that the first has found.
 * Whether the end of the sample's fit is healthy on all
 * rows shows after the passes alone; if not, `warnings` say so.
 *
 * @param source - chunks of n samples of d features in all, the same on every pass
 * @throws TypeError for a source or options of the wrong kind
 * @throws RangeError for values or shapes that are wrong, with the chunk and the row; for K > n; and for a source that has
 *   changed between passes: another number of rows, other weights, another mean, or another order (`docs/streams.md`)
 * @throws SingularCovarianceError as `fit` does
 * @throws what the source throws; the reason of `signal` once it is aborted; Error if a thread ended unexpectedly
 */
export async function fitStream<const T extends CovarianceType | CovarianceSynonym = 'full'>(
  source: StreamInput,
  options: StreamFitOptions<T>,
): Promise<GaussianMixture<FamilyOf<T>>> {
  const checked = checkStreamOptions(options);
  const session = new Session(openSource(source, true), checked.fit.signal, checked.onProgress);
  try {
    throwIfAborted(checked.fit.signal);
    return (await fitSession(session, checked.fit)) as GaussianMixture<FamilyOf<T>>;
  } finally {
    await session.end();
  }
}

async function fitSession(session: Session, checked: CheckedOptions): Promise<GaussianMixture> {
  const { signal } = session;
  const choice = await choose(checked);
  const found = await surveyed(session, checked, choice);
  const { size, settings, parts } = problemOf(found, checked);
  const { bytes } = fitLayout(size, PASSING);
  checkSize(bytes, `a fit of d = ${size.d} features and ${size.k} components`);
  const arena = acquireArena(bytes, wantsWasm(checked));
  try {
    const { kernel, execution } = await bindChoice(choice, arena, checked);
    const workspace = new Workspace(size, arena, kernel, PASSING);
    const weightExponent = size.weighted ? exponentOf(found.largestWeight) : 0;
    const exponent = placeFrame(workspace, found.frame);
    const totalWeight = size.weighted ? timesPower(found.weight, -weightExponent) : found.kept;
    workspace.coordinates = { exponent, weightExponent, totalWeight };
    const passes = new Passes(session, { expected: found, weightExponent }, found.moments);
    workspace.team = passes;
    const given = placeStart(parts, workspace);
    const job: Job = { workspace, settings, given, report: reportTo(workspace, checked) };
    const lead = found.sample && (await leadFrom(found.sample, found.frame, checked, signal));
    const plan = planStream(checked.threads ?? 'auto', size, size.n, settings.maxIter);
    const module = execution.backend === 'wasm' ? choice.module : undefined;
    const { value, threads, reason } = await withCrew(plan, session, workspace, module, (crew) => {
      passes.crew = crew;
      return runAsync(streamRun(job, lead), signal);
    });
    const state = modelStateOf(job, checked, value, because({ ...execution, threads }, reason));
    return modelOf({ ...state, choice });
  } finally {
    releaseArena(arena);
  }
}

/** The first pass. */
async function surveyed(session: Session, checked: CheckedOptions, choice: Choice): Promise<Survey> {
  const { nComponents: k, seed } = checked;
  const draw = isGiven(checked) ? undefined : { k, seed };
  const reading = session.read();
  let moments: Moments | undefined;
  const open = async (d: number) => {
    moments = await Moments.open(d, choice, checked);
    return moments;
  };
  try {
    const found = await runAsync(
      survey(reading, draw, open, (rows) => session.passed(rows)),
      session.signal,
    );
    session.total = found.rows;
    return found;
  } finally {
    reading.close();
    moments?.close();
  }
}

/** The sizes of the problem, and everything that can be checked against them. */
function problemOf(found: Survey, checked: CheckedOptions) {
  const { kept: n, rows, d, uneven: weighted, weight } = found;
  const { nComponents: k, covarianceType } = checked;
  checkCounts(n, rows, d, k);
  requireSummable(weight);
  const parts: GivenParts = checkStart(checked, d, rows, undefined);
  const prior = checkPrior(checked.prior, covarianceType, d);
  const settings: RunSettings = { ...settingsOf(checked), runs: 1, ...(prior && { prior }) };
  const { accelerated } = settings;
  const size: ProblemSize = { n, d, k, family: codeOf(covarianceType), weighted, accelerated };
  return { size, settings, parts };
}
