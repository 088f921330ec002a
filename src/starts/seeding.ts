// Starting centres: greedy k-means++ (Arthur & Vassilvitskii 2007), Lloyd's iterations, and rows drawn at random. They
// look at the sample that `memory` sets aside and keep its distances in the arena:
//
//   nearest   [0] distances to the nearest centre so far | [1] the candidate's | [2] the best candidate's

import { paddedRows, rowPlace } from '../kernel/memory.js';
import type { Range, Workspace } from '../kernel/workspace.js';
import type { Random } from '../random.js';
import type { Steps } from '../steps.js';
import { optimalMeans, type Tally, tally } from './optimal.js';

const LLOYD_ITERATIONS = 100;
/** Lloyd ends when an iteration lowers the inertia by less than this share. */
const LLOYD_GAIN = 1e-6;

/** A sampled range, and where its distances lie: an offset in rows. */
export type Part = Range & { readonly offset: number };

/** The sampled ranges. */
export function sampled(workspace: Workspace): { ranges: Part[]; rows: number } {
  let offset = 0;
  const ranges: Part[] = [];
  for (const range of workspace.ranges('sample')) {
    // one by one: in small fits a spread costs more than all the rest here
    const { tiles, rows, first, weights, order, bounds } = range;
    ranges.push({ tiles, rows, first, weights, order, bounds, offset });
    offset += paddedRows(rows);
  }
  return { ranges, rows: offset };
}

/** Copies a packed row, given by its index among the rows of a range, to K·d centres. */
export function takeRow(workspace: Workspace, range: Range, row: number, component: number): void {
  const { d } = workspace.size;
  const { doubles } = workspace.kernel;
  const { at, width } = rowPlace(row, range.rows, d);
  const from = workspace.open(range) / 8 + at;
  for (let j = 0; j < d; j++) doubles[workspace.at.centres / 8 + component * d + j] = doubles[from + j * width];
}

/** The mass of a row: its weight times the number at `values` (1 if that is 0). */
function massOf({ kernel: { doubles } }: Workspace, { weights, offset }: Part, values: number, i: number): number {
  return (weights ? doubles[weights / 8 + i] : 1) * (values ? doubles[values / 8 + offset + i] : 1);
}

function totalMass(workspace: Workspace, ranges: Part[], values: number): number {
  let total = 0;
  for (const range of ranges) for (let i = 0; i < range.rows; i++) total += massOf(workspace, range, values, i);
  return total;
}

/**
 * The row at which that share, from 0 to 1, of the mass of all rows is passed.
 *
 * @param total - `totalMass`, where it is known
 */
export function rowAt(workspace: Workspace, ranges: Part[], values: number, share: number, total?: number) {
  if (!values && !workspace.size.weighted) return countedRow(ranges, share);
  let left = share * (total ?? totalMass(workspace, ranges, values));
  let last = { range: ranges[0], row: 0 };
  for (const range of ranges) {
    for (let i = 0; i < range.rows; i++) {
      const mass = massOf(workspace, range, values, i);
      if (!(mass > 0)) continue;
      last = { range, row: i };
      left -= mass;
      if (left < 0) return last;
    }
  }
  return last;
}

/** `rowAt` where all rows have the same mass. */
function countedRow(ranges: Part[], share: number) {
  const total = ranges.reduce((sum, { rows }) => sum + rows, 0);
  let row = Math.min(Math.floor(share * total), total - 1);
  let at = 0;
  while (row >= ranges[at].rows) row -= ranges[at++].rows;
  return { range: ranges[at], row };
}

/** Distances of all sampled rows to one centre; the potential. */
function distances(workspace: Workspace, ranges: Part[], component: number, nearest: number, out: number): number {
  const { d } = workspace.size;
  const centre = workspace.at.centres + 8 * component * d;
  let potential = 0;
  for (const range of ranges) {
    const { rows, weights, offset } = range;
    potential += workspace.kernel.functions.kmeans_distances(
      workspace.open(range),
      rows,
      d,
      centre,
      workspace.at.metric,
      weights,
      nearest ? nearest + 8 * offset : 0,
      out + 8 * offset,
    );
  }
  return potential;
}

/** K centres by greedy k-means++: of 2 + ⌊ln K⌋ candidates each time the one that lowers the potential most. */
export function* plusPlus(workspace: Workspace, random: Random): Steps<void> {
  const { k } = workspace.size;
  const { ranges, rows } = sampled(workspace);
  const buffers = [0, 1, 2].map((index) => workspace.at.nearest + 8 * rows * index);
  const candidates = 2 + Math.floor(workspace.kernel.functions.log(k));
  const first = rowAt(workspace, ranges, 0, random.uniform());
  takeRow(workspace, first.range, first.row, 0);
  distances(workspace, ranges, 0, 0, buffers[0]);
  for (let c = 1; c < k; c++) {
    let least = Number.POSITIVE_INFINITY;
    let chosen = first;
    const total = totalMass(workspace, ranges, buffers[0]);
    for (let trial = 0; trial < candidates; trial++) {
      const candidate = rowAt(workspace, ranges, buffers[0], random.uniform(), total);
      takeRow(workspace, candidate.range, candidate.row, c);
      const potential = distances(workspace, ranges, c, buffers[0], buffers[1]);
      if (potential < least) {
        least = potential;
        chosen = candidate;
        [buffers[1], buffers[2]] = [buffers[2], buffers[1]];
      }
      yield;
    }
    takeRow(workspace, chosen.range, chosen.row, c);
    [buffers[0], buffers[2]] = [buffers[2], buffers[0]];
  }
}

/** Lloyd's iterations from the present centres. A centre that loses its last row moves to the row furthest from its own. */
export function* lloyd(workspace: Workspace): Steps<void> {
  const { d, k } = workspace.size;
  const { doubles } = workspace.kernel;
  const { centres } = workspace.at;
  let before = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < LLOYD_ITERATIONS; iteration++) {
    const { sums, furthest } = yield* workspace.assign('sample');
    const inertia = doubles[sums / 8];
    let moved = false;
    for (let c = 0; c < k; c++) {
      const moments = sums / 8 + 2 + c * (1 + d);
      if (doubles[moments] > 0) {
        for (let j = 0; j < d; j++) doubles[centres / 8 + c * d + j] += doubles[moments + 1 + j] / doubles[moments];
      } else if (!moved && furthest.distance > 0) {
        // one at a time, since it changes who is furthest
        takeRow(workspace, furthest.range, furthest.row, c);
        moved = true;
      }
    }
    if (!moved && !(inertia < before * (1 - LLOYD_GAIN))) return;
    before = inertia;
  }
}

/** Moves centres that no row of the ranges is nearest to onto rows, while there are rows that are not centres; which. */
export function* fillEmpty(workspace: Workspace, over: 'slices' | 'sample'): Steps<number[]> {
  const { d, k } = workspace.size;
  const moved = new Set<number>();
  for (let attempt = 0; attempt < 2 * k; attempt++) {
    const { sums, furthest } = yield* workspace.assign(over);
    let empty = -1;
    for (let c = 0; c < k && empty < 0; c++) {
      if (!(workspace.kernel.doubles[sums / 8 + 2 + c * (1 + d)] > 0)) empty = c;
    }
    if (empty < 0 || !(furthest.distance > 0)) break;
    yield* workspace.bring(furthest.range);
    takeRow(workspace, furthest.range, furthest.row, empty);
    moved.add(empty);
  }
  return [...moved].sort((a, b) => a - b);
}

/** K different rows, each as likely as its weight. */
export function randomRows(workspace: Workspace, random: Random): void {
  const { k } = workspace.size;
  const { ranges } = sampled(workspace);
  const taken = new Set<number>();
  // weights may leave rows that are hardly ever drawn: after so many attempts any row will do
  for (let c = 0, attempts = 0; c < k; attempts++) {
    const { range, row } = rowAt(workspace, ranges, 0, random.uniform());
    if (taken.has(range.first + row) && attempts < 100 * k) continue;
    taken.add(range.first + row);
    takeRow(workspace, range, row, c++);
  }
}

/** The values of the only feature, and how much each weighs. */
function valuesOf(workspace: Workspace): Tally {
  const { weighted } = workspace.size;
  const { doubles } = workspace.kernel;
  const { ranges } = sampled(workspace);
  const values = new Float64Array(ranges.reduce((sum, { rows }) => sum + rows, 0));
  const weights = weighted ? new Float64Array(values.length) : undefined;
  let at = 0;
  for (const range of ranges) {
    // one feature: rows lie one after the other
    const tiles = workspace.open(range) / 8;
    values.set(doubles.subarray(tiles, tiles + range.rows), at);
    weights?.set(doubles.subarray(range.weights / 8, range.weights / 8 + range.rows), at);
    at += range.rows;
  }
  return tally(values, weights);
}

/** In one dimension: the centres of the best k-means partition there is. */
export function optimalCentres(workspace: Workspace): void {
  const { k } = workspace.size;
  workspace.view(workspace.at.centres, k).set(optimalMeans(valuesOf(workspace), k));
}

/** In one dimension: the values at (c + ½)/K of the weight. */
export function quantileCentres(workspace: Workspace): void {
  const { k } = workspace.size;
  const { values, weights } = valuesOf(workspace);
  const centres = workspace.view(workspace.at.centres, k);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let below = weights[0];
  for (let c = 0, u = 0; c < k; c++) {
    while (below < ((c + 0.5) / k) * total && u < values.length - 1) below += weights[++u];
    centres[c] = values[u];
  }
}
