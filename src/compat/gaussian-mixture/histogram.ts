import { show } from '../../names.js';

/** Ranges by key: x belongs to the key i if `bins[i][0] <= x < bins[i][1]`. */
export type Bins = Readonly<Record<string, readonly [number, number] | readonly number[]>>;

/** What a histogram is made from. */
export interface HistogramData {
  /** Without them, a bin is the numbers that round to the same integer. */
  bins?: Bins | null | undefined;
  counts?: Record<string, number> | undefined;
}

/** How many observations fell into each bin; a bin stands for its middle. */
export class Histogram {
  bins: Bins | null;
  counts: Record<string, number>;
  /** The sum of counts. */
  total: number;

  constructor({ bins, counts }: HistogramData = {}) {
    this.bins = bins || null;
    this.counts = counts || {};
    this.total = totalOf(this.counts);
  }

  /** The histogram of observations; those that belong to no bin are left out. */
  static fromData(data: ArrayLike<number> = [], bins?: Bins | null): Histogram {
    return histogramOf(data, bins);
  }

  /** @internal */
  static _classify(x: number, bins?: Bins | null): string | null {
    return classify(x, bins);
  }

  /** @internal */
  static _total({ counts }: { readonly counts: Readonly<Record<string, number>> }): number {
    return totalOf(counts);
  }

  /** Counts one more observation, unless it belongs to no bin. */
  add(x: number): this {
    const key = classify(x, this.bins);
    if (key === null) return this;
    this.counts[key] = (this.counts[key] || 0) + 1;
    this.total += 1;
    return this;
  }

  /** The observations, each as the middle of its bin. */
  flatten(): number[] {
    return Object.keys(this.counts).flatMap((key) => {
      const value = this.value(key);
      return Array.from({ length: Math.ceil(this.counts[key]) }, () => value);
    });
  }

  /**
   * The middle of a bin.
   *
   * @throws Error for a key without a bin
   */
  value(key: string | number): number {
    if (!this.bins) return Number(key);
    const bin = this.bins[key];
    if (!bin) throw new Error('No bin for this key.');
    return (bin[0] + bin[1]) / 2;
  }
}

// what stands outside the class keeps a bundler from renaming it

function histogramOf(data: ArrayLike<number>, bins: Bins | null | undefined): Histogram {
  const histogram = new Histogram({ bins, counts: {} });
  for (let i = 0; i < data.length; i++) histogram.add(data[i]);
  return histogram;
}

/** The key of an observation; null if there is none. */
function classify(x: number, bins: Bins | null | undefined): string | null {
  if (bins === null || bins === undefined) {
    if (Number.isFinite(x)) return Math.round(x).toString();
    throw new RangeError(`an observation must be a finite number, got ${show(x)}`);
  }
  return Object.keys(bins).find((key) => bins[key][0] <= x && x < bins[key][1]) ?? null;
}

function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
