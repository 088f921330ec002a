import { describe, expect, it } from 'vitest';
import { fitLayout } from '../../src/kernel/memory.js';
import { Both } from './arena.js';
import { tileOf } from './naive.js';

const D = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 128, 129, 255, 256, 257, 511, 512, 513, 1024];
const K = [1, 2, 3, 8, 9, 127, 128, 129, 256];

describe('the arena of a fit', () => {
  it('is that of the problem at hand, whatever was asked for before', () => {
    const size = { n: 50, d: 2, k: 3, family: 0, weighted: false };
    const variants = [
      size,
      { ...size, accelerated: true },
      { ...size, accelerated: false },
      { ...size, weighted: true },
    ];
    const [plain, accelerated, same, weighted] = variants.map((variant) => fitLayout(variant).bytes);
    expect(accelerated).toBeGreaterThan(plain);
    expect(weighted).toBeGreaterThan(plain);
    expect(same).toBe(plain);
    const shares = [1, 2, 3].map((workers) => fitLayout(size, { worker: 0, workers, holds: 'all' }).bytes);
    expect(new Set(shares).size).toBe(3);
  });
});

describe('layout', () => {
  const both = new Both('layout', { scratch: 1 });

  it('has tiles of T samples, T the largest multiple of 8 with T·d·8 bytes ≤ 32 KiB, between 8 and 128', () => {
    for (let d = 1; d <= 700; d++) expect(both.call('tile_size', d), `d ${d}`).toBe(tileOf(d));
    expect([1, 32, 33, 64, 512, 5000].map((d) => both.call('tile_size', d))).toEqual([128, 128, 120, 64, 8, 8]);
  });

  it('has blocks of the lengths that are drawn', () => {
    for (const d of D) {
      for (const k of K) {
        for (let family = 0; family < 6; family++) {
          const block = [(d * (d + 1)) / 2, d, 1][family % 3];
          const blocks = family < 3 ? k : 1;
          const parameters = 2 * k + k * d + 2 * blocks * block + (family === 3 ? k * d : 0);
          const label = `d ${d}, K ${k}, family ${family}`;
          expect(both.call('parameters_length', d, k, family), label).toBe(parameters);
          expect(both.call('statistics_length', d, k, family), label).toBe(2 + k + k * d + blocks * block);
        }
        // responsibilities, two copies of a tile, and a factor with its inverse
        const least = Math.max((k + 2 * d) * tileOf(d), d * (d + 1));
        expect(both.call('scratch_length', d, k), `d ${d}, K ${k}`).toBeGreaterThanOrEqual(least);
      }
    }
  });
});
