// Digits: far from the origin, far from the centres, and beside next to nothing.

import { describe, expect, it } from 'vitest';
import { fitSync, GaussianMixture } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { TYPES } from '../parity/compare.js';
import { covarianceOf } from './naive.js';

function expectRelative(actual: number, expected: number, tolerance: number, label: string) {
  expect(Math.abs(actual - expected), `${label}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.abs(expected),
  );
}

/** The mean of each feature, and the second moments about it, taken in two passes. */
function momentsOf(rows: number[][]): { mean: number[]; covariance: number[][] } {
  const n = rows.length;
  const shift = rows[0];
  const mean = shift.map((s, j) => s + rows.reduce((sum, row) => sum + (row[j] - s), 0) / n);
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => rows.reduce((sum, row) => sum + (row[i] - a) * (row[j] - b), 0) / n),
  );
  return { mean, covariance };
}

describe.each(TYPES)('%s', (covarianceType) => {
  // one component: at α = 1 the model is that of all rows, in whichever chunks they came
  it.each([0, 1e6, 1.7e9])('keeps the mean and covariance of all rows, about %d', (offset) => {
    const draw = new Draw(5);
    const row = (at: number) => [offset + 3 * draw.normal() + at / 50, offset - draw.normal() - at / 9];
    const rows = Array.from({ length: 600 }, (_, at) => row(at));
    let model: GaussianMixture = fitSync(rows.slice(0, 20), { nComponents: 1, covarianceType, regCovar: 0 });
    let at = 20;
    for (const size of [1, 2, 77, 200, 300]) {
      model = model.partialFit(rows.slice(at, at + size), { stepExponent: 1 });
      at += size;
    }
    expect(at).toBe(600);
    const { mean, covariance } = momentsOf(rows);
    for (let j = 0; j < 2; j++) expectRelative(model.means[0][j], mean[j], 1e-13, `mean ${j}`);
    const found = covarianceOf(model, 0);
    const isSpherical = covarianceType.endsWith('spherical');
    for (let j = 0; j < 2; j++) {
      const expected = isSpherical ? (covariance[0][0] + covariance[1][1]) / 2 : covariance[j][j];
      expectRelative(found[j][j], expected, 1e-11, `variance ${j}`);
    }
    if (covarianceType === 'full' || covarianceType === 'tied') {
      expectRelative(found[1][0], covariance[1][0], 1e-11, 'covariance');
    }
  });

  it.each([
    [1e-30, 1e-6],
    [1e-6, 1e-9],
  ])('sees a narrow chunk a million deviations away, where the model weighs %d', (startWeight, tolerance) => {
    const draw = new Draw(8);
    const one = [
      [1, 0],
      [0, 1],
    ];
    const shown = { full: [one], tied: one, diag: [[1, 1]], spherical: [1], 'tied-diag': [1, 1], 'tied-spherical': 1 };
    const model = GaussianMixture.fromParameters({
      covarianceType,
      weights: [1],
      means: [[0, 0]],
      covariances: shown[covarianceType],
    });
    // multiples of 2^−20 and a power of two: exact
    const rows = Array.from({ length: 64 }, () =>
      [0, 1].map((j) => 2 ** 20 * (1 + j) + Math.round(draw.normal() * 1024) / 2 ** 20),
    );
    const next = model.partialFit(rows, { startWeight, stepExponent: 1, regCovar: 0 });
    const { mean, covariance } = momentsOf(rows);
    const old = startWeight / (startWeight + 64);
    const expected = (i: number, j: number) =>
      old * (one[i][j] + (1 - old) * mean[i] * mean[j]) + (1 - old) * covariance[i][j];
    const found = covarianceOf(next, 0);
    for (let j = 0; j < 2; j++) {
      expectRelative(next.means[0][j], (1 - old) * mean[j], 1e-15, `mean ${j}`);
      const shared = (expected(0, 0) + expected(1, 1)) / 2;
      expectRelative(
        found[j][j],
        covarianceType.endsWith('spherical') ? shared : expected(j, j),
        tolerance,
        'variance',
      );
    }
    if (covarianceType === 'full' || covarianceType === 'tied') {
      expect(Math.abs(found[1][0] - expected(1, 0))).toBeLessThan(tolerance * found[0][0]);
    }
  });

  it('counts what lies between where both weigh', () => {
    const model = fitSync(
      [
        [0, 0],
        [2, 4],
        [4, 2],
      ],
      { nComponents: 1, covarianceType, regCovar: 0 },
    );
    const next = model.partialFit([[1e7, 2e7]], { stepExponent: 1 });
    const { covariance } = momentsOf([
      [0, 0],
      [2, 4],
      [4, 2],
      [1e7, 2e7],
    ]);
    const found = covarianceOf(next, 0);
    const isSpherical = covarianceType.endsWith('spherical');
    for (let j = 0; j < 2; j++) {
      const expected = isSpherical ? (covariance[0][0] + covariance[1][1]) / 2 : covariance[j][j];
      expectRelative(found[j][j], expected, 1e-12, `variance ${j}`);
    }
  });

  it('shifts with the data, to the bit', () => {
    const draw = new Draw(6);
    const values = Array.from({ length: 90 }, (_, at) => (at % 3) * 8 + Math.round(draw.normal() * 1024) / 1024);
    const run = (shift: number, scale: number) => {
      const moved = values.map((x) => (x + shift) * scale);
      const model = fitSync(moved.slice(0, 40), { nComponents: 3, covarianceType });
      return [40, 65].reduce((m, at) => m.partialFit(moved.slice(at, at + 25)), model as GaussianMixture);
    };
    const plain = run(0, 1);
    const { origin: _, exponent, ...inner } = plain.toJSON();
    const { origin: __, exponent: ___, ...shifted } = run(2 ** 30, 1).toJSON();
    expect({ ...shifted, online: null }).toEqual({ ...inner, online: null });
    const { exponent: e, weights, means, covariances } = run(0, 2 ** 300).toJSON();
    expect(e).toBe(exponent - 300);
    expect({ weights, means, covariances }).toEqual({
      weights: inner.weights,
      means: inner.means,
      covariances: inner.covariances,
    });
  });
});

describe.each(TYPES)('data that drifts, %s', (covarianceType) => {
  it('is followed to its digits a million deviations from the origin', () => {
    const draw = new Draw(17);
    // multiples of 2^−20, which moved by a whole number are exact
    const rounded = (x: number) => Math.round(x * 2 ** 20) / 2 ** 20;
    const chunkAt = (centre: number) =>
      Array.from({ length: 200 }, (_, i) => [
        centre + rounded(draw.normal()) + (i % 2) * 30,
        rounded(draw.normal()) - centre,
      ]);
    let model: GaussianMixture = fitSync(chunkAt(0), { nComponents: 2, covarianceType });
    let centre = 0;
    for (let step = 0; step < 600; step++) {
      centre += step < 400 ? 2 : 5000;
      model = model.partialFit(chunkAt(centre), { forgetting: 0.98 });
    }
    expect(centre).toBe(1_000_800);
    // the same model where the origin is near, and one more chunk to both
    const json = model.toJSON();
    const scale = 2 ** json.exponent;
    const origin = json.origin.map((value, j) => value - (j === 0 ? centre : -centre));
    const near = GaussianMixture.fromJSON({
      ...json,
      origin: [0, 0],
      means: json.means.map((mean, at) => mean + origin[at % 2] * scale),
    });
    const chunk = chunkAt(centre);
    const far = model.partialFit(chunk, { forgetting: 0.98 });
    const moved = chunk.map(([x, y]) => [x - centre, y + centre]);
    const expected = near.partialFit(moved, { forgetting: 0.98 });
    for (let c = 0; c < 2; c++) {
      expectRelative(far.weights[c], expected.weights[c], 1e-8, 'weight');
      for (let j = 0; j < 2; j++) {
        const mean = far.means[c][j] - (j === 0 ? centre : -centre);
        expect(Math.abs(mean - expected.means[c][j])).toBeLessThan(1e-8);
        expectRelative(covarianceOf(far, c)[j][j], covarianceOf(expected, c)[j][j], 1e-8, 'variance');
      }
    }
  });
});

// the scatter pooled about one of them would cancel against what separates them
it.each([1e-3, 1e-6, 1e-8])('two tight clusters under one covariance keep their digits, sd about %d', (scale) => {
  const noise = (i: number) => (((i * 37) % 101) - 50) * scale;
  const rows = Array.from({ length: 400 }, (_, i) =>
    [0, 1].map((j) => (i % 2 ? 15 : -15) + noise((2 * j + 1) * i + j)),
  );
  const model = GaussianMixture.fromParameters({
    covarianceType: 'tied',
    weights: [0.5, 0.5],
    means: [
      [-15, -15],
      [15, 15],
    ],
    covariances: [
      [1, 0],
      [0, 1],
    ],
  });
  const next = model.partialFit(rows, { startWeight: 1e-40, stepExponent: 1, regCovar: 0 });
  const [low, high] = [0, 1].map((c) => momentsOf(rows.filter((_, i) => i % 2 === c)).covariance);
  for (let j = 0; j < 2; j++) {
    expectRelative(next.covariances[j][j], (low[j][j] + high[j][j]) / 2, Math.max(1e-11, 1e-15 / scale), 'variance');
  }
});
