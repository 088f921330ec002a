// K-means in one dimension has no local optima that matter: groups of the best partition are intervals, and dynamic
// programming finds it (Fisher 1958; Wang & Song 2011), here on the distinct values in order, with their weights:
//
//   D[c][u] = min over t ≤ u of D[c−1][t−1] + cost(t, u)        cost = Σ w (x − mean)² over the values t … u
//
// The last t of the best partition never falls as u grows, so that one row of D takes U·log U steps by halving.

/** Distinct values in order, and the weight of each. */
export interface Tally {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** @param pairs - values and weights, in any order */
export function tally(values: Float64Array, weights: Float64Array | undefined): Tally {
  const order = weights ? Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b) : undefined;
  const sorted = order ? Float64Array.from(order, (i) => values[i]) : values.slice().sort();
  const distinct = new Float64Array(sorted.length);
  const sums = new Float64Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    if (last < 0 || sorted[i] !== distinct[last]) distinct[++last] = sorted[i];
    sums[last] += order && weights ? weights[order[i]] : 1;
  }
  return { values: distinct.subarray(0, last + 1), weights: sums.subarray(0, last + 1) };
}

/**
 * The means of the best K intervals, in order; if there are fewer distinct values than K, the rest repeats the last.
 */
export function optimalMeans({ values, weights }: Tally, k: number): Float64Array {
  const count = values.length;
  if (count <= k) return Float64Array.from({ length: k }, (_, c) => values[Math.min(c, count - 1)]);
  const sums = new Moments(values, weights);
  let previous = new Float64Array(count);
  for (let u = 0; u < count; u++) previous[u] = sums.cost(0, u);
  const starts: Uint32Array[] = [];
  for (let c = 1; c < k; c++) {
    const next = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    const from = new Uint32Array(count);
    fillRow(previous, next, from, sums, c, count - 1, c, count - 1);
    starts.push(from);
    previous = next;
  }
  const means = new Float64Array(k);
  for (let c = k - 1, end = count - 1; c >= 0; c--) {
    const begin = c > 0 ? starts[c - 1][end] : 0;
    means[c] = sums.mean(begin, end);
    end = begin - 1;
  }
  return means;
}

/** Row c of D for u = low … high, whose last interval begins at t = least … most. */
function fillRow(
  previous: Float64Array,
  next: Float64Array,
  from: Uint32Array,
  sums: Moments,
  low: number,
  high: number,
  least: number,
  most: number,
): void {
  if (low > high) return;
  const middle = (low + high) >> 1;
  let best = least;
  for (let t = least; t <= Math.min(middle, most); t++) {
    const cost = previous[t - 1] + sums.cost(t, middle);
    if (cost < next[middle]) {
      next[middle] = cost;
      best = t;
    }
  }
  from[middle] = best;
  fillRow(previous, next, from, sums, low, middle - 1, least, best);
  fillRow(previous, next, from, sums, middle + 1, high, best, most);
}

/** Prefix sums of weight, w·x and w·x² about the mean of all, so that little cancels. */
class Moments {
  readonly #weight: Float64Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  readonly #centre: number;

  constructor(values: Float64Array, weights: Float64Array) {
    const count = values.length;
    let total = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      total += weights[i];
      sum += weights[i] * values[i];
    }
    this.#centre = sum / total;
    this.#weight = new Float64Array(count + 1);
    this.#first = new Float64Array(count + 1);
    this.#second = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) {
      const x = values[i] - this.#centre;
      this.#weight[i + 1] = this.#weight[i] + weights[i];
      this.#first[i + 1] = this.#first[i] + weights[i] * x;
      this.#second[i + 1] = this.#second[i] + weights[i] * x * x;
    }
  }

  /** Of the values t … u. */
  cost(t: number, u: number): number {
    if (t === u) return 0;
    const first = this.#first[u + 1] - this.#first[t];
    return this.#second[u + 1] - this.#second[t] - (first * first) / (this.#weight[u + 1] - this.#weight[t]);
  }

  mean(t: number, u: number): number {
    return this.#centre + (this.#first[u + 1] - this.#first[t]) / (this.#weight[u + 1] - this.#weight[t]);
  }
}
