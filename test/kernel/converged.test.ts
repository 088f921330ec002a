import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';

/** Index of the value at which a run has converged, or −1. */
function stop(values: readonly number[], tol: number): number {
  const both = new Both(`tol ${tol}, ${values.slice(0, 4).join(', ')} …`, { state: 4 });
  both.fill('state', 0);
  return values.findIndex((value) => both.call('converged', both.at.state, value, tol) === 1);
}

const series = (length: number, term: (t: number) => number) => Array.from({ length }, (_, t) => term(t));

describe('converged', () => {
  it.each([0.1, 0.5, 0.9, 0.99])('knows what is still to come of a geometric series, ratio %d', (ratio) => {
    for (const [limit, size, tol] of [
      [-3, -1, 1e-7],
      [5, -2, 1e-3],
      [0, -100, 1e-5],
      // from above: a floor may lower the likelihood
      [-3, 1, 1e-7],
      [-3, 40, 1e-4],
    ]) {
      const values = series(3000, (t) => limit + size * ratio ** t);
      // limit − l_t = −size·ratio^t; needs two earlier values, and must hold twice
      const rest = (t: number) => Math.abs(size) * ratio ** t;
      let expected = 3;
      while (!(rest(expected - 1) < tol)) expected++;
      expect(stop(values, tol), `limit ${limit}, size ${size}, tol ${tol}`).toBe(expected);
    }
  });

  it('is not deceived by small steps of a slow run', () => {
    // steps of 1e-8 against a tolerance of 1e-7, with 1e-5 still to come
    const values = series(200, (t) => -1e-5 * 0.999 ** t);
    expect(stop(values, 1e-7)).toBe(-1);
  });

  it('never ends with a ratio of 1 or more', () => {
    expect(
      stop(
        series(500, (t) => 1e-9 * t + 1),
        1e-7,
      ),
    ).toBe(-1);
    expect(
      stop(
        series(500, (t) => 1e-9 * 1.01 ** t),
        1e-7,
      ),
    ).toBe(-1);
    expect(
      stop(
        series(500, (t) => -(2 ** -30) * t),
        1e-7,
      ),
    ).toBe(-1);
  });

  it('must hold twice in a row', () => {
    // steps: 1, then tiny, then large again, then twice tiny
    const values = [0, 1, 1 + 1e-9, 2, 2 + 1e-9, 2 + 1e-9 + 1e-18 * 2 ** 20, 3];
    expect(stop(values.slice(0, 5), 1e-7)).toBe(-1);
    const steps = [1, 1e-9, 1, 1e-9, 1e-12];
    let sum = 1;
    expect(stop([1, ...steps.map((step) => (sum += step))], 1e-7)).toBe(5);
  });

  it('takes an alternating series by its own ratio', () => {
    // steps 1, −½, ¼, …: what is to come is a third of the last step, with the other sign
    const values = series(100, (t) => 10 - (2 / 3) * (-0.5) ** t);
    const expected = values.findIndex((_, t) => t >= 3 && (2 / 3) * 0.5 ** (t - 1) < 1e-6);
    expect(stop(values, 1e-6)).toBe(expected);
  });

  it('ends at a step of no size, 1e-14 of the value', () => {
    expect(stop([-5, -5], 1e-7)).toBe(1);
    expect(stop([-5, -5 - 4e-14], 1e-30)).toBe(1);
    expect(stop([-5, -5 + 4e-14], 1e-30)).toBe(1);
    expect(stop([-5, -5 + 6e-14], 1e-30)).toBe(-1);
    expect(stop([0, 0], 1e-7)).toBe(1);
    expect(stop([-5, -4, -4], 1e-7)).toBe(2);
  });

  it('never ends with a tolerance of 0', () => {
    expect(stop([-5, -5, -5, -5], 0)).toBe(-1);
    expect(
      stop(
        series(200, (t) => -(0.5 ** t)),
        0,
      ),
    ).toBe(-1);
  });

  it('ends no run at its first value', () => {
    for (const value of [0, -1, 1e300]) expect(stop([value], 1e300)).toBe(-1);
    // with the largest tolerance two values are too few, and the fourth is the first that can be the second time
    expect(stop([0, 1, 1.5, 1.75, 1.875], 1e300)).toBe(3);
  });
});
