import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { SIZES, type Size } from './mixture.js';
import { expectClose, tiled } from './naive.js';

/** Rows, centres and a metric in which some features do not count. */
function place(draw: Draw, { n, d, k }: Size, weighted: boolean) {
  const padded = 8 * Math.ceil(n / 8);
  const rows = draw.normals(n * d, 3);
  const centres = draw.normals(k * d, 3);
  // equal centres, and rows that are centres: ties and zeros
  if (k > 2) centres.copyWithin((k - 1) * d, 0, d);
  rows.set(centres.subarray(0, d));
  const metric = Float64Array.from({ length: d }, (_, j) => (d > 1 && j % 5 === 1 ? 0 : draw.uniform(0.1, 4)));
  const weights = new Float64Array(padded);
  for (let i = 0; i < n; i++) weights[i] = weighted ? (draw.uniform() < 0.1 ? 0 : draw.uniform(0, 3)) : 1;
  const label = `seed ${draw.seed}, n ${n}, d ${d}, K ${k}, weighted ${weighted}`;
  const both = new Both(label, {
    tiles: padded * d,
    centres: k * d,
    metric: d,
    weights: padded,
    nearest: padded,
    out: padded,
    labels: padded / 2,
    spread: padded,
    sums: 2 + k * (1 + d),
  });
  both.put('tiles', tiled(rows, n, d));
  both.put('centres', centres);
  both.put('metric', metric);
  both.put('weights', weights);
  const distance = (i: number, c: number) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += metric[j] * (rows[i * d + j] - centres[c * d + j]) ** 2;
    return sum;
  };
  return { both, label, rows, centres, weights, padded, distance };
}

const WEIGHTED = [false, true];

describe('kmeans_distances', () => {
  it.each(WEIGHTED)('has the same bits in both kernels, and is the least distance so far; weighted %s', (weighted) => {
    SIZES.filter(({ k }) => k <= 5).forEach((size, index) => {
      const { n, d, k } = size;
      const { both, label, weights, padded, distance } = place(new Draw(700 + index), size, weighted);
      const { tiles, centres, metric, nearest, out } = both.at;
      const w = weighted ? both.at.weights : 0;
      const least = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
      for (let c = 0; c < k; c++) {
        const before = both.get('nearest', padded);
        // in place every other time
        const to = c % 2 ? out : nearest;
        const total = both.call('kmeans_distances', tiles, n, d, centres + 8 * c * d, metric, w, c ? nearest : 0, to);
        const found = both.get(c % 2 ? 'out' : 'nearest', padded);
        let potential = 0;
        for (let i = 0; i < n; i++) {
          least[i] = Math.min(least[i], distance(i, c));
          potential += weights[i] * least[i];
          expectClose(found[i], least[i], 1e-12, () => `${label}, row ${i}, centre ${c}`, 1e-300);
        }
        expect([...found.slice(n)], label).toEqual(new Array(padded - n).fill(0));
        expectClose(total, potential, 1e-12, () => label);
        if (to === out) {
          expect(both.get('nearest', padded), label).toEqual(before);
          both.put('nearest', found);
        }
      }
      expect(both.get('nearest', 1)[0], `${label}: the first row is a centre`).toBe(0);
    });
  });
});

describe('kmeans_assign', () => {
  it.each(WEIGHTED)('has the same bits in both kernels, and is the nearest centre; weighted %s', (weighted) => {
    SIZES.forEach((size, index) => {
      const { n, d, k } = size;
      const made = place(new Draw(800 + index), size, weighted);
      const { both, label, rows, weights, distance } = made;
      // one kernel writes labels and distances of padding, the other does not
      both.ignore('labels', 4 * n);
      both.ignore('spread', 8 * n);
      const { tiles, centres, metric, labels, spread, sums } = both.at;
      const w = weighted ? both.at.weights : 0;
      both.call('kmeans_assign', tiles, n, d, k, centres, metric, w, labels, spread, sums);
      const found = both.getIntegers('labels', n);
      const distances = both.get('spread', n);
      const length = 2 + k * (1 + d);
      const all = both.get('sums', length);
      both.fill('spread', 5);
      both.call('kmeans_assign', tiles, n, d, k, centres, metric, w, labels, 0, sums);
      expect(both.get('sums', length), label).toEqual(all);
      expect(both.get('spread', 1)[0], label).toBe(5);
      const expected = new Float64Array(length);
      const sizes = new Float64Array(length).fill(1e-300);
      for (let i = 0; i < n; i++) {
        const own = Array.from({ length: k }, (_, c) => distance(i, c));
        const best = Math.min(...own);
        const place = () => `${label}, row ${i}`;
        expectClose(distances[i], best, 1e-12, place, 1e-300);
        const c = found[i];
        if (c !== own.indexOf(best)) expectClose(own[c], best, 1e-13, place);
        // the last centre is the first one: a tie goes to the lower index
        if (k > 2) expect(c, place()).not.toBe(k - 1);
        const moments = 2 + c * (1 + d);
        expected[0] += weights[i] * best;
        expected[1] += weights[i];
        expected[moments] += weights[i];
        for (let j = 0; j < d; j++) {
          const y = weights[i] * (rows[i * d + j] - made.centres[c * d + j]);
          expected[moments + 1 + j] += y;
          sizes[moments + 1 + j] += Math.abs(y);
        }
      }
      all.forEach((value, at) => {
        expectClose(value, expected[at], 1e-12, () => `${label}, sum ${at}`, sizes[at]);
      });
    });
  });

  it('gives rows at equal distances to the lowest index', () => {
    const both = new Both('ties', { tiles: 8, centres: 3, metric: 1, labels: 4, sums: 8 });
    both.put('tiles', [0, 1, 2, 3, 4, 5, 6, 7]);
    both.put('centres', [6, 2, 6]);
    both.put('metric', [1]);
    const { tiles, centres, metric, labels, sums } = both.at;
    both.call('kmeans_assign', tiles, 8, 1, 3, centres, metric, 0, labels, 0, sums);
    expect([...both.getIntegers('labels', 8)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect([...both.get('sums', 8)]).toEqual([4 + 1 + 0 + 1 + 4 + 1 + 0 + 1, 8, 4, -2, 4, -2, 0, 0]);
  });

  it('gives every row to the first centre where no feature counts', () => {
    const both = new Both('no metric', { tiles: 16, centres: 4, metric: 2, labels: 4, sums: 8 });
    both.put(
      'tiles',
      new Float64Array(16).map((_, i) => i),
    );
    both.put('centres', [1, 2, 3, 4]);
    both.fill('metric', 0);
    const { tiles, centres, metric, labels, sums } = both.at;
    both.call('kmeans_assign', tiles, 8, 2, 2, centres, metric, 0, labels, 0, sums);
    expect([...both.getIntegers('labels', 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(both.get('sums', 1)[0]).toBe(0);
  });
});
