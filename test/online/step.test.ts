// The step of a chunk, against its formula by the engine's own functions.

import { describe, expect, it } from 'vitest';
import { defaultStart, stepFor, wholeStep } from '../../src/online/step.js';
import { Draw } from '../kernel/draw.js';

function expectNear(actual: number, expected: number, label: string) {
  expect(Math.abs(actual - expected), `${label}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(
    1e-12 * Math.abs(expected),
  );
}

describe('a decreasing step', () => {
  it('is t^(−α) where a step is a chunk', () => {
    for (const exponent of [0.51, 0.6, 0.75, 1]) {
      for (const t of [2, 3, 10, 1000, 1e6]) {
        const { size, kept } = stepFor({ exponent }, 50 * (t - 1), 50, 20);
        expectNear(size, t ** -exponent, `α ${exponent}, t ${t}`);
        expectNear(kept, t ** exponent - 1, `α ${exponent}, t ${t}`);
      }
    }
  });

  it('is a part of that for a smaller chunk', () => {
    const whole = stepFor({ exponent: 0.6 }, 980, 20, 20).size;
    expectNear(stepFor({ exponent: 0.6 }, 999, 1, 20).size, whole / 20, 'one row of a step of 20');
  });

  it('is the running mean before the first whole step, and always at α = 1', () => {
    expect(stepFor({ exponent: 0.6 }, 3, 1, 20)).toEqual({ size: 0.25, kept: 3 });
    for (const whole of [1, 20, 1e6])
      expect(stepFor({ exponent: 1 }, 300, 100, whole)).toEqual({ size: 0.25, kept: 3 });
  });
});

describe('a forgetting step', () => {
  it('gives every row λ times the weight of the next', () => {
    for (const forgetting of [0.5, 0.9, 0.999]) {
      for (const [seen, chunk] of [
        [1, 1],
        [10, 3],
        [40, 40],
      ]) {
        const weights = Array.from({ length: seen + chunk }, (_, age) => forgetting ** age);
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        const fresh = sum(weights.slice(0, chunk));
        const { size, kept } = stepFor({ forgetting }, seen, chunk, 20);
        expectNear(size, fresh / sum(weights), `λ ${forgetting}, ${seen} and ${chunk}`);
        expectNear(kept, (sum(weights) - fresh) / fresh, `λ ${forgetting}, ${seen} and ${chunk}`);
      }
    }
  });

  it('settles at 1 − λ^m', () => {
    expectNear(stepFor({ forgetting: 0.99 }, 1e6, 30, 20).size, 1 - 0.99 ** 30, 'one chunk of 30');
  });

  it('keeps its digits where next to nothing is forgotten, or all', () => {
    const slow = stepFor({ forgetting: 1 - 2 ** -53 }, 1000, 1, 20);
    expectNear(slow.size, 1 / 1001, 'the running mean');
    expectNear(slow.kept, 1000, 'the running mean');
    expectNear(stepFor({ forgetting: 1 - 2 ** -20 }, 1e9, 1, 20).size, 2 ** -20, 'a millionth');
    const λ = 1 - 1e-9;
    expectNear(stepFor({ forgetting: λ }, 1e12, 3, 20).size, -Math.expm1(3 * Math.log1p(λ - 1)), 'a little');
    const { size, kept } = stepFor({ forgetting: 0.5 }, 1e6, 200, 20);
    expect(size).toBe(1);
    expectNear(kept, 2 ** -200, 'what is left');
  });
});

it('is a share, whatever the weights', () => {
  const draw = new Draw(3);
  const weights = [5e-324, 1e-310, 1e-200, 1e-9, 1, 7, 1e9, 1e200, 1e299];
  for (const seen of weights) {
    for (const chunk of weights) {
      for (const rule of [
        { exponent: draw.uniform(0.51, 1) },
        { exponent: 1 },
        { forgetting: 0.5 },
        { forgetting: 1 - 1e-16 },
        { forgetting: 1e-300 },
      ]) {
        const { size, kept } = stepFor(rule, seen, chunk, 20);
        const label = `${seen}, ${chunk}, ${JSON.stringify(rule)}`;
        expect(size >= 0 && size <= 1 + 1e-15, `${label}: ${size}`).toBe(true);
        expect(kept >= 0, `${label}: ${kept}`).toBe(true);
      }
    }
  }
});

it('whole steps, and what parameters count for', () => {
  expect([wholeStep(4, 3), defaultStart(4, 3)]).toEqual([15, 45]);
});
