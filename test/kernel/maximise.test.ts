import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { blockLength, problem, SIZES } from './mixture.js';
import { expectClose, FAMILIES, type Matrix, square } from './naive.js';

type Problem = ReturnType<typeof problem>;

/** Rows to components, one label each; the last component gets none if `empty`. */
function drawLabels(draw: Draw, n: number, k: number, empty: boolean): number[] {
  return Array.from({ length: n }, () => draw.integer(0, empty && k > 1 ? k - 2 : k - 1));
}

function give({ both, mixture }: Problem, labels: number[], weighted: boolean): void {
  const { d, k, family } = mixture;
  const { tiles, centres, weights, statistics, scratch } = both.at;
  both.putIntegers('labels', labels);
  both.call(
    'pass_given',
    tiles,
    labels.length,
    d,
    k,
    family,
    0,
    both.at.labels,
    centres,
    weighted ? weights : 0,
    statistics,
    scratch,
  );
}

function maximise({ both, mixture }: Problem): number {
  const { statistics, centres, floor, parameters, scratch } = both.at;
  const { d, k, family } = mixture;
  return both.call('maximise', statistics, centres, floor, 0, parameters, d, k, family, scratch);
}

/** Means and scatter matrices of labelled rows in two passes. */
function naiveGroups({ mixture, rows, weights }: Problem, labels: number[]) {
  const { d, k } = mixture;
  return Array.from({ length: k }, (_, c) => {
    const own = labels.flatMap((label, i) => (label === c && weights[i] > 0 ? [i] : []));
    const weight = own.reduce((sum, i) => sum + weights[i], 0);
    const mean = Array.from(
      { length: d },
      (_, j) => own.reduce((sum, i) => sum + weights[i] * rows[i * d + j], 0) / weight,
    );
    const scatter: Matrix = Array.from({ length: d }, () => new Array(d).fill(0));
    for (const i of own) {
      for (let a = 0; a < d; a++) {
        const scaled = weights[i] * (rows[i * d + a] - mean[a]);
        for (let b = 0; b < d; b++) scatter[a][b] += scaled * (rows[i * d + b] - mean[b]);
      }
    }
    return { weight, mean, scatter };
  });
}

/** The packed covariance blocks of a family from scatter matrices. */
function naiveBlocks(
  groups: ReturnType<typeof naiveGroups>,
  d: number,
  family: number,
  floor: Float64Array,
): number[][] {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const pooled = square(new Float64Array((d * (d + 1)) / 2), d).map((row, a) =>
    row.map((_, b) => groups.reduce((sum, { scatter }) => sum + scatter[a][b], 0)),
  );
  const sources = family < 3 ? groups : [{ weight: total, scatter: pooled }];
  return sources.map(({ weight, scatter }) => {
    const covariance = scatter.map((row, a) => row.map((value, b) => value / weight + (a === b ? floor[a] : 0)));
    const diagonal = covariance.map((row, a) => row[a]);
    if (family % 3 === 1) return diagonal;
    if (family % 3 === 2) return [diagonal.reduce((sum, value) => sum + value - floor[0], 0) / d + floor[0]];
    return covariance.flatMap((row, a) => row.slice(0, a + 1));
  });
}

function expectParameters(made: Problem, labels: number[], floor: Float64Array, tolerance: number): void {
  const { both, mixture, label } = made;
  const { d, k, family } = mixture;
  const groups = naiveGroups(made, labels);
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const means = both.get('parameters', k * d, 2 * k);
  const blocks = naiveBlocks(groups, d, family, floor);
  const length = blockLength(d, family);
  groups.forEach(({ weight, mean }, c) => {
    expectClose(both.get('parameters', 1, c)[0], weight / total, 1e-13, () => `${label}: weight ${c}`);
    // an empty component keeps its mean
    const expected = weight > 0 ? mean : [...mixture.means.slice(c * d, c * d + d)];
    expected.forEach((value, j) => {
      expectClose(means[c * d + j], value, tolerance, () => `${label}: mean ${c}, ${j}`, 1);
    });
    if (family < 3 && !(weight > 0)) blocks[c] = [...mixture.covariances.slice(c * length, (c + 1) * length)];
  });
  blocks.forEach((block, b) => {
    both.get('parameters', length, 2 * k + k * d + b * length).forEach((value, i) => {
      expectClose(value, block[i], tolerance, () => `${label}: covariance ${b}, entry ${i}`, Math.max(...block));
    });
  });
}

describe.each(FAMILIES)('maximise, $name', ({ family }) => {
  it('has the same bits in both kernels, at every size', { timeout: 30_000 }, () => {
    SIZES.forEach((size, index) => {
      const { n, d, k } = size;
      const draw = new Draw(8000 + index);
      const made = problem(draw, { ...size, family, weighted: index % 2 === 0 });
      give(made, drawLabels(draw, n, k, index % 3 === 0), index % 2 === 0);
      // with few rows not even a floor of 0 is certain to fail: both must agree
      made.both.fill('floor', index % 4 === 0 ? 0 : 1e-3);
      const singular = maximise(made);
      expect(singular >= -1 && singular < k, made.label).toBe(true);
      if (index % 4 !== 0) expect(singular, made.label).toBe(-1);
      made.both.fill('floor', 0);
      const { statistics, centres, floor } = made.both.at;
      made.both.call('pooled_variances', statistics, d, k, family, floor);
      const before = made.both.get('centres', k * d);
      const moved = made.both.call('recentre', statistics, centres, floor, d, k, family);
      if (moved === 0) expect(made.both.get('centres', k * d), made.label).toEqual(before);
    });
  });

  it('is the mean and covariance of the groups, by two passes', () => {
    for (const d of [1, 2, 3, 4, 5, 8, 9, 17]) {
      for (const weighted of [false, true]) {
        for (const empty of [false, true]) {
          const draw = new Draw(60 + d);
          const made = problem(draw, { n: 141, d, k: 3, family, weighted });
          const labels = drawLabels(draw, 141, 3, empty);
          const floor = new Float64Array(d);
          for (let j = 0; j < d; j++) floor[j] = family % 3 === 2 ? 0.01 : 0.01 * (j + 1);
          made.both.put('floor', floor);
          give(made, labels, weighted);
          expect(maximise(made), made.label).toBe(-1);
          expectParameters(made, labels, floor, 1e-11);
        }
      }
    }
  });

  it('gives the pooled within-cluster variances', () => {
    for (const d of [1, 2, 3, 5, 9]) {
      const draw = new Draw(40 + d);
      const made = problem(draw, { n: 141, d, k: 3, family, weighted: true });
      const labels = drawLabels(draw, 141, 3, d === 2);
      give(made, labels, true);
      made.both.call('pooled_variances', made.both.at.statistics, d, 3, family, made.both.at.floor);
      const groups = naiveGroups(made, labels);
      const total = groups.reduce((sum, { weight }) => sum + weight, 0);
      const variances = Array.from({ length: d }, (_, j) =>
        groups.reduce((sum, { scatter }) => sum + scatter[j][j] / total, 0),
      );
      const mean = variances.reduce((sum, variance) => sum + variance, 0) / d;
      made.both.get('floor', d).forEach((value, j) => {
        expectClose(value, family % 3 === 2 ? mean : variances[j], 1e-11, () => `${made.label}, feature ${j}`);
      });
    }
  });

  it('takes statistics again about the means where they would cancel, and is then as good as two passes', () => {
    for (const d of [1, 2, 3]) {
      const draw = new Draw(20 + d);
      const made = problem(draw, { n: 141, d, k: 3, family, weighted: false });
      const labels = drawLabels(draw, 141, 3, false);
      const { both } = made;
      const { statistics, centres, floor } = both.at;
      const run = () => both.call('recentre', statistics, centres, floor, d, 3, family);
      give(made, labels, false);
      expect(run(), made.label).toBe(0);
      // two centres 10^7 standard deviations away, the third where it was
      const far = made.mixture.means.map((mean, i) => (i < 2 * d ? mean + 1e7 : mean));
      both.put('centres', far);
      give(made, labels, false);
      expect(run(), made.label).toBe(2);
      const groups = naiveGroups(made, labels);
      const moved = both.get('centres', 3 * d);
      groups.forEach(({ mean }, c) => {
        mean.forEach((value, j) => {
          if (c === 2) expect(moved[c * d + j]).toBe(far[c * d + j]);
          else expectClose(moved[c * d + j], value, 1e-7, () => made.label, 1);
        });
      });
      give(made, labels, false);
      expect(run(), made.label).toBe(0);
      expect(maximise(made), made.label).toBe(-1);
      expectParameters(made, labels, new Float64Array(d), 1e-11);
    }
  });
});

/** Statistics of one component of one feature about a centre: N, S, Q. */
function single(n: number, s: number, q: number, floor: number) {
  const both = new Both(`N ${n}, S ${s}, Q ${q}`, { statistics: 5, centres: 1, floor: 1 });
  both.put('statistics', [0, n, n, s, q]);
  both.put('centres', [10]);
  both.put('floor', [floor]);
  const moved = both.call('recentre', both.at.statistics, both.at.centres, both.at.floor, 1, 1, 1);
  return [moved, both.get('centres', 1)[0]];
}

describe('recentre', () => {
  const most = 2 ** 20;

  it('moves exactly where N·δ² > 2^20 × (the scatter about the mean + N·floor)', () => {
    // N = 4, δ = 2^9, N·δ² = 2^20
    expect(single(4, 2 ** 11, most + 1, 0)).toEqual([0, 10]);
    expect(single(4, 2 ** 11, most + 0.5, 0)).toEqual([1, 10 + 2 ** 9]);
    expect(single(4, 2 ** 11, most + 0.5, 0.125)).toEqual([0, 10]);
    expect(single(4, -(2 ** 11), most, 0.2)).toEqual([1, 10 - 2 ** 9]);
    expect(single(4, 2 ** 11, most, 0.25)).toEqual([0, 10]);
    // a scatter that has cancelled to less than nothing counts as nothing
    expect(single(4, 2 ** 11, most - 100, 0)).toEqual([1, 10 + 2 ** 9]);
  });

  it('leaves a component without weight, and one that is where it should be', () => {
    expect(single(0, 0, 0, 0)).toEqual([0, 10]);
    expect(single(4, 0, 0, 0)).toEqual([0, 10]);
  });
});
