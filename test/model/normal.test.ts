// Φ against mpmath's ncdf with 60 digits, correctly rounded.

import { describe, expect, it } from 'vitest';
import { normalLevel, rootOfBell } from '../../src/model/line/normal.js';

/** z, Φ(z) */
const table: [number, number][] = [
  [-37.5, 4.605353009581955e-308],
  [-30.0, 4.906713927148187e-198],
  [-20.0625, 7.849462889924455e-90],
  [-10.0, 7.619853024160525e-24],
  [-8.3, 5.205569744890254e-17],
  [-6.0, 9.86587645037698e-10],
  [-5.7, 5.990371401063528e-9],
  [-5.6, 1.071759025831093e-8],
  [-4.0, 3.1671241833119924e-5],
  [-2.5, 0.006209665325776135],
  [-1.2815515655446004, 0.10000000000000002],
  [-1.0, 0.15865525393145705],
  [-0.7, 0.24196365222307303],
  [-0.67, 0.2514288950953101],
  [-0.5, 0.3085375387259869],
  [-0.1, 0.460172162722971],
  [-0.001, 0.49960105778608893],
  [-1e-10, 0.49999999996010575],
];

function value(z: number): number {
  const { base, offset } = normalLevel(z);
  return base + offset;
}

describe('the normal distribution', () => {
  it.each(table)('Φ(%d)', (z, expected) => {
    expect(Math.abs(value(z) - expected)).toBeLessThanOrEqual(1e-15 * expected);
  });

  it('the upper tail is the lower one, to the bit', () => {
    for (const [z] of table) {
      const lower = normalLevel(z);
      const upper = normalLevel(-z);
      expect(upper.base).toBe(1 - lower.base);
      expect(upper.offset).toBe(-lower.offset);
    }
  });

  it('keeps its digits about the median, where ½ + offset has none left', () => {
    expect(normalLevel(0)).toEqual({ base: 0.5, offset: 0 });
    const { offset } = normalLevel(1e-200);
    expect(Math.abs(offset - 3.989422804014327e-201)).toBeLessThanOrEqual(1e-15 * 3.989422804014327e-201);
  });

  it('ends in subnormal numbers and in 0 and 1', () => {
    expect(value(-38.4)).toBeGreaterThan(0);
    expect(Math.abs(value(-38.4) - 6.4e-323)).toBeLessThanOrEqual(5e-324);
    expect([value(-40), value(Number.NEGATIVE_INFINITY)]).toEqual([0, 0]);
    expect([value(40), value(Number.POSITIVE_INFINITY)]).toEqual([1, 1]);
  });

  it('rises across the seams of its three formulas', () => {
    for (const seam of [-0.67448975, -5.656854249492381]) {
      for (let i = -1000; i < 1000; i++) {
        const step = 1e-12 * Math.abs(seam);
        expect(value(seam + (i + 1) * step)).toBeGreaterThan(value(seam + i * step));
      }
    }
  });

  it('the root of the bell, squared', () => {
    for (const z of [0, 0.3, -1, 5, 20, -35]) {
      const expected = Math.exp(-z * z * 0.5);
      expect(Math.abs(rootOfBell(z) ** 2 - expected)).toBeLessThanOrEqual(2e-15 * expected);
    }
    expect(rootOfBell(Number.POSITIVE_INFINITY)).toBe(0);
  });
});
