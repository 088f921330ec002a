// What the tests of errors share: data, and how a call that must fail is tried.

import { describe, expect, it } from 'vitest';
import { type Data, type FitOptions, fit, fitSync, GaussianMixture } from '../../src/index.js';

export const series = [1, 2, 3, 1.5, 2.5, 11, 12, 13, 11.5, 12.5];
export const rows = series.map((x, i) => [x, ((i * 7) % 5) + x / 10]);
export const good = { nComponents: 2 };
/** The identity of two features. */
export const eye = [
  [1, 0],
  [0, 1],
];
const baseline = JSON.stringify(fitSync(rows, good));

export type ErrorClass = new (...args: never[]) => Error;

/** One call that must fail: name, data, options, class, message. */
export type Case = [name: string, data: unknown, options: unknown, kind: ErrorClass, message: RegExp];

export function expectCleanAfter(before: unknown[], after: unknown[]) {
  expect(after).toEqual(before);
  expect(JSON.stringify(fitSync(rows, good))).toBe(baseline);
}

/** Copies of what the caller passes; signals, functions and models pass as they are. */
export function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof GaussianMixture) return value;
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (Array.isArray(value)) return Object.assign([], value.map(copy), { length: value.length });
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]));
}

export function describeCases(name: string, cases: Case[]) {
  describe(name, () => {
    it.each(cases)('%s', async (_, data, options, kind, message) => {
      const given = [data, options];
      const before = given.map(copy);
      const call = () => fitSync(data as Data, options as FitOptions);
      expect(call).toThrow(message);
      expect(call).toThrow(kind);
      await expect(fit(data as Data, options as FitOptions)).rejects.toThrow(message);
      await expect(fit(data as Data, options as FitOptions)).rejects.toThrow(kind);
      expectCleanAfter(before, given);
    });
  });
}

/** The good series with one value replaced. */
