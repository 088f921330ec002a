// The arena: where everything lies, as a pure function of sizes. JavaScript owns the memory and hands out addresses;
// a kernel allocates nothing. Address 0 is kept free, since the ABI uses it for "not there".
//
//   fit    | 64 free | control | partial sums | parameters | centres | groups | points | prior |
//          | per feature: floor pooled total threshold level origin metric | state | flags | counts | seen |
//          | staging: one slice of rows | nearest 3 × sample | short runs | a trial for each worker | an area for each worker |
//          | order n | bounds of each slice | weights n | tiles n·d |
//
//   area   | sums × (levels + 2) | scratch | labels | spread | furthest | moving | wide | drift |
//
// A worker that holds only its own rows has one area, and the order, weights and tiles of those rows. One to which slices
// come has the tiles of one, and room to stage a batch of them. The trial is a whole arena of the same kind for the
// subsample on which starts are tried.

import { boundsBytes, driftBytes, isBounded } from './bounds/index.js';
import { FAN_IN, foldLevels, ownSubtrees, shareBounds, units } from './subtrees.js';
import {
  DIAGONAL,
  parametersLength,
  pointLength,
  priorLength,
  scratchLength,
  statisticsLength,
  tileSize,
} from './twin/layout.js';

// the layout of blocks and the limits of values, which the twin shares with the kernel
export * from './twin/layout.js';

/** Everything starts on a cache line. */
const ALIGN = 64;

/** What 32-bit addresses reach, in whole pages of 64 KiB. */
const MOST_BYTES = 4_294_901_760;

/** Rows that k-means looks at, at most (a little more where tiles do not divide it). */
const SAMPLE_ROWS = 65536;

/** Features from which on rows are put in order: with fewer, hardly a block of them is without weight. */
const ORDERED = 24;

/** Responsibilities given from outside enter in pieces of about this many numbers. */
const GIVEN_NUMBERS = 65536;

/** Rows in a slice: the unit of work, of folding and of pauses. Depends on d alone. */
export function sliceRows(d: number): number {
  return d <= 8 ? 8192 : d <= 32 ? 2048 : 512;
}

/** Rows that are staged at once where slices come one after the other: those of a whole subtree of the first level. */
export function batchRows(d: number): number {
  return FAN_IN * sliceRows(d);
}

/** Room for rows that are staged, of n: a whole slice at least, since nobody knows that the last row is the last. */
export function stagedRows(n: number, d: number): number {
  return Math.min(batchRows(d), Math.max(sliceRows(d), paddedRows(n)));
}

/** Rows rounded up to whole blocks. */
export function paddedRows(rows: number): number {
  return Math.ceil(rows / 8) * 8;
}

/** Where among the tiles of a range the first feature of a row lies, and how far it is to the next, in doubles. */
export function rowPlace(row: number, rows: number, d: number): { at: number; width: number } {
  const tile = tileSize(d);
  const start = Math.floor(row / tile) * tile;
  return { at: start * d + row - start, width: Math.min(tile, paddedRows(rows - start)) };
}

/** Places regions of the given byte lengths one after the other; the addresses by name, and the end. */
export function place<Name extends string>(
  lengths: Readonly<Record<Name, number>>,
  start: number = ALIGN,
): { at: Record<Name, number>; bytes: number } {
  const at = {} as Record<Name, number>;
  let next = start;
  for (const name of Object.keys(lengths) as Name[]) {
    at[name] = next;
    next += Math.ceil(lengths[name] / ALIGN) * ALIGN;
  }
  return { at, bytes: next };
}

/** Sizes of a problem. */
export interface ProblemSize {
  /** Samples, those of weight 0 left out. */
  readonly n: number;
  /** Features. */
  readonly d: number;
  /** Components. */
  readonly k: number;
  /** The covariance family by its number. */
  readonly family: number;
  /** Whether every sample has a weight of its own. */
  readonly weighted: boolean;
  /** Whether points are kept, to accelerate from; false if left out. */
  readonly accelerated?: boolean;
  /** Whether tiles are kept in single precision; false if left out. */
  readonly single?: boolean;
  /** Rows of the subsample on which starts are tried; none if left out. */
  readonly trial?: number;
}

/** Rows of a subsample by which starts can be told apart: so many for each mean, and in all at least, and at most. */
const TRIAL_ROWS_EACH = 40;
const FEWEST_TRIAL_ROWS = 2048;
const MOST_TRIAL_ROWS = 16384;
/** A share of many rows: a handful of them should not look like a component, and a search costs no more than some passes. */
const TRIAL_SHARE = 1 / 16;
const MOST_SHARED_ROWS = 8192;

/** The rows on which starts are tried; 0 if all of them are to be used, as there are not many more. */
export function trialRows(n: number, d: number, k: number): number {
  const shared = Math.min(MOST_SHARED_ROWS, Math.floor(TRIAL_SHARE * n));
  const rows = Math.min(MOST_TRIAL_ROWS, Math.max(FEWEST_TRIAL_ROWS, TRIAL_ROWS_EACH * k * (d + 1), shared));
  return n > 2 * rows ? rows : 0;
}

/** The subsample as a problem. */
export function trialSize({ d, k, family, weighted, trial = 0 }: ProblemSize): ProblemSize {
  return { n: trial, d, k, family, weighted };
}

/** Bytes of a packed number at rest. */
export function packedBytes({ single = false }: ProblemSize): number {
  return single ? 4 : 8;
}

/** Tiles of n rows: they begin anew with every slice, so the last of a slice may be short. */
export function tileCount(n: number, d: number): number {
  const slice = sliceRows(d);
  const tile = tileSize(d);
  return Math.floor(n / slice) * Math.ceil(slice / tile) + Math.ceil((n % slice) / tile);
}

/** Which tiles k-means looks at: every `stride`-th, so that it sees at most about 65 536 rows. */
export function sampleStride(n: number, d: number): number {
  return Math.max(1, Math.ceil(tileCount(n, d) / Math.ceil(SAMPLE_ROWS / tileSize(d))));
}

/** Rows per piece when responsibilities are given: whole tiles. */
export function givenRows(d: number, k: number): number {
  const tile = tileSize(d);
  return Math.min(sliceRows(d), Math.max(1, Math.floor(GIVEN_NUMBERS / (k * tile))) * tile);
}

/** Ranges of rows that k-means looks at: all slices, or every so many tiles of large data. */
export function sampleCount(n: number, d: number): number {
  const stride = sampleStride(n, d);
  return stride === 1 ? Math.ceil(n / sliceRows(d)) : Math.ceil(tileCount(n, d) / stride);
}

/** Which worker of how many, and which rows its memory holds: all, its own, or of those that come one slice at a time. */
export interface Share {
  readonly worker: number;
  readonly workers: number;
  readonly holds: 'all' | 'own' | 'slice';
}

/** One worker that does everything. */
export const ALONE: Share = { worker: 0, workers: 1, holds: 'all' };

/** One worker to which slices come. */
export const PASSING: Share = { worker: 0, workers: 1, holds: 'slice' };

/** The rows that a share's memory holds, of all n: from the first up to the last, which is not one of them. */
export function heldRows(n: number, d: number, { worker, workers, holds }: Share): { first: number; end: number } {
  if (holds === 'all') return { first: 0, end: n };
  const slice = sliceRows(d);
  if (holds === 'slice') return { first: 0, end: Math.min(n, slice) };
  const bounds = shareBounds(n / slice, workers);
  return { first: bounds[worker] * slice, end: Math.min(n, bounds[worker + 1] * slice) };
}

/** Doubles of a slot for sums: statistics, moments of all rows, or sums of groups, whichever is longest. */
function slotLength({ d, k, family }: ProblemSize): number {
  return Math.max(statisticsLength(d, k, family), statisticsLength(d, 1, DIAGONAL));
}

/**
 * Whether rows are put in order in the course of a run: that pays where many components have no weight in a row. Rows that
 * only pass by are not.
 */
export function isOrdered({ d, k }: ProblemSize, { holds }: Share): boolean {
  return holds !== 'slice' && d >= ORDERED && k > 1 && k <= 65536;
}

/** Whether bounds of their distances are kept from pass to pass. */
export function keepsBounds(size: ProblemSize, share: Share): boolean {
  return isOrdered(size, share) && isBounded(size);
}

/** How many partial sums there are room for. */
function partialSums({ n, d }: ProblemSize, { worker, workers, holds }: Share): number {
  if (workers === 1) return 0;
  const slices = n / sliceRows(d);
  const own = ownSubtrees(slices, workers);
  if (holds === 'own') return own[worker].length;
  // of the same rows in copies as well, which are folded here
  const taken = [Math.ceil(slices), sampleCount(n, d)].map((leaves) => units(leaves, workers).length);
  return Math.max(...taken, own.flat().length);
}

/** What each worker needs for itself. */
function areaOf(size: ProblemSize, share: Share) {
  const { n, d, k } = size;
  const slot = 8 * slotLength(size);
  const slices = n / sliceRows(d);
  const sample = share.holds === 'slice' ? 0 : sampleCount(n, d);
  const levels = Math.max(foldLevels(Math.ceil(slices)), foldLevels(sample));
  const rows = Math.min(sliceRows(d), paddedRows(n));
  const lengths = {
    sums: slot * (levels + 2),
    scratch: 8 * scratchLength(d, k),
    labels: 4 * rows,
    spread: 8 * rows,
    furthest: 24,
    moving: isOrdered(size, share) ? 16 * rows + 4 * (Math.max(k, 256) + 1) : 0,
    wide: size.single ? 8 * rows * d : 0,
    drift: keepsBounds(size, share) ? driftBytes(size) : 0,
  };
  return { lengths, levels, bytes: place(lengths, 0).bytes };
}

/**
 * The arena of a fit.
 *
 * @returns addresses by name, those of the worker's own area among them; another's is `areaBytes` further
 */
export function fitLayout(size: ProblemSize, share: Share = ALONE): FitLayout {
  if (!last || !isSameSize(last.size, size) || !isSameShare(last.share, share)) {
    last = { size: { ...size }, share: { ...share }, layout: layOut(size, share) };
  }
  return last.layout;
}

export type FitLayout = ReturnType<typeof layOut>;

/** Small fits in a loop would spend a good part of their time here. */
let last: { size: ProblemSize; share: Share; layout: FitLayout } | undefined;

function isSameSize(a: ProblemSize, b: ProblemSize): boolean {
  const same = a.n === b.n && a.d === b.d && a.k === b.k && a.family === b.family && a.weighted === b.weighted;
  return same && !a.accelerated === !b.accelerated && !a.single === !b.single && (a.trial ?? 0) === (b.trial ?? 0);
}

function isSameShare(a: Share, b: Share): boolean {
  return a.worker === b.worker && a.workers === b.workers && a.holds === b.holds;
}

/** Bytes of one trial. */
export function trialBytes(size: ProblemSize): number {
  return size.trial ? layOut(trialSize(size), ALONE).bytes : 0;
}

/** Short runs that are told of at a time at most. */
export const SHORT_RUNS = 8;

/** Workers that make them, each on a copy of the trial: more copies would take more memory than many rows excuse. */
export const SEARCHERS = 4;

/** Bytes of what a short run is told and tells: five numbers and the parameters. */
export function shortRunBytes({ d, k, family }: ProblemSize): number {
  return 8 * (5 + parametersLength(d, k, family));
}

function layOut(size: ProblemSize, share: Share) {
  const { n, d, k, family, weighted, accelerated = false } = size;
  const { worker, workers, holds } = share;
  const slice = sliceRows(d);
  const tile = tileSize(d);
  const sampled = holds !== 'all' ? 0 : Math.min(paddedRows(n), (Math.ceil(SAMPLE_ROWS / tile) + 1) * tile);
  const staged = holds === 'slice' ? stagedRows(n, d) : Math.min(slice, paddedRows(n));
  const trials = size.trial && holds === 'all' ? Math.min(workers, SEARCHERS) : 0;
  const held = heldRows(n, d, share);
  const heldPadded = paddedRows(held.end - held.first);
  const shared = place({
    control: workers === 1 ? 0 : 64,
    partials: 8 * slotLength(size) * partialSums(size, share),
    parameters: 8 * parametersLength(d, k, family),
    centres: 8 * k * d,
    groups: 8 * k * d,
    points: accelerated ? 24 * pointLength(d, k, family) : 0,
    prior: 8 * priorLength(d, family),
    floor: 8 * d,
    pooled: 8 * d,
    total: 8 * d,
    threshold: 8 * d,
    level: 8 * d,
    origin: 8 * d,
    metric: 8 * d,
    state: 32,
    flags: 4 * k,
    counts: 4 * k,
    seen: 8 * k * (d + 2),
    staging: 8 * Math.max(staged * d, holds === 'slice' ? 0 : givenRows(d, k) * k),
    nearest: 3 * 8 * sampled,
    shortRuns: trials > 1 ? SHORT_RUNS * shortRunBytes(size) : 0,
    trial: trials * trialBytes(size),
  });
  const { lengths, levels, bytes: areaBytes } = areaOf(size, share);
  const own = holds === 'own' ? 0 : worker;
  const area = place(lengths, shared.bytes + own * areaBytes);
  const data = place(
    {
      order: isOrdered(size, share) ? 4 * heldPadded : 0,
      bounds: keepsBounds(size, share) ? boundsBytes(slice, k) * Math.ceil((held.end - held.first) / slice) : 0,
      weights: weighted ? 8 * heldPadded : 0,
      tiles: packedBytes(size) * heldPadded * d,
    },
    shared.bytes + (holds === 'own' ? 1 : workers) * areaBytes,
  );
  return {
    at: { ...shared.at, ...area.at, ...data.at },
    bytes: data.bytes,
    slice,
    held,
    areaBytes,
    levels,
    slotBytes: 8 * slotLength(size),
  };
}

/** Responsibilities leave in pieces of about this many numbers. */
const LEAVING_NUMBERS = 131072;

/** Rows per piece when responsibilities are asked for. */
export function leavingRows(d: number, k: number): number {
  return Math.max(1, Math.min(sliceRows(d), Math.floor(LEAVING_NUMBERS / k)));
}

/** The arena of an evaluation in pieces of `rows` rows. */
export function evaluationLayout(rows: number, d: number, k: number, family: number) {
  const padded = paddedRows(rows);
  return place({
    parameters: 8 * parametersLength(d, k, family),
    origin: 8 * d,
    scratch: 8 * scratchLength(d, k),
    staging: 8 * rows * d,
    weights: 8 * padded,
    statistics: 16 * 16,
    logDensities: 8 * padded,
    labels: 4 * padded,
    responsibilities: 8 * Math.min(rows, leavingRows(d, k)) * k,
    tiles: 8 * padded * d,
  });
}

/**
 * @param what - what needs the arena, for the message
 * @throws RangeError if it is too large for 32-bit addresses
 */
export function checkSize(bytes: number, what: string): void {
  if (bytes <= MOST_BYTES) return;
  const gib = (bytes / 1_073_741_824).toFixed(1);
  throw new RangeError(
    `${what} needs ${gib} GiB of memory, and 4 GiB can be addressed; use a sample of the rows, fewer features or fewer ` +
      'components',
  );
}
