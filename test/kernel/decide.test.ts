import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { blockCount, blockLength, drawMixture } from './mixture.js';
import { expectClose, FAMILIES, type Matrix, square, tiled, tileOf } from './naive.js';

function floors(pooled: number[], total: number[], level: number[], share: number, family: number): number[] {
  const d = pooled.length;
  const both = new Both('floors', { pooled: d, total: d, level: d, floor: d });
  both.put('pooled', pooled);
  both.put('total', total);
  both.put('level', level);
  both.call('floors', both.at.pooled, both.at.total, both.at.level, share, d, family, both.at.floor);
  return [...both.get('floor', d)];
}

describe('floors', () => {
  it('are a share of the pooled variance; where that is 0, of the total, of the square, or 1e-12', () => {
    const pooled = [2, 0, 0, 0, Number.NaN];
    const total = [3, 4, 0, 0, 5];
    const level = [1, 1, -3, 0, 1];
    const expected = [2e-6, 4e-12, 9e-12, 1e-12, 5e-12];
    for (const family of [0, 1, 3, 4]) {
      const found = floors(pooled, total, level, 1e-6, family);
      found.forEach((value, j) => void expectClose(value, expected[j], 1e-15, () => `feature ${j}`));
    }
  });

  it('are the mean over features when spherical', () => {
    for (const family of [2, 5]) {
      for (const value of floors([2, 0, 6], [2, 0, 6], [0, 2, 0], 1e-6, family)) {
        expectClose(value, (8e-6 + 4e-12) / 3, 1e-15, () => `family ${family}`);
      }
    }
  });

  it('are 0 for a share of 0', () => {
    for (const { family } of FAMILIES) expect(floors([2, 0], [3, 0], [1, 1], 0, family)).toEqual([0, 0]);
  });

  it.each([1, 2, 3, 7, 8, 9, 33])('have the same bits in both kernels, d = %i', (d) => {
    const draw = new Draw(d);
    const numbers = () => Array.from({ length: d }, () => (draw.uniform() < 0.3 ? 0 : draw.uniform(0, 9)));
    for (const { family } of FAMILIES) floors(numbers(), numbers(), numbers(), 1e-6, family);
  });
});

describe('thresholds', () => {
  it('are twice the floor, or 1e-10 of the pooled variance; −1 for constant features', () => {
    const both = new Both('thresholds', { floor: 5, pooled: 5, total: 5, out: 5 });
    both.put('floor', [0.5, 0, 0.5, 0, 0]);
    both.put('pooled', [7, 7, 7, 7, 0]);
    both.put('total', [9, 9, 0, 0, 9]);
    both.call('thresholds', both.at.floor, both.at.pooled, both.at.total, 5, both.at.out);
    expect([...both.get('out', 5)]).toEqual([1, 1e-10 * 7, -1, -1, 0]);
  });
});

/** The smallest eigenvalue of a symmetric matrix of order 1, 2 or 3, by the formulas for their characteristic equations. */
function leastEigenvalue(m: Matrix): number {
  const d = m.length;
  if (d === 1) return m[0][0];
  if (d === 2) {
    const half = (m[0][0] + m[1][1]) / 2;
    return half - Math.hypot((m[0][0] - m[1][1]) / 2, m[0][1]);
  }
  const mean = (m[0][0] + m[1][1] + m[2][2]) / 3;
  const b = m.map((row, i) => row.map((value, j) => value - (i === j ? mean : 0)));
  const p = Math.sqrt(b.flat().reduce((sum, value) => sum + value * value, 0) / 6);
  if (p === 0) return mean;
  const determinant =
    b[0][0] * (b[1][1] * b[2][2] - b[1][2] ** 2) -
    b[0][1] * (b[0][1] * b[2][2] - b[1][2] * b[0][2]) +
    b[0][2] * (b[0][1] * b[1][2] - b[1][1] * b[0][2]);
  const angle = Math.acos(Math.max(-1, Math.min(1, determinant / (2 * p ** 3)))) / 3;
  return mean + 2 * p * Math.cos(angle + (2 * Math.PI) / 3);
}

interface Collapse {
  readonly d: number;
  readonly k: number;
  readonly family: number;
  readonly weights: number[];
  readonly covariances: ArrayLike<number>;
  readonly threshold: number[];
}

function collapsed(label: string, { d, k, family, weights, covariances, threshold }: Collapse): number[] {
  const both = new Both(label, {
    parameters: 2 * k + k * d + covariances.length,
    threshold: d,
    flags: k,
    scratch: 999,
  });
  both.put('parameters', weights);
  both.put('parameters', covariances, 2 * k + k * d);
  both.put('threshold', threshold);
  const { parameters, flags, scratch } = both.at;
  const count = both.call('collapsed', parameters, both.at.threshold, d, k, family, flags, scratch);
  const found = [...both.getIntegers('flags', k)];
  expect(count, label).toBe(found.reduce((sum, flag) => sum + flag, 0));
  return found;
}

describe('collapsed', () => {
  it.each(FAMILIES)('is an eigenvalue of F^(−½)·Σ·F^(−½) below 2, $name', ({ family }) => {
    const verdicts = new Set<number>();
    for (const d of [1, 2, 3]) {
      for (let round = 0; round < 60; round++) {
        const draw = new Draw(10 * round + d);
        const k = 4;
        const mixture = drawMixture(draw, d, k, family, 1, round % 5 === 0);
        const floor = Array.from({ length: d }, () => draw.uniform(0.05, 0.5));
        const constant = d > 1 && round % 4 === 0 ? draw.integer(0, d - 1) : -1;
        const threshold = floor.map((f, j) => (j === constant ? -1 : 2 * f));
        const length = blockLength(d, family);
        const kept = [0, 1, 2].slice(0, d).filter((j) => j !== constant);
        const least = Array.from({ length: blockCount(k, family) }, (_, b) => {
          const block = mixture.covariances.subarray(b * length, (b + 1) * length);
          const matrix = family % 3 === 0 ? square(block, d) : undefined;
          const entry = (i: number, j: number) => matrix?.[i][j] ?? (i === j ? block[family % 3 === 1 ? i : 0] : 0);
          return leastEigenvalue(kept.map((i) => kept.map((j) => entry(i, j) / Math.sqrt(floor[i] * floor[j]))));
        });
        if (least.some((value) => Math.abs(value - 2) < 1e-9)) continue;
        const expected = Array.from(mixture.weights, (weight, c) =>
          weight > 0 && least[family < 3 ? c : 0] < 2 ? 1 : 0,
        );
        for (const flag of expected) verdicts.add(flag);
        const label = `seed ${draw.seed}, d ${d}, family ${family}`;
        expect(collapsed(label, { ...mixture, weights: [...mixture.weights], threshold }), label).toEqual(expected);
      }
    }
    expect(verdicts).toEqual(new Set([0, 1]));
  });

  it('finds a direction that no axis shows', () => {
    // variances 1, correlation 1 − 1e-9: the smallest eigenvalue is 1e-9
    const covariances = [1, 1 - 1e-9, 1];
    const test = (least: number) =>
      collapsed('correlated', { d: 2, k: 1, family: 0, weights: [1], covariances, threshold: [least, least] })[0];
    expect(test(0.9e-9)).toBe(0);
    expect(test(1.1e-9)).toBe(1);
  });

  it('has nothing to say where all features are constant', () => {
    for (const { family } of FAMILIES) {
      const covariances = new Float64Array(2 * blockLength(2, family)).fill(0);
      const options = { d: 2, k: 2, family, weights: [0.5, 0.5], covariances, threshold: [-1, -1] };
      expect(collapsed(`family ${family}`, options)).toEqual([0, 0]);
    }
  });
});

describe.each(FAMILIES)('sort, $name', ({ family }) => {
  it('puts components in the order of their means, then of their weights', () => {
    for (const d of [1, 2, 3, 9]) {
      for (const k of [1, 2, 3, 4, 5, 8, 9, 16, 127, 128, 129]) {
        const draw = new Draw(k + 1000 * d);
        const mixture = drawMixture(draw, d, k, family, 1, false);
        // few values, so that later coordinates and weights decide too
        const means = mixture.means.map(() => draw.integer(-2, 2));
        const label = `seed ${draw.seed}, d ${d}, K ${k}`;
        const length = blockLength(d, family);
        const both = new Both(label, { parameters: 2 * k + k * d + blockCount(k, family) * length });
        both.put('parameters', mixture.weights);
        both.put('parameters', means, 2 * k);
        both.put('parameters', mixture.covariances, 2 * k + k * d);
        const components = Array.from({ length: k }, (_, c) => ({
          mean: [...means.slice(c * d, (c + 1) * d)],
          weight: mixture.weights[c],
          block: [...mixture.covariances.slice(c * length, (c + 1) * length)],
          index: c,
        }));
        components.sort((a, b) => {
          const j = a.mean.findIndex((x, i) => x !== b.mean[i]);
          return j < 0 ? a.weight - b.weight : a.mean[j] - b.mean[j];
        });
        const moved = components.some(({ index }, c) => index !== c);
        expect(both.call('sort', both.at.parameters, d, k, family), label).toBe(moved ? 1 : 0);
        expect([...both.get('parameters', k)], label).toEqual(components.map(({ weight }) => weight));
        expect([...both.get('parameters', k * d, 2 * k)], label).toEqual(components.flatMap(({ mean }) => mean));
        const blocks = both.get('parameters', blockCount(k, family) * length, 2 * k + k * d);
        const expected = family < 3 ? components.flatMap(({ block }) => block) : [...mixture.covariances];
        expect([...blocks], label).toEqual(expected);
        expect(both.call('sort', both.at.parameters, d, k, family), label).toBe(0);
      }
    }
  });
});

describe('distinct', () => {
  it.each([1, 2, 3, 33, 129, 512])('counts different rows by label, over several ranges, d = %i', (d) => {
    for (const n of [1, 7, 8, 9, tileOf(d) - 1, tileOf(d), tileOf(d) + 1, 2 * tileOf(d) + 5]) {
      for (const k of [1, 3, 9]) {
        const draw = new Draw(n + 100 * k + 1000 * d);
        const limit = draw.integer(1, 5);
        // rows that differ in one feature only, or not at all
        const values = Array.from({ length: n }, () => [draw.integer(0, d - 1), draw.integer(0, 2)]);
        const rows = new Float64Array(n * d).fill(1);
        values.forEach(([j, x], i) => {
          rows[i * d + j] += x;
        });
        const padded = 8 * Math.ceil(n / 8);
        const label = `seed ${draw.seed}, n ${n}, d ${d}, K ${k}, limit ${limit}`;
        const both = new Both(label, {
          first: padded * d,
          second: padded * d,
          labels: padded,
          counts: k,
          seen: k * limit,
        });
        both.put('first', tiled(rows, n, d));
        both.put(
          'second',
          tiled(
            rows.map((x) => x + 1),
            n,
            d,
          ),
        );
        both.putIntegers('counts', new Array(k).fill(0));
        const known = Array.from({ length: k }, () => new Set<string>());
        for (const [name, offset] of [
          ['first', 0],
          ['second', 1],
          ['first', 0],
        ] as const) {
          const labels = Array.from({ length: n }, () => draw.integer(0, k - 1));
          both.putIntegers('labels', labels);
          const { labels: at, counts, seen } = both.at;
          const full = both.call('distinct', both.at[name], n, d, k, at, limit, counts, seen);
          labels.forEach((c, i) => {
            const row = [...rows.slice(i * d, (i + 1) * d)].map((x) => x + offset);
            known[c].add(row.join());
          });
          const expected = known.map((set) => Math.min(limit, set.size));
          expect([...both.getIntegers('counts', k)], label).toEqual(expected);
          expect(full, label).toBe(expected.filter((count) => count === limit).length);
        }
      }
    }
  });
});
