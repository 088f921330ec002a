import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { blockCount, blockLength, drawMixture } from './mixture.js';
import { expectClose, FAMILIES } from './naive.js';

const SIZES = [
  { d: 1, k: 1 },
  { d: 1, k: 3 },
  { d: 2, k: 2 },
  { d: 3, k: 4 },
  { d: 5, k: 3 },
  { d: 8, k: 2 },
  { d: 17, k: 2 },
  { d: 33, k: 2 },
];

interface Sizes {
  readonly d: number;
  readonly k: number;
  readonly family: number;
}

const packed = (i: number, j: number) => (i * (i + 1)) / 2 + j;

/** A factor with log-diagonal → its packed covariance. */
function covarianceOf(coordinates: ArrayLike<number>, d: number): number[] {
  const factor = Array.from(coordinates);
  for (let i = 0; i < d; i++) factor[packed(i, i)] = Math.exp(factor[packed(i, i)]);
  const covariance: number[] = [];
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l <= j; l++) sum += factor[packed(i, l)] * factor[packed(j, l)];
      covariance.push(sum);
    }
  }
  return covariance;
}

/** Coordinates ln w | μ | factors or ln σ² → a point: weights | means | covariances. */
function pointOf({ d, k, family }: Sizes, coordinates: Float64Array): Float64Array {
  const length = blockLength(d, family);
  const point = coordinates.slice();
  for (let c = 0; c < k; c++) point[c] = Math.exp(coordinates[c]);
  for (let b = 0; b < blockCount(k, family); b++) {
    const at = k * (1 + d) + b * length;
    const block = coordinates.subarray(at, at + length);
    point.set(family % 3 === 0 ? covarianceOf(block, d) : block.map(Math.exp), at);
  }
  return point;
}

/** Coordinates of a mixture: some factors, means and logs of weights. */
function drawCoordinates(draw: Draw, { d, k, family }: Sizes): Float64Array {
  const blocks = blockCount(k, family) * blockLength(d, family);
  const { weights } = drawMixture(draw, d, k, family, 2, false);
  return Float64Array.from([...weights.map(Math.log), ...draw.normals(k * d, 2), ...draw.normals(blocks, 0.3)]);
}

/** Three points in an arena, the third of them also as prepared parameters. */
function place(label: string, sizes: Sizes, points: readonly Float64Array[]) {
  const { d, k, family } = sizes;
  const probe = new Both('lengths', { scratch: 1 });
  const both = new Both(label, {
    points: 3 * points[0].length,
    parameters: probe.call('parameters_length', d, k, family),
    threshold: d,
    flags: k,
    scratch: probe.call('scratch_length', d, k),
  });
  // integers stand in half of it
  both.ignore('flags', 4 * k);
  both.put(
    'points',
    points.flatMap((point) => [...point]),
  );
  both.put('parameters', points[2].subarray(0, k));
  both.put('parameters', points[2].subarray(k), 2 * k);
  both.fill('threshold', 1e-9);
  const { parameters, scratch } = both.at;
  expect(both.call('prepare', parameters, d, k, family, scratch), label).toBe(-1);
  return {
    both,
    leap(limit: number): number {
      const { points, parameters, threshold, flags, scratch } = both.at;
      return both.call('extrapolate', points, parameters, threshold, limit, d, k, family, flags, scratch);
    },
    /** Weights, means and covariances as they are now. */
    now(): Float64Array {
      const rest = points[0].length - k;
      return Float64Array.from([...both.get('parameters', k), ...both.get('parameters', rest, 2 * k)]);
    },
  };
}

/** θ* + λ^t·Δ in coordinates, t = 0, 1, 2: EM with one mode. */
function geometric(sizes: Sizes, end: Float64Array, delta: Float64Array, lambda: number): Float64Array[] {
  return [1, lambda, lambda * lambda].map((power) =>
    pointOf(
      sizes,
      end.map((x, i) => x + power * delta[i]),
    ),
  );
}

describe.each(FAMILIES)('extrapolate, $name', ({ family }) => {
  it.each(SIZES)('ends a run of one mode in one step, d = $d, K = $k', ({ d, k }) => {
    const sizes = { d, k, family };
    for (const lambda of [0.5, 0.9, 0.99]) {
      const draw = new Draw(100 * d + k);
      const end = drawCoordinates(draw, sizes);
      const delta = draw.normals(end.length, 0.05);
      const label = `d ${d}, k ${k}, family ${family}, λ ${lambda}, seed ${draw.seed}`;
      const points = geometric(sizes, end, delta, lambda);
      const { leap, now } = place(label, sizes, points);
      expectClose(leap(1e6), 1 / (1 - lambda), 1e-9, () => `${label}: length`);
      // weights keep their sum, so only their ratios come to the end
      const expected = pointOf(sizes, end);
      const share = points[2].subarray(0, k).reduce((sum, weight) => sum + weight, 0);
      const sum = expected.subarray(0, k).reduce((total, weight) => total + weight, 0);
      now().forEach((value, i) => {
        expectClose(value, i < k ? (expected[i] / sum) * share : expected[i], 1e-9, () => `${label}: entry ${i}`, 1);
      });
    }
  });

  it.each(SIZES)('has the same bits in both kernels wherever it leads, d = $d, K = $k', ({ d, k }) => {
    const sizes = { d, k, family };
    const lengths = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const draw = new Draw(seed);
      const start = drawCoordinates(draw, sizes);
      const points = [0, 1, 2].map(() =>
        pointOf(
          sizes,
          start.map((x) => x + 0.1 * draw.normal()),
        ),
      );
      // one component is empty at one of the points
      if (seed % 4 === 0 && k > 1) points[seed % 3][seed % k] = 0;
      const { leap } = place(`d ${d}, k ${k}, family ${family}, seed ${seed}`, sizes, points);
      const length = leap(seed % 3 === 0 ? 1.25 : 1e6);
      lengths.add(length > 1 ? 'further' : length === 1 ? 'nothing' : 'nowhere');
    }
    // three random points have ‖r‖/‖v‖ below 1 more often than not
    expect(lengths).toContain('nothing');
  });

  it('goes no further than the limit', () => {
    const sizes = { d: 2, k: 2, family };
    const draw = new Draw(7);
    const end = drawCoordinates(draw, sizes);
    const delta = draw.normals(end.length, 0.05);
    const { leap, now } = place('limit', sizes, geometric(sizes, end, delta, 0.9));
    expect(leap(4)).toBe(4);
    // 1 − 2s(1 − λ) + s²(1 − λ)² of the way are left
    const left = (1 - 4 * 0.1) ** 2;
    const mean = now().subarray(2, 6);
    mean.forEach((value, i) => {
      expectClose(value, end[2 + i] + left * delta[2 + i], 1e-12, () => `mean ${i}`, 1);
    });
  });

  it('leaves θ2 to the bit where there is nothing to extrapolate', () => {
    const sizes = { d: 3, k: 3, family };
    const draw = new Draw(9);
    const end = drawCoordinates(draw, sizes);
    const delta = draw.normals(end.length, 0.05);
    const still = pointOf(sizes, end);
    const stays: Float64Array[][] = [
      [still, still, still],
      // ‖v‖ is larger than ‖r‖
      geometric(sizes, end, delta, -0.5),
    ];
    for (const points of stays) {
      const { both, leap, now } = place('nothing', sizes, points);
      const before = both.get('parameters', points[0].length + sizes.k);
      expect(leap(1e6)).toBe(1);
      expect(now()).toEqual(points[2]);
      expect(both.get('parameters', points[0].length + sizes.k)).toEqual(before);
    }
  });

  it('does not depend on the unit of a feature', () => {
    if (family % 3 === 2) return;
    const sizes = { d: 3, k: 2, family };
    const draw = new Draw(11);
    const end = drawCoordinates(draw, sizes);
    const [fast, slow] = [draw.normals(end.length, 0.1), draw.normals(end.length, 0.1)];
    const points = [0, 1, 2].map((t) =>
      pointOf(
        sizes,
        end.map((x, i) => x + 0.5 ** t * fast[i] + 0.9 ** t * slow[i]),
      ),
    );
    const scale = [1, 1000, 1e-3];
    const scaled = points.map((point) => point.slice());
    const length = blockLength(3, family);
    for (const point of scaled) {
      for (let i = 0; i < 6; i++) point[2 + i] *= scale[i % 3];
      for (let b = 0; b < blockCount(2, family); b++) {
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j <= i; j++) {
            if (family % 3 === 1 && i !== j) continue;
            point[8 + b * length + (family % 3 === 0 ? packed(i, j) : i)] *= scale[i] * scale[j];
          }
        }
      }
    }
    const own = place('own units', sizes, points).leap(1e6);
    expect(own).toBeGreaterThan(1);
    expectClose(place('other units', sizes, scaled).leap(1e6), own, 1e-9, () => 'length');
  });

  it('lets what has no weight or has collapsed stay as it is, out of the norm', () => {
    const sizes = { d: 2, k: 3, family };
    const draw = new Draw(13);
    const end = drawCoordinates(draw, sizes);
    const delta = draw.normals(end.length, 0.05);
    const length = blockLength(2, family);
    const blocks = blockCount(3, family);
    for (const ill of family < 3 ? ['empty', 'collapsed'] : ['empty']) {
      const points = geometric(sizes, end, delta, 0.9);
      points.forEach((point, t) => {
        // it moves otherwise than the others do
        point[3 + 2] += 100 * (t + 1) ** 3;
        if (ill === 'empty') point[1] = 0;
        else point.fill(0, 9 + length, 9 + 2 * length);
      });
      if (ill === 'collapsed') {
        for (const point of points) for (const i of [0, length - 1]) point[9 + length + i] = 1e-10;
      }
      const { both, leap, now } = place(ill, sizes, points);
      expectClose(leap(1e6), 10, 1e-9, () => `${ill}: length`);
      const after = now();
      expect(after[1], ill).toBe(points[2][1]);
      expect(after.slice(5, 7), ill).toEqual(points[2].slice(5, 7));
      if (blocks > 1)
        expect(after.slice(9 + length, 9 + 2 * length)).toEqual(points[2].slice(9 + length, 9 + 2 * length));
      const sum = (point: Float64Array) => point[0] + point[1] + point[2];
      expectClose(sum(after), sum(points[2]), 1e-14, () => `${ill}: weights`);
      expect([...both.getIntegers('flags', 3)]).toEqual([0, ill === 'empty' ? 0 : 1, 0]);
    }
  });

  it('says when it leads nowhere', () => {
    const sizes = { d: 2, k: 2, family };
    const end = drawCoordinates(new Draw(15), sizes);
    const variance = end.length - 1;
    for (const [name, at, size] of [
      ['a variance below the threshold', variance, -0.01],
      ['a variance of 0', variance, -1],
      ['an infinite variance', variance, 1],
      ['a weight of 0', 0, -1],
    ] as const) {
      // s = 1000, and θ' is 3000 steps away
      const points = [0, 1, 2.001].map((t) =>
        pointOf(
          sizes,
          end.map((x, i) => (i === at ? x + t * size : x)),
        ),
      );
      expect(place(name, sizes, points).leap(1e6), name).toBe(0);
      expect(place(name, sizes, points).leap(1.01), name).toBe(1.01);
    }
  });
});
