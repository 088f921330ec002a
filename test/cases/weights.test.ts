import { describe, expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';

const values = Array.from({ length: 300 }, (_, i) => ((i * 37) % 101) / 10 + (i % 3 === 0 ? 40 : 0));
const options = { nComponents: 2, seed: 3 } as const;

describe('equal weights of any size give the same model', () => {
  const plain = fitSync(values, options);

  it.each([5e-324, 1e-320, 2 ** -1000, 2 ** 1000 / 1024 ** 3, 1e290])('%d', (weight) => {
    const model = fitSync(values, { ...options, sampleWeight: values.map(() => weight) });
    expect(Math.abs(model.lowerBound - plain.lowerBound)).toBeLessThan(1e-12);
    expect(model.weights.every((w, k) => Math.abs(w - plain.weights[k]) < 1e-12)).toBe(true);
    expect(model.score(values, { sampleWeight: values.map(() => weight) })).toBe(model.lowerBound);
  });

  it('too large to sum: an error', () => {
    expect(() => fitSync(values, { ...options, sampleWeight: values.map(() => 1e298) })).toThrow(
      /sampleWeight is too large/,
    );
  });
});

it('weights of 0 and 1 are the rows that are left, to the bit', () => {
  for (let out = 0; out < 300; out += 17) {
    const sampleWeight = values.map((_, i) => (i === out || i === 299 - out ? 0 : 1));
    const rest = values.filter((_, i) => sampleWeight[i] === 1);
    const some = fitSync(values, { ...options, sampleWeight });
    const all = fitSync(rest, options);
    expect(JSON.stringify(some)).toBe(JSON.stringify(all));
    expect(some.score(values, { sampleWeight })).toBe(all.score(rest));
  }
});

it('a row of weight 0 is not read by any criterion', () => {
  const data = [...values, Number.NaN];
  const sampleWeight = [...values.map(() => 1), 0];
  const model = fitSync(data, { ...options, sampleWeight });
  expect(model.bic(data, { sampleWeight })).toBe(model.bic());
  expect(model.icl(data, { sampleWeight })).toBe(model.icl(values));
});
