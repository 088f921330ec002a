// From options to the first parameters of a run. A start is either given, or statistics (of groups of rows, or of
// responsibilities) followed by an M-step; the first statistics of a call also set the floor.

import { requireFactors } from './errors.js';
import { type Floor, soundStatistics } from './kernel/floor.js';
import { isTied, shapeOf } from './kernel/memory.js';
import type { Workspace } from './kernel/workspace.js';
import type { InitParams } from './options.js';
import { splitRows } from './parameters.js';
import { Random } from './random.js';
import { timesPower } from './scale.js';
import type { GivenStart } from './starts/given.js';
import { fillEmpty, lloyd, optimalCentres, plusPlus, quantileCentres, randomRows } from './starts/seeding.js';
import type { Steps } from './steps.js';

/** What a start has to say. */
export interface StartNotes {
  readonly warnings: string[];
}

/** How starts are found that are not given. */
interface StartSettings {
  readonly initParams: InitParams;
  readonly seed: number;
}

/** Puts the first parameters of a run in the workspace. */
export function* start(
  workspace: Workspace,
  options: StartSettings,
  given: GivenStart,
  floor: Floor,
  run: number,
): Steps<StartNotes> {
  const notes: StartNotes = { warnings: [] };
  const { weights, means, covariances, responsibilities } = given;
  if (responsibilities) {
    const { k } = workspace.size;
    yield* fromResponsibilities(workspace, floor, () => (row, component) => responsibilities[row * k + component]);
  } else if (!(means && covariances && weights)) {
    const random = () => new Random(options.seed, run, workspace.kernel.functions.log);
    if (means) yield* fromMeans(workspace, means, floor, covariances ? undefined : notes);
    else if (options.initParams === 'random')
      yield* fromResponsibilities(workspace, floor, () => drawnShares(workspace.size.k, random()));
    else
      yield* fromRows(
        workspace,
        rowStart(options.initParams, workspace.size.d),
        floor,
        random(),
        covariances !== undefined,
      );
  }
  if (weights) workspace.weights.set(weights);
  if (covariances) workspace.covariances.set(covariances);
  if (means && covariances) workspace.means.set(means);
  if (weights || covariances) requireFactors(workspace.prepare(), 'the given start');
  return notes;
}

/** Starts that are groups of rows about centres. */
export const ROW_STARTS = ['kmeans', 'k-means++', 'random_from_data', 'optimal', 'quantiles'] as const;
export type RowStart = (typeof ROW_STARTS)[number];

/** What stands in for a search where there is nothing to search by, or for. */
function rowStart(initParams: Exclude<InitParams, 'random'>, d: number): RowStart {
  if (initParams !== 'small-em') return initParams;
  return d === 1 ? 'optimal' : 'kmeans';
}

/** From centres among the rows. */
export function* fromRows(
  workspace: Workspace,
  kind: RowStart,
  floor: Floor,
  random: Random,
  lenient: boolean,
): Steps<void> {
  yield* drawCentres(workspace, kind, random);
  yield* fromCentres(workspace, kind, floor, lenient);
}

/** Puts centres among the rows in the workspace. All that is random about a start is here. */
export function* drawCentres(workspace: Workspace, kind: RowStart, random: Random): Steps<void> {
  if (kind === 'optimal') optimalCentres(workspace);
  else if (kind === 'quantiles') quantileCentres(workspace);
  else if (kind === 'random_from_data') randomRows(workspace, random);
  else yield* plusPlus(workspace, random);
}

/**
 * From the centres in the workspace.
 *
 * @param lenient - as `fromGroups` has it
 */
export function* fromCentres(workspace: Workspace, kind: RowStart, floor: Floor, lenient: boolean): Steps<void> {
  if (kind === 'kmeans') yield* lloyd(workspace);
  else yield* fillEmpty(workspace, 'sample');
  yield* fromGroups(workspace, floor, lenient);
}

/** Uniform numbers divided by their sum, for one row after the other. */
function drawnShares(k: number, random: Random): (row: number, component: number) => number {
  const shares = new Float64Array(k);
  return (_, component) => {
    if (component === 0) {
      for (let c = 0; c < k; c++) shares[c] = random.uniform();
      const sum = shares.reduce((total, share) => total + share, 0);
      for (let c = 0; c < k; c++) shares[c] = sum > 0 ? shares[c] / sum : 1 / k;
    }
    return shares[component];
  };
}

/**
 * The M-step from the rows grouped by their nearest present centre.
 *
 * @param lenient - whether covariances may be singular, since given ones will take their place
 */
function* fromGroups(workspace: Workspace, floor: Floor, lenient: boolean): Steps<void> {
  const { d, k } = workspace.size;
  const { centres, groups } = workspace.at;
  presetParameters(workspace);
  // the groups stay as they are, wherever the statistics are centred
  workspace.view(groups, k * d).set(workspace.view(centres, k * d));
  const statistics = yield* soundStatistics(workspace, floor, () => workspace.passNearest(groups));
  const singular = workspace.maximise(statistics);
  if (!lenient) requireFactors(singular, 'the start');
}

/** What a component keeps that gets no row: its centre, and the total variance of each feature. */
function presetParameters(workspace: Workspace): void {
  const { d, k, family } = workspace.size;
  const { covariances, means } = workspace;
  means.set(workspace.view(workspace.at.centres, k * d));
  const total = Float64Array.from(workspace.view(workspace.at.total, d), (variance) => (variance > 0 ? variance : 1));
  const average = total.reduce((sum, variance) => sum + variance, 0) / d;
  const shape = shapeOf(family);
  const block = shape === 0 ? diagonalTriangle(total) : shape === 1 ? total : Float64Array.of(average);
  for (let at = 0; at < covariances.length; at += block.length) covariances.set(block, at);
}

function diagonalTriangle(diagonal: Float64Array): Float64Array {
  const triangle = new Float64Array((diagonal.length * (diagonal.length + 1)) / 2);
  let at = 0;
  diagonal.forEach((value, i) => {
    at += i;
    triangle[at++] = value;
  });
  return triangle;
}

/**
 * Rows go to the nearest of the given means; weights and covariances (about those means) follow. A mean that no row is
 * nearest to moves to the row that is furthest from its own, unless covariances are given too: then every mean stands,
 * and weighs something.
 *
 * @param notes - takes a sentence for each mean that moves; undefined: none shall
 */
function* fromMeans(
  workspace: Workspace,
  means: Float64Array,
  floor: Floor,
  notes: StartNotes | undefined,
): Steps<void> {
  const { d, k } = workspace.size;
  const centres = workspace.view(workspace.at.centres, k * d);
  centres.set(means);
  for (const component of notes ? yield* fillEmpty(workspace, 'slices') : []) {
    const at = splitRows(centres, d)[component];
    const where = Array.from(at, (x, j) => toCaller(workspace, x, j)).join(', ');
    notes?.warnings.push(`No row was nearest to meansInit[${component}]: it was moved to the row (${where}).`);
  }
  const kept = centres.slice();
  yield* fromGroups(workspace, floor, notes === undefined);
  keepMeans(workspace, kept);
  if (notes) requireFactors(workspace.prepare(), 'the start');
  else keepAlive(workspace.weights);
}

/** Gives components that no row is nearest to the smallest weight of the others. */
function keepAlive(weights: Float64Array): void {
  if (weights.every((weight) => weight > 0)) return;
  const least = weights.reduce((most, weight) => (weight > 0 ? Math.min(most, weight) : most), 1);
  for (let c = 0; c < weights.length; c++) weights[c] = Math.max(weights[c], least);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (let c = 0; c < weights.length; c++) weights[c] /= sum;
}

/** Moves the means back, and lets the covariances be those about them: Σ + (μ − m)(μ − m)ᵀ. */
function keepMeans(workspace: Workspace, kept: Float64Array): void {
  const { d, k, family } = workspace.size;
  const { means, covariances, weights } = workspace;
  const shape = shapeOf(family);
  const tied = isTied(family);
  const length = covariances.length / (tied ? 1 : k);
  for (let c = 0; c < k; c++) {
    const share = tied ? weights[c] : 1;
    let at = tied ? 0 : c * length;
    for (let i = 0; i < d; i++) {
      const hi = means[c * d + i] - kept[c * d + i];
      if (shape === 0)
        for (let j = 0; j <= i; j++) covariances[at++] += share * hi * (means[c * d + j] - kept[c * d + j]);
      else if (shape === 1) covariances[at++] += share * hi * hi;
      else covariances[at] += (share * hi * hi) / d;
    }
  }
  means.set(kept);
}

/** One number of an internal point in the caller's units. */
function toCaller(workspace: Workspace, x: number, j: number): number {
  return timesPower(x, -workspace.exponent) + workspace.view(workspace.at.origin, workspace.size.d)[j];
}

/** @param shares - begins a new reading of the responsibilities, row by row */
function* fromResponsibilities(
  workspace: Workspace,
  floor: Floor,
  shares: () => (row: number, component: number) => number,
): Steps<void> {
  const { d, k } = workspace.size;
  const { doubles } = workspace.kernel;
  const centres = workspace.view(workspace.at.centres, k * d);
  for (let c = 0; c < k; c++) centres.set(workspace.grandMean, c * d);
  presetParameters(workspace);
  const statistics = yield* soundStatistics(workspace, floor, () => {
    const share = shares();
    return workspace.passResponsibilities((address, first, rows) => {
      let to = address / 8;
      for (let i = first; i < first + rows; i++) for (let c = 0; c < k; c++) doubles[to++] = share(i, c) + 0;
    });
  });
  requireFactors(workspace.maximise(statistics), 'the start');
}
