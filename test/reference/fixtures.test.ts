import { expect, it } from 'vitest';
import { degenerate, loglikOnly, optima } from './fixtures.js';

// Tables that lost their rows would pass every test.

it('has every reference fit', () => {
  expect(optima).toHaveLength(206);
  expect(loglikOnly).toHaveLength(11);
  expect(degenerate).toHaveLength(3);
  const ids = [...optima, ...loglikOnly, ...degenerate].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('has every family', () => {
  const counts: Record<string, number> = {};
  for (const { model } of optima) counts[model] = (counts[model] ?? 0) + 1;
  expect(counts).toEqual({ V: 40, E: 34, VVV: 23, EEE: 23, VVI: 23, EEI: 21, VII: 21, EII: 21 });
});
