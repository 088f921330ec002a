// Rows on their way into a workspace: read slice by slice, brought into internal coordinates, and packed as tiles.

import type { Rows } from '../data.js';
import { exponentOf, splitPower, timesPower } from '../scale.js';
import { checkFit, checkOrigin } from './contract.js';
import { paddedRows, sliceRows } from './memory.js';
import { badValue, largestExponent, readKept } from './reading.js';
import type { Range, Workspace } from './workspace.js';

/** (2 − 2⁻²³)·2¹²⁷ */
const LARGEST_FLOAT = 3.4028234663852886e38;

/** What the packed numbers mean. */
export interface Coordinates {
  /** Stored is (x − origin)·2^exponent. */
  readonly exponent: number;
  /** Weights are stored times 2^−weightExponent, so that the largest lies in [½, 1). */
  readonly weightExponent: number;
  /** Σ of stored weights; n if there are none. */
  readonly totalWeight: number;
}

/** Coordinates that are settled before the rows are seen, those of a model for instance. */
export interface Frame {
  /** d numbers. */
  readonly origin: Float64Array;
  readonly exponent: number;
}

/**
 * Reads and packs all rows; those of weight 0 are left out.
 *
 * @param frame - if left out, the first rows decide
 * @throws RangeError that names the place of the first value that is not finite, or too large
 */
export function packRows(
  workspace: Workspace,
  rows: Rows,
  weights: Float64Array | undefined,
  frame: Frame | undefined,
): Coordinates {
  const { size, at } = workspace;
  const { d, n, weighted } = size;
  const slice = sliceRows(d);
  checkFit(size, rows, weights);
  const staging = workspace.view(at.staging, Math.min(slice, n) * d);
  const kept = new Int32Array(Math.min(slice, n));
  const weightExponent = weighted && weights ? largestExponent(weights) : 0;
  let row = 0;
  let exponent = 0;
  let totalWeight = weighted ? 0 : n;
  for (let first = 0; first < n; first += slice) {
    const count = Math.min(slice, n - first);
    row = readKept(rows, row, count, weights, staging, kept);
    if (first === 0) exponent = placeFrame(workspace, frame ?? frameOf(staging, count, d));
    const bad = packStaged(workspace, exponent, workspace.range('slices', first / slice));
    if (bad >= 0) throw badValue(staging[bad], rows.place(kept[Math.floor(bad / d)], bad % d), frame && 'the model');
    if (!weighted || !weights) continue;
    const to = workspace.view(at.weights + 8 * first, paddedRows(count)).fill(0);
    for (let i = 0; i < count; i++) totalWeight += to[i] = timesPower(weights[kept[i]], -weightExponent);
  }
  return { exponent, weightExponent, totalWeight };
}

/**
 * Packs rows that are staged as those of a range; −1, or the index of the first value that cannot be.
 *
 * @param row - the first of them among those that are staged
 */
export function packStaged(workspace: Workspace, exponent: number, range: Range, row = 0): number {
  const { size, at, kernel } = workspace;
  const [scale1, scale2] = splitPower(exponent);
  const to = size.single ? at.wide : range.tiles;
  const from = at.staging + 8 * row * size.d;
  const bad = kernel.functions.pack(from, range.rows, size.d, at.origin, scale1, scale2, to);
  return bad >= 0 || workspace.close(range) ? bad : firstBeyond(workspace, exponent, range.rows);
}

/** The index of the first staged value that single precision cannot hold. */
function firstBeyond(workspace: Workspace, exponent: number, rows: number): number {
  const { d } = workspace.size;
  const [scale1, scale2] = splitPower(exponent);
  const origin = workspace.view(workspace.at.origin, d);
  const staged = workspace.view(workspace.at.staging, rows * d);
  return staged.findIndex((x, i) => Math.abs(Math.fround((x - origin[i % d]) * scale1 * scale2)) > LARGEST_FLOAT);
}

/** The lower median of each feature in the first slice becomes its origin; the exponent is from the largest spread. */
export function frameOf(staging: Float64Array, count: number, d: number): Frame {
  const origin = new Float64Array(d);
  const column = new Float64Array(count);
  let spread = 0;
  let furthest = 0;
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < count; i++) column[i] = staging[i * d + j];
    column.sort();
    // −0 becomes +0, and what is not finite is left for `pack` to report
    const median = column[(count - 1) >> 1] + 0;
    origin[j] = Number.isFinite(median) ? median : 0;
    spread = Math.max(spread, column[count - 1] / 2 - column[0] / 2);
    furthest = Math.max(furthest, Math.abs(origin[j]));
  }
  const largest = Number.isFinite(spread) ? spread : 0;
  return { origin, exponent: -exponentOf(largest > 0 ? largest : furthest) };
}

/** Writes the origin, and its place on the scale of the packed numbers, where the kernel reads them; the exponent. */
export function placeFrame(workspace: Workspace, { origin, exponent }: Frame): number {
  const { d } = workspace.size;
  checkOrigin(origin, d);
  const [scale1, scale2] = splitPower(exponent);
  workspace.view(workspace.at.origin, d).set(origin);
  workspace.view(workspace.at.level, d).set(origin.map((x) => x * scale1 * scale2));
  return exponent;
}
