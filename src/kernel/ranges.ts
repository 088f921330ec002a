// The packed rows of a problem in ranges: which there are, and where each one lies.

import type { Arena } from './arena.js';
import { boundsBytes, dropBounds } from './bounds/index.js';
import { Estimate } from './estimate.js';
import type { Kernel } from './kernel.js';
import {
  ALONE,
  isOrdered,
  keepsBounds,
  type ProblemSize,
  packedBytes,
  paddedRows,
  type Share,
  sampleCount,
  sampleStride,
  tileSize,
} from './memory.js';

/** Part of the packed rows. */
export interface Range {
  /** Address of the first tile at rest; `open` says where to work on it. */
  readonly tiles: number;
  readonly rows: number;
  /** Index of the first row among all packed rows. */
  readonly first: number;
  /** Address of its weights, or 0. */
  readonly weights: number;
  /** Address of their order (assembly/order.ts), or 0 where they are not put in order. */
  readonly order: number;
  /** Address of the bounds of their distances (assembly/bounds.ts), or 0 where none are kept. */
  readonly bounds: number;
}

export class Ranges extends Estimate {
  /** Whether rows are put in order in the course of a run. */
  protected readonly ordered: boolean;
  /** Whether bounds of distances are kept from pass to pass. */
  readonly bounded: boolean;
  /** Whether they may lie in another order than they were packed in. */
  protected arranged = false;

  /**
   * @param share - the part of one worker among several; all of it if left out
   * @param base - address at which it begins, a multiple of 64
   */
  constructor(size: ProblemSize, arena: Arena, kernel: Kernel, share: Share = ALONE, base = 0) {
    super(size, arena, kernel, share, base);
    this.ordered = isOrdered(size, share);
    this.bounded = keepsBounds(size, share);
  }

  /** Notes that rows lie in the order in which they were packed. */
  asPacked(): void {
    this.arranged = false;
    if (!this.ordered) return;
    const { held, slice } = this.layout;
    const { integers } = this.kernel;
    const at = this.at.order / 4;
    for (let i = 0; i < held.end - held.first; i++) integers[at + i] = i % slice;
    for (let first = held.first; first < held.end; first += slice) dropBounds(this, this.rangeOf(first, 1));
  }

  /** Ranges of rows: how many slices there are, or how many ranges k-means looks at. */
  count(over: 'slices' | 'sample'): number {
    const { n, d } = this.size;
    return over === 'slices' ? Math.ceil(n / this.layout.slice) : sampleCount(n, d);
  }

  /** One slice; or one of the ranges that k-means looks at: all slices, or every so many tiles of large data. */
  range(over: 'slices' | 'sample', index: number): Range {
    const { n, d } = this.size;
    const { slice } = this.layout;
    const stride = over === 'slices' ? 1 : sampleStride(n, d);
    if (stride === 1) return this.rangeOf(index * slice, Math.min(slice, n - index * slice));
    const tile = tileSize(d);
    const perSlice = Math.ceil(slice / tile);
    const first = Math.floor((index * stride) / perSlice) * slice;
    const start = ((index * stride) % perSlice) * tile;
    return this.rangeOf(first + start, Math.min(start + tile, slice, n - first) - start);
  }

  /** All of them, in order. */
  *ranges(over: 'slices' | 'sample'): Generator<Range> {
    for (let index = 0; index < this.count(over); index++) yield this.range(over, index);
  }

  /** So many rows of one slice, from row `first` of all on. */
  rangeOf(first: number, rows: number): Range {
    const { d, k, weighted } = this.size;
    const { held, slice } = this.layout;
    const row = this.share.holds === 'slice' ? first % slice : first - held.first;
    const weights = weighted ? this.at.weights + 8 * row : 0;
    const order = this.ordered ? this.at.order + 4 * row : 0;
    const bounds = this.bounded ? this.at.bounds + boundsBytes(slice, k) * Math.floor(row / slice) : 0;
    return { tiles: this.at.tiles + packedBytes(this.size) * d * row, rows, first, weights, order, bounds };
  }

  /** The address of the tiles of a range as doubles: where they are, or widened, which holds until the next `open`. */
  open({ tiles, rows }: Range): number {
    if (!this.size.single) return tiles;
    this.kernel.functions.widen(tiles, paddedRows(rows) * this.size.d, this.at.wide);
    return this.at.wide;
  }

  /** Writes the tiles of a range back after they have changed; false if single precision cannot hold them. */
  close({ tiles, rows }: Range): boolean {
    if (!this.size.single) return true;
    return this.kernel.functions.narrow(this.at.wide, paddedRows(rows) * this.size.d, tiles) === 1;
  }
}
