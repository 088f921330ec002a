import { expect, it } from 'vitest';
import { assign } from '../src/matching.js';
import { Draw } from './kernel/draw.js';

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
