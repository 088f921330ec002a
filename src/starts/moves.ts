// Moves of one component of a mixture to a row. Mostly to any row (random swaps: Zhao, Hautamäki & Fränti 2012), and now
// and then to one that the mixture finds unlikely: a component that is missing is missed there, be it one for few
// outliers, which any row hardly ever is. With more than one feature the component is one that can be spared, since
// another takes its samples (split and merge: Ueda et al. 2000), and every other time it is a twin of the one whose row
// it goes to, which splits two clusters that are small beside the others.

import { isTied, type ProblemSize } from '../kernel/memory.js';
import type { Workspace } from '../kernel/workspace.js';
import type { Random } from '../random.js';
import { merge, type Pair } from './merging.js';
import { type Part, rowAt, takeRow } from './seeding.js';

/** Of a component to a row. What is drawn does not depend on the mixture; component and row do. */
export interface Move {
  /** Which component, as a share of them; or how far from the cheapest pair that can be one. */
  readonly spare: number;
  /** Where among the rows, as a share of their sum. */
  readonly share: number;
  /** Whether rows count by how unlikely they are. */
  readonly unlikely: boolean;
  /** Whether the component takes after the likeliest one of its row, and halves its weight; otherwise it is a mean one. */
  readonly twin: boolean;
}

/** A mixture that components are moved in. */
export interface Movable {
  readonly parameters: Float64Array;
  /** Of `cheapest`; only where moves are guided. */
  readonly pairs?: readonly Pair[];
}

/** One move of so many, the second to begin with, is to an unlikely row. */
const RARELY = 6;
/** Whether it is a twin goes in turns. */
const TWINS = 2;
/** Each pair is so much less likely to be merged than the one before, which is cheaper. */
const CHEAPER = 0.7;

/** Whether what is spared is asked of the mixture: on a line any component is as good. */
export function isGuided({ d, family }: ProblemSize): boolean {
  return d > 1 && !isTied(family);
}

/**
 * @param index - of the move in its search
 * @param whole - whether the rows are all there are. In a sample of many an unlikely row has nobody near it, and a component
 *   there explains a handful of rows of the sample and none of the others.
 */
export function drawMove(index: number, size: ProblemSize, whole: boolean, random: Random): Move {
  const unlikely = whole && index % RARELY === 1;
  const twin = isGuided(size) && !unlikely && index % TWINS === 1;
  return { spare: random.uniform(), share: random.uniform(), unlikely, twin };
}

/** A mixture after a move. */
export function moved(
  workspace: Workspace,
  ranges: Part[],
  { parameters, pairs }: Movable,
  { spare, share, unlikely, twin }: Move,
): Float64Array {
  const { d, k, family } = workspace.size;
  workspace.loadParameters(parameters);
  const { range, row } = rowAt(workspace, ranges, unlikely ? rarities(workspace, ranges) : 0, share);
  takeRow(workspace, range, row, 0);
  const host = twin ? likeliest(workspace, range, row) : -1;
  const { weights, means, covariances } = workspace;
  const mean = isTied(family) ? undefined : meanCovariance(k, weights, covariances);
  const component = pairs ? merge(workspace, rankedPair(pairs, host, spare)) : Math.floor(spare * k);
  means.set(workspace.view(workspace.at.centres, d), component * d);
  const isTwin = host >= 0 && host !== component;
  if (mean) {
    if (isTwin) covariances.copyWithin(component * mean.length, host * mean.length, (host + 1) * mean.length);
    else covariances.set(mean, component * mean.length);
  }
  const rest = 1 - weights[component];
  const left = isTwin ? 1 : 1 - 1 / k;
  for (let c = 0; c < k; c++) weights[c] = rest > 0 ? (weights[c] / rest) * left : 1 / k;
  if (isTwin) weights[host] /= 2;
  weights[component] = isTwin ? weights[host] : 1 / k;
  // a mean of covariances that have factors has one as well
  workspace.prepare();
  return workspace.saveParameters();
}

/** The pair of that rank, drawn from [0, 1), of those without the component that is to be split. */
function rankedPair(pairs: readonly Pair[], host: number, spare: number): Pair {
  const others = pairs.filter(({ a, b }) => a !== host && b !== host);
  const free = others.length > 0 ? others : pairs;
  let rank = 0;
  for (let above = CHEAPER; spare < above && rank < free.length - 1; above *= CHEAPER) rank++;
  return free[rank];
}

/** The component that a row most likely belongs to. */
function likeliest(workspace: Workspace, range: Part, row: number): number {
  const { d, k, family } = workspace.size;
  const { functions, integers } = workspace.kernel;
  const { parameters, labels, scratch } = workspace.at;
  functions.evaluate(workspace.open(range), range.rows, d, k, family, parameters, 0, labels, 0, scratch);
  return integers[labels / 4 + row];
}

/** Of all components, by their weights. */
function meanCovariance(k: number, weights: Float64Array, covariances: Float64Array): Float64Array {
  const mean = new Float64Array(covariances.length / k);
  for (let c = 0; c < k; c++)
    for (let at = 0; at < mean.length; at++) mean[at] += weights[c] * covariances[c * mean.length + at];
  return mean;
}

/** So far below the greatest log-density, differences mean nothing; and squares stay finite. */
const LOWEST = 1e6;

/**
 * How unlikely the sampled rows are under the parameters in the workspace: the square of how far the log-density is below
 * the greatest one. It takes the place of the distances that starts are found by; its address.
 */
function rarities(workspace: Workspace, ranges: Part[]): number {
  const { d, k, family } = workspace.size;
  const { doubles, functions } = workspace.kernel;
  const { nearest, parameters, scratch } = workspace.at;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const range of ranges) {
    const { rows, offset } = range;
    const out = nearest + 8 * offset;
    functions.evaluate(workspace.open(range), rows, d, k, family, parameters, out, 0, 0, scratch);
    for (let i = 0; i < rows; i++) greatest = Math.max(greatest, doubles[out / 8 + i]);
  }
  for (const { rows, offset } of ranges) {
    for (let at = nearest / 8 + offset, i = 0; i < rows; i++) {
      const below = Math.min(greatest - doubles[at + i], LOWEST);
      // not 0 where all rows are equally likely
      doubles[at + i] = 1 + below * below;
    }
  }
  return nearest;
}
