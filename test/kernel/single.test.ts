import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';

/** The largest float, and the least double that is rounded to infinity. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;
const BEYOND = (2 - 2 ** -24) * 2 ** 127;

function narrowed(label: string, values: readonly number[]) {
  const count = values.length;
  const both = new Both(label, { doubles: count, singles: count / 2, back: count });
  both.put('doubles', values);
  const within = both.call('narrow', both.at.doubles, count, both.at.singles);
  both.call('widen', both.at.singles, count, both.at.back);
  return { within, back: [...both.get('back', count)] };
}

describe('narrow and widen', () => {
  it('round to the nearest float, in both kernels', () => {
    const draw = new Draw(1);
    for (const count of [8, 16, 104]) {
      const values = Array.from({ length: count }, () => draw.normal() * 2 ** draw.integer(-140, 120));
      const { within, back } = narrowed(`${count} values`, values);
      expect(within).toBe(1);
      expect(back).toEqual(values.map(Math.fround));
    }
  });

  it('ties go to even, and −0 and subnormals stay', () => {
    const values = [1 + 2 ** -24, 1 + 3 * 2 ** -24, -(1 + 2 ** -24), -0, 2 ** -149, 2 ** -150, 3 * 2 ** -150, LARGEST];
    const { within, back } = narrowed('edges', values);
    expect(within).toBe(1);
    expect(back).toEqual([1, 1 + 2 ** -22, -1, -0, 2 ** -149, 0, 2 ** -148, LARGEST]);
  });

  it('a value beyond the largest float is noticed, wherever it stands', () => {
    for (let at = 0; at < 16; at++) {
      for (const value of [BEYOND, -BEYOND, 1e300]) {
        const values = new Array(16).fill(1);
        values[at] = value;
        expect(narrowed(`at ${at}`, values).within).toBe(0);
      }
    }
  });
});
