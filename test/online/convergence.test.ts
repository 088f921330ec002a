// Where online EM comes to: from recorded starts to the optimum of the batch, and after a mean that moves.

import { describe, expect, it } from 'vitest';
import { fitSync, GaussianMixture } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { optima, type ReferenceFit, shapeOf } from '../reference/fixtures.js';

const EPOCHS = 30;
const CHUNK = 10;
/** Of the mean log-likelihood of a sample. */
const NEAR = 1e-3;

const FAMILIES = {
  V: 'full',
  E: 'tied',
  VVV: 'full',
  EEE: 'tied',
  VVI: 'diag',
  EEI: 'tied-diag',
  VII: 'spherical',
  EII: 'tied-spherical',
} as const;

/** Starts from which the batch itself is near its optimum after 20 iterations. */
const quick = optima.filter(({ k, trace, final, totalWeight }) => {
  const end = final.loglik - NEAR * totalWeight;
  return k > 1 && trace.some(({ iter, loglik }) => iter <= 20 && loglik >= end);
});

/** Chunks of rows in an order of its own for each epoch; how far the end is from the optimum of the batch. */
function gapAfter(reference: ReferenceFit, epochs: number): number {
  const { data, init, model: name, sampleWeight, final, totalWeight } = reference;
  const rows = data.map((row) => (typeof row === 'number' ? [row] : row));
  const draw = new Draw(1);
  const order = rows.map((_, i) => i);
  let model: GaussianMixture = GaussianMixture.fromParameters({
    ...init,
    covarianceType: FAMILIES[name],
    covariances: shapeOf(name, init.covariances),
  });
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = rows.length - 1; i > 0; i--) {
      const j = draw.integer(0, i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let at = 0; at < rows.length; at += CHUNK) {
      const part = order.slice(at, at + CHUNK);
      const weights = sampleWeight && { sampleWeight: part.map((i) => sampleWeight[i]) };
      model = model.partialFit(
        part.map((i) => rows[i]),
        { ...weights },
      );
    }
  }
  return final.loglik / totalWeight - model.score(rows, sampleWeight ? { sampleWeight } : {});
}

/** From here the batch has to go through a narrow place too. */
const LATE = ['galaxies-raw-km-s/V/k4/quantile-groups', 'galaxies/V/k4/quantile-groups', 'so1d/V/k3/quantile-means'];

describe(`from recorded starts, chunks of ${CHUNK} rows`, () => {
  it('there are some, of every family', () => {
    expect(quick.length).toBe(114);
    expect(new Set(quick.map(({ model }) => FAMILIES[model])).size).toBe(6);
  });

  it(`the optimum of the batch is reached after ${EPOCHS} epochs`, () => {
    const soon = quick.filter(({ id }) => !LATE.includes(id));
    expect(soon.length).toBe(111);
    for (const reference of soon) expect(gapAfter(reference, EPOCHS), reference.id).toBeLessThan(NEAR);
  });

  it('or after 100', () => {
    for (const id of LATE) {
      const reference = quick.find((fit) => fit.id === id)!;
      expect(gapAfter(reference, EPOCHS), id).toBeGreaterThan(NEAR);
      expect(gapAfter(reference, 100), id).toBeLessThan(NEAR);
    }
  });
});

describe('a stream', () => {
  const draw = new Draw(23);
  const rowsAt = (n: number, means: number[]) =>
    Array.from({ length: n }, () => {
      const c = draw.uniform() < 0.3 ? 0 : 1;
      return [means[c] + draw.normal(), draw.normal()];
    });

  it('once through 50 000 rows in chunks of 100 comes near the fit of all of them', () => {
    const rows = rowsAt(50_000, [0, 4]);
    const batch = fitSync(rows, { nComponents: 2 });
    const wide = [
      [5, 0],
      [0, 5],
    ];
    let model: GaussianMixture = GaussianMixture.fromParameters({
      weights: [0.5, 0.5],
      means: [
        [-1, 1],
        [3, -1],
      ],
      covariances: [wide, wide],
    });
    for (let at = 0; at < rows.length; at += 100) model = model.partialFit(rows.slice(at, at + 100));
    expect(batch.lowerBound - model.score(rows)).toBeLessThan(1e-3);
    expect(model.warnings).toEqual([]);
  });

  it('of the rows of a fit leaves the fit where it was', () => {
    const rows = rowsAt(20_000, [0, 4]);
    const batch = fitSync(rows, { nComponents: 2 });
    let model: GaussianMixture = batch;
    for (let at = 0; at < rows.length; at += 1000) model = model.partialFit(rows.slice(at, at + 1000));
    expect(batch.lowerBound - model.score(rows)).toBeLessThan(1e-4);
  });
});

describe('forgetting', () => {
  /** Two clusters, one of which moves by `speed` a row; how far behind the estimate is in the end, on average. */
  function lag(forgetting: number, chunk: number, speed: number): number {
    const draw = new Draw(31);
    let moved = 0;
    const next = (n: number) =>
      Array.from({ length: n }, () => {
        moved += speed;
        return draw.uniform() < 0.5 ? moved + draw.normal() : -40 + draw.normal();
      });
    let model: GaussianMixture = fitSync(next(1000), { nComponents: 2 });
    let sum = 0;
    let count = 0;
    for (let seen = 0; seen < 40_000; seen += chunk) {
      model = model.partialFit(next(chunk), { forgetting });
      if (seen < 10_000) continue;
      sum += moved - model.means[1][0];
      count++;
    }
    return sum / count;
  }

  it.each([
    [0.99, 1],
    [0.99, 10],
    [0.998, 20],
    [0.998, 200],
  ])('λ = %d in chunks of %i follows λ/(1 − λ) rows behind', (forgetting, chunk) => {
    const speed = 0.002;
    // the mean age of a row; within a chunk all rows weigh the same
    const age = (chunk - 1) / 2 + (chunk * forgetting ** chunk) / (1 - forgetting ** chunk);
    expect(age / (forgetting / (1 - forgetting))).toBeCloseTo(1, 1);
    const measured = lag(forgetting, chunk, speed) / speed;
    expect(measured / age, `${measured} rows behind instead of ${age}`).toBeGreaterThan(0.93);
    expect(measured / age, `${measured} rows behind instead of ${age}`).toBeLessThan(1.07);
  });

  it('finds a cluster that has jumped, where a decreasing step is slow', () => {
    const draw = new Draw(5);
    const rows = (n: number, centre: number) =>
      Array.from({ length: n }, (_, i) => (i % 2 ? centre : -10) + draw.normal());
    const model = fitSync(rows(5000, 10), { nComponents: 2 });
    const follow = (options: object) => {
      let now: GaussianMixture = model;
      for (let i = 0; i < 20; i++) now = now.partialFit(rows(100, 14), options);
      return now.means[1][0];
    };
    expect(Math.abs(follow({ forgetting: 0.995 }) - 14)).toBeLessThan(0.2);
    expect(Math.abs(follow({ stepExponent: 1 }) - 14)).toBeGreaterThan(2);
  });
});
