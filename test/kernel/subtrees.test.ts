import { describe, expect, it } from 'vitest';
import { arenaOf } from '../../src/kernel/arena.js';
import { bindTwin } from '../../src/kernel/bind.js';
import { Fold } from '../../src/kernel/fold.js';
import { foldLevels, ownSubtrees, shareBounds, subtrees, units } from '../../src/kernel/subtrees.js';
import { Draw } from './draw.js';

const LEAVES = [1, 2, 7, 8, 9, 13, 49, 63, 64, 65, 123, 511, 512, 513, 1000];

it('levels reach all leaves, and no more', () => {
  expect([1, 2, 8, 9, 64, 65, 512, 513].map(foldLevels)).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
});

describe('shares', () => {
  it.each(LEAVES)('of %i leaves cover them once, in order, and evenly', (leaves) => {
    for (let workers = 1; workers <= 9; workers++) {
      for (const size of [leaves, leaves - 0.9]) {
        const bounds = shareBounds(size, workers);
        expect(bounds).toHaveLength(workers + 1);
        expect([bounds[0], bounds[workers]]).toEqual([0, leaves]);
        for (let w = 0; w < workers; w++) {
          const share = Math.min(bounds[w + 1], size) - bounds[w];
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(size / workers + 1 + size / 50);
        }
      }
    }
  });

  it('stay within the leaves for any number of workers', () => {
    for (const workers of [100, 127, 128, 256]) {
      for (let leaves = 1; leaves < 5000; leaves += 37) {
        const bounds = shareBounds(leaves - 0.5, workers);
        expect(bounds.every((bound, w) => bound <= leaves && (w === 0 || bound >= bounds[w - 1]))).toBe(true);
      }
    }
    expect(Math.max(...shareBounds(4090, 128))).toBe(4090);
  });

  it('begin where subtrees do, if that costs a hundredth at most', () => {
    expect(shareBounds(10_000, 2)[1]).toBe(4992);
    expect(subtrees(0, 4992, 10_000).length).toBeLessThan(20);
    expect(shareBounds(123, 2)[1]).toBe(62);
  });
});

describe('subtrees', () => {
  it.each(LEAVES)('of %i leaves are whole, in order and as large as can be', (leaves) => {
    for (let from = 0; from < leaves; from += 1 + (from >> 3)) {
      for (const to of [from + 1, Math.min(leaves, from + 40), leaves]) {
        let next = from;
        for (const { level, first, count } of subtrees(from, to, leaves)) {
          expect(first).toBe(next);
          expect(first % 8 ** level).toBe(0);
          expect(count).toBe(Math.min(8 ** level, leaves - first));
          const parent = 8 ** (level + 1);
          const fits = first % parent === 0 && Math.min(first + parent, leaves) <= to && 8 ** level < leaves;
          expect(fits).toBe(false);
          next = first + count;
        }
        expect(next).toBe(to);
      }
    }
  });

  it('of all workers cover the leaves in order', () => {
    for (const leaves of LEAVES) {
      for (const workers of [1, 2, 3, 4, 8]) {
        const own = ownSubtrees(leaves - 0.5, workers);
        expect(own).toHaveLength(workers);
        const all = own.flat();
        expect(all.map(({ first }) => first)).toEqual(
          all.map((_, i) => all.slice(0, i).reduce((n, s) => n + s.count, 0)),
        );
        expect(all.reduce((n, { count }) => n + count, 0)).toBe(leaves);
      }
    }
  });
});

describe('units', () => {
  it.each(LEAVES)('of %i leaves are whole subtrees that cover them in order, ever smaller', (leaves) => {
    for (const workers of [2, 3, 4, 8, 64]) {
      let next = 0;
      let before = Number.POSITIVE_INFINITY;
      for (const { level, first, count } of units(leaves, workers)) {
        expect(first).toBe(next);
        expect(first % count).toBe(0);
        expect(count).toBe(8 ** level);
        expect(count).toBeLessThanOrEqual(before);
        // half of what is then left to a worker
        if (count > 1) expect(count).toBeLessThanOrEqual((leaves - first) / (2 * workers));
        before = count;
        next = first + count;
      }
      expect(next).toBe(leaves);
    }
  });

  it('are few, and end with single leaves', () => {
    for (const [leaves, workers] of [
      [123, 2],
      [2000, 2],
      [100_000, 2],
      [100_000, 8],
    ]) {
      const found = units(leaves, workers);
      expect(found.length).toBeLessThan(30 * workers * foldLevels(leaves));
      expect(found.slice(-workers).every(({ count }) => count === 1)).toBe(true);
    }
  });
});

it.each(LEAVES)('sums of the subtrees of %i leaves fold to the sum of all, to the bit', (leaves) => {
  const kernel = bindTwin(arenaOf(new ArrayBuffer(1 << 20)));
  const values = new Draw(leaves).normals(leaves, 1e8);
  const sum = (first: number, count: number, at: number) => {
    const fold = new Fold(kernel, at, 64, 5);
    fold.begin(1, foldLevels(count));
    for (let i = first; i < first + count; i++) {
      kernel.doubles[fold.leaf / 8] = values[i];
      fold.add();
    }
    return kernel.doubles[fold.finish() / 8];
  };
  const whole = sum(0, leaves, 1024);
  for (const workers of [2, 3, 4, 8]) {
    for (const [how, parts] of Object.entries({
      taken: units(leaves, workers),
      own: ownSubtrees(leaves, workers).flat(),
    })) {
      const fold = new Fold(kernel, 4096, 64, 5);
      fold.begin(1, foldLevels(leaves));
      for (const { level, first, count } of parts) {
        kernel.doubles[1000] = sum(first, count, 1024);
        fold.add(level, 8000);
      }
      expect(Object.is(kernel.doubles[fold.finish() / 8], whole), `${how}, ${workers} workers`).toBe(true);
    }
  }
});
