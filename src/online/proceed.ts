// One step of online EM (Cappé & Moulines 2009): the statistics that the model stands for, those of a chunk at its
// parameters, and the M-step on a weighted sum of both. A model in, a model out; nothing is changed.

import { type Data, toRows, toWeights } from '../data.js';
import { requireFactors } from '../errors.js';
import { codeOf } from '../family.js';
import { healthWarnings, unheld } from '../health.js';
import { acquireArena, releaseArena } from '../kernel/arena.js';
import { soundStatistics } from '../kernel/floor.js';
import { bindChoiceSync, type Choice, chooseSync, type KernelOptions, wantsWasm } from '../kernel/load.js';
import { checkSize, fitLayout, type ProblemSize } from '../kernel/memory.js';
import { Workspace } from '../kernel/workspace.js';
import type { ModelState, OnlineState } from '../model/state.js';
import { constantFeatures, inUnits, parametersOf } from '../result.js';
import { timesPower } from '../scale.js';
import { runSync, type Steps } from '../steps.js';
import { areUneven, countPositive, usefulWeights } from '../weights.js';
import { setFloor, setThresholds } from './floor.js';
import { checkPartialFit, type PartialFitOptions } from './options.js';
import { addModel } from './statistics.js';
import { defaultStart, type StepRule, stepFor, wholeStep } from './step.js';

/** Sums of weights beyond this would overflow when multiplied by a log-density. */
const MOST_WEIGHT = 1e300;

/** 2^500: beyond this the chunk changes nothing, and sums might overflow. */
const MOST_KEPT = 3.273390607896142e150;

/** What was seen before a chunk. */
interface Seen {
  readonly samples: number;
  readonly weight: number;
}

/**
 * @returns the state after the chunk; the same one if the chunk has no rows, or none of positive weight
 * @throws as `GaussianMixture#partialFit`
 */
export function proceed(state: ModelState, chunk: Data, options: PartialFitOptions): ModelState {
  const rule = checkPartialFit(options);
  const { d, k, covarianceType } = state;
  const before = seenBy(state, options);
  const rows = toRows(chunk, { features: d, name: 'chunk' });
  const { sampleWeight } = options;
  if (sampleWeight !== undefined && toWeights(sampleWeight, rows.n).every((weight) => weight === 0)) return state;
  if (rows.n === 0) return state;
  const weights = sampleWeight === undefined ? undefined : usefulWeights(sampleWeight, rows.n);
  const n = weights ? countPositive(weights) : rows.n;
  const weighted = weights !== undefined && areUneven(weights);
  const size: ProblemSize = { n, d, k, family: codeOf(covarianceType), weighted };
  const { bytes } = fitLayout(size);
  checkSize(bytes, `a chunk of n = ${n} rows, d = ${d} features and ${k} components`);
  const choice = choiceFor(state, options);
  const arena = acquireArena(bytes, wantsWasm(options));
  try {
    const { kernel, execution } = bindChoiceSync(choice, arena, options);
    const workspace = new Workspace(size, arena, kernel);
    workspace.pack(rows, weights, state);
    const next = runSync(step(workspace, state, { rule, before, regCovar: options.regCovar }));
    return { ...next, choice: execution === choice.execution ? choice : { module: undefined, execution } };
  } finally {
    releaseArena(arena);
  }
}

/** @throws TypeError for a startWeight that comes too late */
function seenBy({ training, online, d, k }: ModelState, { startWeight }: PartialFitOptions): Seen {
  if (online) {
    if (startWeight === undefined) return { samples: online.nSamplesSeen, weight: online.weightSeen };
    throw new TypeError(
      `option startWeight is for the first call: this model has gone on already, and counts for ${online.weightSeen}`,
    );
  }
  const weight = startWeight ?? training?.totalWeight ?? defaultStart(d, k);
  return { samples: training?.nSamples ?? 0, weight };
}

/** The kernel of the model, unless another one is asked for. */
function choiceFor({ choice }: ModelState, options: KernelOptions): Choice {
  const { backend, arithmetic, wasm } = options;
  const asked = backend !== undefined || arithmetic !== undefined || wasm !== undefined;
  return choice && !asked ? choice : chooseSync(options);
}

interface Setting {
  readonly rule: StepRule;
  readonly before: Seen;
  readonly regCovar: PartialFitOptions['regCovar'];
}

function* step(workspace: Workspace, state: ModelState, { rule, before, regCovar }: Setting): Steps<ModelState> {
  const { d, k, n } = workspace.size;
  const { totalWeight, weightExponent, kernel } = workspace;
  workspace.weights.set(state.weights);
  workspace.means.set(state.means);
  workspace.covariances.set(state.covariances);
  requireFactors(workspace.prepare(), 'the model');
  workspace.centreOnMeans();
  const contained = setFloor(workspace, regCovar, state.floor);
  const chunkWeight = timesPower(totalWeight, weightExponent);
  const weightSeen = before.weight + chunkWeight;
  if (!(weightSeen < MOST_WEIGHT)) {
    throw new RangeError(
      `the weight seen would be ${weightSeen}, and must be below ${MOST_WEIGHT}: scale sampleWeight`,
    );
  }
  const { size: gamma, kept } = stepFor(rule, before.weight, chunkWeight, wholeStep(d, k));
  const weight = Math.min(totalWeight * kept, MOST_KEPT);
  const take = function* (direct: boolean): Steps<number> {
    const statistics = yield* workspace.pass(direct);
    addModel(workspace, statistics, weight, contained);
    return statistics;
  };
  const statistics = yield* soundStatistics(workspace, { asked: 0, settled: true }, take, true);
  const chunkScore = inUnits(workspace, kernel.doubles[statistics / 8]) / totalWeight;
  requireFactors(workspace.maximise(statistics), 'the M-step');
  const seen = { nSamplesSeen: before.samples + n, weightSeen, chunkScore, step: gamma };
  return {
    ...parametersOf(workspace, state.covarianceType),
    floor: workspace.view(workspace.at.floor, d).slice(),
    online: { ...seen, ...healthOf(workspace, state.covarianceType) },
  };
}

function healthOf(workspace: Workspace, covarianceType: string): Pick<OnlineState, 'collapsed' | 'empty' | 'warnings'> {
  const { k, d } = workspace.size;
  setThresholds(workspace);
  const { collapsed, empty } = unheld(workspace);
  const sentences = healthWarnings({ collapsed, empty, spurious: [] }, k, d, covarianceType.startsWith('tied'));
  return { collapsed, empty, warnings: [...constantFeatures(workspace), ...sentences] };
}
