// The arena: where everything lies, as a pure function of sizes. JavaScript owns the memory and hands out addresses;
// a kernel allocates nothing. Address 0 is kept free, since the ABI uses it for "not there".
//
//   fit    | 64 free | parameters | centres | groups | points |
//          | per feature: floor pooled total threshold level origin metric |
//          | state | flags | counts | seen | statistics × (levels + 2) | moments | scratch |
//          | staging: one slice of rows | labels | spread | sums | weights n | nearest 3 × sample | tiles n·d |

import { parametersLength, pointLength, scratchLength, statisticsLength, tileSize } from './twin/layout.js';

// the layout of blocks and the limits of values, which the twin shares with the kernel
export * from './twin/layout.js';

/** Everything starts on a cache line. */
const ALIGN = 64;

/** What 32-bit addresses reach, in whole pages of 64 KiB. */
const MOST_BYTES = 4_294_901_760;

/** Rows that k-means looks at, at most (a little more where tiles do not divide it). */
const SAMPLE_ROWS = 65536;

/** Responsibilities given from outside enter in pieces of about this many numbers. */
const GIVEN_NUMBERS = 65536;

/** Rows in a slice: the unit of work, of folding and of pauses. Depends on d alone. */
export function sliceRows(d: number): number {
  return d <= 8 ? 8192 : d <= 32 ? 2048 : 512;
}

/** Rows rounded up to whole blocks. */
export function paddedRows(rows: number): number {
  return Math.ceil(rows / 8) * 8;
}

/** Levels of the tree of fan-in 8 in which the statistics of so many slices are folded; 0 if there is one slice. */
export function foldLevels(slices: number): number {
  let levels = 0;
  for (let reach = 1; reach < slices; reach *= 8) levels++;
  return levels;
}

/** Places regions of the given byte lengths one after the other; the addresses by name, and the whole length. */
export function place<Name extends string>(
  lengths: Readonly<Record<Name, number>>,
): { at: Record<Name, number>; bytes: number } {
  const at = {} as Record<Name, number>;
  let next = ALIGN;
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

/**
 * The arena of a fit.
 *
 * @throws RangeError if it does not fit in 4 GiB
 */
export function fitLayout({ n, d, k, family, weighted, accelerated = false }: ProblemSize) {
  const slice = sliceRows(d);
  const statistics = 8 * statisticsLength(d, k, family);
  const levels = foldLevels(Math.ceil(n / slice));
  const tile = tileSize(d);
  const sampled = Math.min(paddedRows(n), (Math.ceil(SAMPLE_ROWS / tile) + 1) * tile);
  const rows = Math.min(slice, paddedRows(n));
  const layout = place({
    parameters: 8 * parametersLength(d, k, family),
    centres: 8 * k * d,
    groups: 8 * k * d,
    points: accelerated ? 24 * pointLength(d, k, family) : 0,
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
    statistics: statistics * (levels + 2),
    moments: 8 * statisticsLength(d, 1, 1) * (levels + 1),
    scratch: 8 * scratchLength(d, k),
    staging: 8 * Math.max(rows * d, givenRows(d, k) * k),
    labels: 4 * rows,
    spread: 8 * rows,
    sums: 8 * (2 + k * (1 + d)),
    weights: weighted ? 8 * paddedRows(n) : 0,
    nearest: 3 * 8 * sampled,
    tiles: 8 * paddedRows(n) * d,
  });
  return { ...layout, slice, levels, statisticsBytes: statistics, sampled };
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
