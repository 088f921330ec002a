import { expect, it } from 'vitest';
import { assign, matched } from '../../src/bootstrap/matching.js';
import { GaussianMixture } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';

function permutations(k: number): number[][] {
  if (k === 0) return [[]];
  return permutations(k - 1).flatMap((rest) =>
    Array.from({ length: k }, (_, at) => [...rest.slice(0, at), k - 1, ...rest.slice(at)]),
  );
}

it('costs as little as the best of all permutations', () => {
  for (let seed = 0; seed < 100; seed++) {
    const draw = new Draw(seed);
    const k = draw.integer(1, 6);
    const cost = Array.from({ length: k * k }, () => Math.round(10 * draw.uniform(0, 1)));
    const total = (columns: ArrayLike<number>) =>
      Array.from(columns).reduce((sum, column, row) => sum + cost[row * k + column], 0);
    const columns = assign(cost, k);
    expect([...columns].sort()).toEqual(Array.from({ length: k }, (_, c) => c));
    expect(total(columns), `seed ${seed}`).toBe(Math.min(...permutations(k).map(total)));
  }
});

it('components of a replicate come in the order of the model', () => {
  // the first two share their mean: variances and weights tell them apart
  const weights = [0.5, 0.2, 0.3];
  const means = [
    [1000, 0],
    [1000, 0],
    [1004, 3],
  ];
  const covariances = [
    [1, 2],
    [16, 25],
    [1, 1],
  ];
  const model = GaussianMixture.fromParameters({ covarianceType: 'diag', weights, means, covariances }).internal();
  const straight = matched(model, model);
  expect([...straight]).toEqual([...weights, ...means.flat(), ...covariances.flat()]);
  for (const order of permutations(3)) {
    const turned = GaussianMixture.fromParameters({
      covarianceType: 'diag',
      weights: order.map((c) => weights[c]),
      means: order.map((c) => means[c]),
      covariances: order.map((c) => covariances[c]),
    });
    expect([...matched(model, turned.internal())], `${order}`).toEqual([...straight]);
  }
});
