// The log-likelihood of rows that need not fit into memory, in one pass.

import { because } from '../conduct.js';
import { acquireArena, releaseArena } from '../kernel/arena.js';
import { bindChoice, choose, wantsWasm } from '../kernel/load.js';
import { checkSize, fitLayout, PASSING, type ProblemSize } from '../kernel/memory.js';
import { placeFrame } from '../kernel/packing.js';
import { logOf } from '../kernel/prepare.js';
import { Workspace } from '../kernel/workspace.js';
import type { Mixture } from '../model/evaluator.js';
import { mixtureOf } from '../model/mixture.js';
import type { GaussianMixture } from '../model.js';
import { runAsync } from '../steps.js';
import { withCrew } from '../threads/crew.js';
import { planStream } from '../threads/plan.js';
import { requireSummable } from '../weights.js';
import { type AskOptions, checkAskOptions, checkModel } from './ask.js';
import { type Terms, UnexpectedWeights } from './feed.js';
import { requireNear } from './inspection.js';
import { ANY_NUMBER, Passes } from './passes.js';
import { Session } from './session.js';
import { openSource, type StreamInput } from './source.js';

/** What `scoreStream` finds. */
export interface StreamScore {
  /** The mean of ln p(x) over rows, by their weights, in nats; to the bit what `model.score` says of the same rows. */
  readonly score: number;
  /** Σ w·ln p(x), in nats. */
  readonly logLikelihood: number;
  /** Rows of positive weight. */
  readonly n: number;
  /** Σ w */
  readonly totalWeight: number;
  /** −2L + p·ln Σw and −2L + 2p, to the bit what `model.bic` and `model.aic` say of the same rows; lower is better. */
  readonly bic: number;
  readonly aic: number;
}

/**
 * The log-likelihood of the rows of a source under a model.
 *
 * @param source - chunks of the model's d features; also one that can be read only once, if it has no weights
 * @throws TypeError, RangeError as `fitStream` does; what the source throws; the reason of `signal`
 */
export async function scoreStream(
  model: GaussianMixture,
  source: StreamInput,
  options: AskOptions = {},
): Promise<StreamScore> {
  const mixture = mixtureOf(checkModel(model).internal());
  checkAskOptions(options, []);
  const session = new Session(openSource(source, false), options.signal, options.onProgress);
  try {
    if (session.signal.aborted) throw session.signal.reason;
    return await scoreSession(session, mixture, model, options);
  } finally {
    await session.end();
  }
}

async function scoreSession(
  session: Session,
  mixture: Mixture,
  model: GaussianMixture,
  options: AskOptions,
): Promise<StreamScore> {
  try {
    return await total(session, mixture, model, options, false);
  } catch (error) {
    if (!(error instanceof UnexpectedWeights)) throw error;
    if (!session.source.once) return total(session, mixture, model, options, true);
    throw new TypeError(
      'rows with weights are read twice, and the source is an iterator, which can be read only once: give a function ' +
        'that makes a new one, () => read(), in place of read()',
    );
  }
}

/** @param weighted - whether rows have weights; it is found out on the way, and then they are read again */
async function total(
  session: Session,
  mixture: Mixture,
  model: GaussianMixture,
  options: AskOptions,
  weighted: boolean,
): Promise<StreamScore> {
  const { d, k, family, origin, exponent, parameters } = mixture;
  const { choice = await choose({}) } = model.internal();
  const size: ProblemSize = { n: ANY_NUMBER, d, k, family, weighted };
  const { bytes } = fitLayout(size, PASSING);
  checkSize(bytes, `an evaluation of d = ${d} features and ${k} components`);
  const arena = acquireArena(bytes, wantsWasm({}));
  try {
    const { kernel, execution } = await bindChoice(choice, arena);
    const workspace = new Workspace(size, arena, kernel, PASSING);
    const frame = { origin, exponent };
    placeFrame(workspace, frame);
    workspace.coordinates = { exponent, weightExponent: 0, totalWeight: 0 };
    workspace.loadParameters(parameters);
    const inspect = requireNear(frame, 'the model');
    const terms: Terms = { expected: undefined, weightExponent: 0, inspect, features: d, unweighted: !weighted };
    const passes = new Passes(session, terms);
    workspace.team = passes;
    const plan = planStream(options.threads ?? 1, size, undefined, 1);
    const module = because(execution, plan.reason).backend === 'wasm' ? choice.module : undefined;
    const { value } = await withCrew(plan, session, workspace, module, (crew) => {
      passes.crew = crew;
      return runAsync(workspace.likelihood(), session.signal);
    });
    const { kept: n, weight: totalWeight } = passes.tally!;
    requireSummable(totalWeight);
    if (!(totalWeight > 0)) throw new RangeError('the mean over no samples is not defined: the source has no rows');
    const logLikelihood = kernel.doubles[value / 8] + totalWeight * (d * exponent * Math.LN2);
    const { nParameters: p } = model;
    const bic = -2 * logLikelihood + p * logOf(totalWeight);
    const aic = -2 * logLikelihood + 2 * p;
    return { score: logLikelihood / totalWeight, logLikelihood, n, totalWeight, bic, aic };
  } finally {
    releaseArena(arena);
  }
}
