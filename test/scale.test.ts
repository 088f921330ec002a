import { describe, expect, it } from 'vitest';
import { exponentOf, splitPower, timesPower } from '../src/scale.js';

describe('splitPower', () => {
  it('is two exact powers of two, from −2044 to 2046', () => {
    for (let e = -2044; e <= 2046; e++) {
      const [a, b] = splitPower(e);
      expect(Math.log2(a) + Math.log2(b)).toBe(e);
      expect(Number.isFinite(a) && Number.isFinite(b) && a > 0 && b > 0).toBe(true);
    }
  });
});

describe('timesPower', () => {
  it('is exact', () => {
    for (let e = -1000; e <= 1000; e++) {
      expect(timesPower(1.2345678901234567, e)).toBe(1.2345678901234567 * 2 ** e);
    }
    expect(timesPower(2 ** -1074, 2046)).toBe(2 ** 972);
    expect(timesPower(-1.5, 3)).toBe(-12);
    expect(timesPower(0, 2000)).toBe(0);
    expect(timesPower(2 ** 1000, -2000)).toBe(2 ** -1000);
    expect(timesPower(2 ** -1000, 2000)).toBe(2 ** 1000);
  });

  it('overflows and underflows as it must', () => {
    expect(timesPower(1, 1024)).toBe(Number.POSITIVE_INFINITY);
    expect(timesPower(1, 5000)).toBe(Number.POSITIVE_INFINITY);
    expect(timesPower(1, -5000)).toBe(0);
    expect(timesPower(1, -1074)).toBe(2 ** -1074);
    expect(timesPower(1, -1075)).toBe(0);
    expect(timesPower(Number.NaN, 1)).toBeNaN();
  });

  it('there and back gives the same bits', () => {
    for (const x of [1 / 3, -Math.PI, 1e-300, 1e300]) {
      for (const e of [-20, 20, 500, -500]) {
        const there = timesPower(x, e);
        if (Number.isFinite(there) && Math.abs(there) > 2 ** -1022) expect(timesPower(there, -e)).toBe(x);
      }
    }
  });
});

describe('exponentOf', () => {
  it('brings |x| into [½, 1)', () => {
    for (let e = -1074; e <= 1023; e++) {
      expect(exponentOf(2 ** e)).toBe(e + 1);
      expect(exponentOf(-(2 ** e))).toBe(e + 1);
      if (e >= -1022) {
        expect(exponentOf(1.75 * 2 ** e)).toBe(e + 1);
        const scaled = timesPower(1.75 * 2 ** e, -exponentOf(1.75 * 2 ** e));
        expect(scaled).toBe(0.875);
      }
    }
    expect(exponentOf(0)).toBe(0);
    expect(exponentOf(Number.MAX_VALUE)).toBe(1024);
    expect(exponentOf(1 - 2 ** -53)).toBe(0);
    expect(exponentOf(0.5)).toBe(0);
  });
});
