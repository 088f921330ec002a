// Components that no data hold up any more: told, and never a NaN.

import { describe, expect, it } from 'vitest';
import { fitSync, GaussianMixture, SingularCovarianceError } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { flat, TYPES } from '../parity/compare.js';

function numbersOf(model: GaussianMixture): number[] {
  const { weights, means, covariances, precisions } = model;
  return [...weights, ...flat(means), ...flat(covariances), ...flat(precisions), ...Object.values(model.online!)];
}

function expectFinite(model: GaussianMixture, label: string) {
  const bad = numbersOf(model).find((value) => !Number.isFinite(value));
  expect(bad, label).toBeUndefined();
  expect(Math.abs(model.weights.reduce((sum, weight) => sum + weight, 0) - 1), label).toBeLessThan(1e-12);
}

const draw = new Draw(41);
const two = Array.from({ length: 400 }, (_, i) => [(i % 2) * 50 + draw.normal(), draw.normal()]);

describe.each(TYPES)('%s', (covarianceType) => {
  const model = fitSync(two, { nComponents: 2, covarianceType });
  const tied = covarianceType.startsWith('tied');

  it('a component that gets no rows fades, and is empty in the end', () => {
    const left = two.filter(([x]) => x < 25).slice(0, 100);
    let now: GaussianMixture = model;
    for (let i = 0; i < 10; i++) now = now.partialFit(left, { forgetting: 0.9 });
    expectFinite(now, 'faded');
    expect(now.weights[1]).toBeGreaterThan(0);
    expect(now.weights[1]).toBeLessThan(1e-40);
    expect(now.empty).toEqual([]);
    // a row of its own brings it back
    const back = now.partialFit(two.slice(0, 100), { forgetting: 0.9 });
    expectFinite(back, 'back');
    expect(back.weights[1]).toBeCloseTo(0.5, 3);
    expect(back.means[1][0]).toBeCloseTo(50, 0);
    for (let i = 0; i < 40; i++) now = now.partialFit(left, { forgetting: 0.9 });
    expectFinite(now, 'empty');
    expect(now.weights[1]).toBe(0);
    expect(now.empty).toEqual([1]);
    expect(now.warnings.join()).toMatch(/Component 1 is empty/);
    expect(now.means[1][0]).toBeCloseTo(50, 0);
    expectFinite(now.partialFit(two), 'after that');
  });

  it('equal rows collapse to the floor, with a warning', () => {
    let now: GaussianMixture = model;
    const equal = Array.from({ length: 50 }, (_, i) => [0.5 + (i % 2) * 50, 0.5]);
    for (let i = 0; i < 4; i++) now = now.partialFit(equal, { forgetting: 0.5 });
    expectFinite(now, 'collapsed');
    // what the second feature shows is the same everywhere by now: it is left out
    expect(now.collapsed).toEqual([0, 1]);
    expect(now.warnings.join()).toMatch(tied ? /shared covariance has collapsed/ : /Components 0, 1 have collapsed/);
    expect(now.warnings.join()).toMatch(/Feature 1 is constant/);
    expect(now.means[0][0]).toBeCloseTo(0.5, 12);
    expect(now.means[1][0]).toBeCloseTo(50.5, 12);
  });

  it('without a floor that is an error, and the model stays', () => {
    const before = JSON.stringify(model);
    const equal = Array.from({ length: 50 }, () => [0.5, 0.5]);
    const collapse = () => {
      let now: GaussianMixture = model;
      for (let i = 0; i < 60; i++) now = now.partialFit(equal, { forgetting: 0.5, regCovar: 0 });
      return now;
    };
    expect(collapse).toThrow(SingularCovarianceError);
    expect(collapse).toThrow(/in the M-step/);
    expect(JSON.stringify(model)).toBe(before);
  });

  it('single rows, short memory, odd weights: never a NaN', () => {
    let short: GaussianMixture = model;
    let odd: GaussianMixture = model;
    for (let i = 0; i < 200; i++) {
      const row = [draw.normal() * 10 ** draw.uniform(-3, 6), draw.normal()];
      short = short.partialFit([row], { forgetting: 0.3 });
      odd = odd.partialFit([row, row], { sampleWeight: [10 ** draw.uniform(-300, 3), 10 ** draw.uniform(-20, 20)] });
      if (i % 20 === 0) {
        expectFinite(short, `short, row ${i}`);
        expectFinite(odd, `odd, row ${i}`);
      }
    }
    expectFinite(short, 'short');
    expectFinite(odd, 'odd');
  });

  it('a feature that never varies does not count as collapsed', () => {
    const flatData = two.map(([x]) => [x, 3]);
    const fitted = fitSync(flatData, { nComponents: 2, covarianceType });
    expect(fitted.collapsed).toEqual([]);
    const next = fitted.partialFit(flatData.slice(0, 60));
    expect(next.collapsed).toEqual([]);
    // one variance for all features says nothing of each
    expect(next.warnings).toEqual(covarianceType.endsWith('spherical') ? [] : fitted.warnings);
    expect(fitted.warnings.join()).toMatch(/^Feature 1 is constant/);
  });
});

it('a weight beyond all sums is refused', () => {
  const model = fitSync([1, 2, 3, 4], { nComponents: 1, sampleWeight: [2e299, 2e299, 2e299, 2e299] });
  expect(() => model.partialFit([1, 2], { sampleWeight: [4e299, 4e299] })).toThrow(/weight seen would be 1.6e\+300/);
});

it('weights of any size that all rows share give the same step', () => {
  const values = Array.from({ length: 60 }, (_, i) => (i % 2) * 9 + draw.normal());
  const run = (weight: number) => {
    const some = (n: number) => ({ sampleWeight: new Float64Array(n).fill(weight) });
    const model = fitSync(values, { nComponents: 2, ...some(60) });
    return model.partialFit(values.slice(0, 30), { stepExponent: 1, ...some(30) });
  };
  const plain = run(1);
  for (const weight of [5e-324, 1e-320, 2 ** -1000, 2 ** 500]) {
    const { weights, means, online } = run(weight);
    expect(Math.abs(weights[0] - plain.weights[0])).toBeLessThan(1e-12);
    expect(Math.abs(means[1][0] - plain.means[1][0])).toBeLessThan(1e-12);
    expect(online!.step).toBeCloseTo(1 / 3, 12);
    expect(online!.chunkScore).toBeCloseTo(plain.online!.chunkScore, 12);
  }
});

it('a chunk that weighs nothing beside the rows before changes nothing', () => {
  const model = fitSync(two, { nComponents: 2 });
  for (const options of [{}, { stepExponent: 1 }, { forgetting: 0.99 }]) {
    const next = model.partialFit([[7, 7]], { ...options, sampleWeight: [5e-324] });
    expectFinite(next, JSON.stringify(options));
    expect(next.online!.step).toBeLessThan(1e-300);
    flat(model.means).forEach((mean, at) => {
      expect(Math.abs(flat(next.means)[at] - mean)).toBeLessThan(1e-13);
    });
  }
});

it('a start that weighs nothing leaves nothing empty', () => {
  const model = GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: [0.5, 0.5],
    means: [0, 1000],
    covariances: [1, 1],
  });
  const next = model.partialFit([-1, 0, 1], { startWeight: 1e-100 });
  expect(next.empty).toEqual([]);
  expect(next.weights[1]).toBeGreaterThan(0);
  expect(next.means[1][0]).toBe(1000);
});
