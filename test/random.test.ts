import { describe, expect, it } from 'vitest';
import { Random } from '../src/random.js';

function draw<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

const random = (seed = 0, stream = 0) => new Random(seed, stream, Math.log);

describe('uniform', () => {
  it('lies in [0, 1) and has the moments of a uniform number', () => {
    const generator = random(12);
    const values = draw(100_000, () => generator.uniform());
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    const mean = values.reduce((sum, u) => sum + u, 0) / 1e5;
    const variance = values.reduce((sum, u) => sum + (u - mean) ** 2, 0) / 1e5;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 1e5));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / 1e5));
  });

  it('uses all 53 bits', () => {
    const generator = random(3);
    const odd = draw(1000, () => generator.uniform()).filter((u) => (u * 2 ** 53) % 2 === 1);
    expect(odd.length).toBeGreaterThan(400);
  });
});

describe('seeds and streams', () => {
  it('repeat', () => {
    const [a, b] = [random(7, 2), random(7, 2)];
    expect(draw(50, () => a.uniform())).toEqual(draw(50, () => b.uniform()));
  });

  it('differ', () => {
    const first = [random(0), random(1), random(2 ** 32 - 1), random(0, 1), random(0, 2), random(1, 1)];
    expect(new Set(first.map((generator) => generator.uniform())).size).toBe(6);
  });

  it.each([0, 1, 2, 5])('draw %d of neighbouring seeds is uniform over the seeds', (position) => {
    const values = Array.from({ length: 1000 }, (_, seed) => {
      const generator = random(seed);
      return draw(position + 1, () => generator.uniform())[position];
    });
    const mean = values.reduce((sum, u) => sum + u, 0) / 1000;
    const variance = values.reduce((sum, u) => sum + (u - mean) ** 2, 0) / 1000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 1000));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / 1000));
  });
});

describe('index', () => {
  it('covers 0 … count − 1 evenly', () => {
    const generator = random(5);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[generator.index(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(10_000));
    expect(generator.index(1)).toBe(0);
  });
});

describe('normal', () => {
  it('has the moments of a standard normal', () => {
    const generator = random(8);
    const values = draw(100_000, () => generator.normal());
    const moment = (power: number) => values.reduce((sum, z) => sum + z ** power, 0) / 1e5;
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / 1e5));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / 1e5));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 1e5));
    const lag = values.slice(1).reduce((sum, z, i) => sum + z * values[i], 0) / 1e5;
    expect(Math.abs(lag)).toBeLessThan(5 * Math.sqrt(1 / 1e5));
  });
});
