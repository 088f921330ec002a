import { describe, expect, it } from 'vitest';
import { GIVES_UP, parametersLength, scratchLength, statisticsLength, tileSize } from '../../src/kernel/memory.js';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { drawMixture, drawRows, type Mixture } from './mixture.js';

/** Rows and features, at the boundaries of blocks and tiles; the last tile of some is short. */
const SIZES = [
  [1, 1],
  [2, 3],
  [7, 2],
  [8, 5],
  [9, 16],
  [127, 32],
  [128, 32],
  [129, 32],
  [300, 33],
  [512, 64],
  [515, 31],
  [20, 600],
] as const;

function made(seed: number, n: number, d: number, k: number, family = 0, spread = 2) {
  const draw = new Draw(seed);
  const mixture = drawMixture(draw, d, k, family, spread, k > 2);
  const padded = Math.ceil(n / 8) * 8;
  const label = `seed ${seed}, n ${n}, d ${d}, K ${k}`;
  const both = new Both(label, {
    parameters: parametersLength(d, k, family),
    centres: k * d,
    origin: d,
    staging: n * d,
    tiles: padded * d,
    weights: padded,
    keys: padded / 2,
    order: padded / 2,
    statistics: statisticsLength(d, k, family),
    plain: statisticsLength(d, k, family),
    logs: k * tileSize(d),
    ones: tileSize(d),
    given: n * k,
    scratch: Math.max(scratchLength(d, k), 2 * n + k + 257),
  });
  const rows = drawRows(draw, mixture, n);
  both.put('staging', rows);
  both.fill('origin', 0);
  both.fill('weights', 0);
  both.fill('keys', 0);
  both.fill('order', 0);
  both.put(
    'weights',
    Float64Array.from({ length: n }, (_, i) => i + 1),
  );
  both.putIntegers(
    'order',
    Int32Array.from({ length: n }, (_, i) => i),
  );
  both.call('pack', both.at.staging, n, d, both.at.origin, 1, 1, both.at.tiles);
  place(both, mixture);
  return { both, draw, mixture, rows, label, padded };
}

type Made = ReturnType<typeof made>;

function place(both: Made['both'], { d, k, family, weights, means, covariances }: Mixture): void {
  both.fill('parameters', 0);
  both.put('parameters', weights);
  both.put('parameters', means, 2 * k);
  both.put('parameters', covariances, k * (2 + d));
  both.put('centres', means);
  both.call('prepare', both.at.parameters, d, k, family, both.at.scratch);
}

/** Row i of the tiles. */
function rowOf({ both, mixture: { d } }: Made, n: number, i: number): number[] {
  const tile = tileSize(d);
  const first = i - (i % tile);
  const width = Math.min(tile, Math.ceil((n - first) / 8) * 8);
  return Array.from({ length: d }, (_, j) => both.get('tiles', 1, first * d + j * width + (i - first))[0]);
}

function arrange({ both, mixture: { d, k } }: Made, n: number, weighted = true): void {
  const { tiles, keys, weights, order, scratch } = both.at;
  both.call('arrange', tiles, n, d, k, keys, weighted ? weights : 0, order, scratch, 0);
}

/** The place of a set in the Gray code. */
function placeOf(set: number): number {
  let place = set;
  for (let shift = 1; shift < 16; shift <<= 1) place ^= place >>> shift;
  return place;
}

describe('arrange', () => {
  it.each(SIZES)('%i rows of %i features: by set, then by the likeliest, then as they were', (n, d) => {
    for (const k of d > 100 ? [3] : [2, 5, 300]) {
      const one = made(n + d, n, d, k);
      const { both, draw, rows, label } = one;
      const keys = Int32Array.from({ length: n }, () => draw.integer(0, k - 1) | ((draw.integer(0, 3) * 0x5001) << 16));
      both.putIntegers('keys', keys);
      arrange(one, n);
      const expected = Array.from(keys.keys()).sort((a, b) => (keys[a] >>> 0) - (keys[b] >>> 0) || a - b);
      const order = both.getIntegers('order', n);
      expect(
        Array.from(order, (value) => value & 0xffff),
        label,
      ).toEqual(expected);
      expect(
        Array.from(order, (value) => value >>> 16),
        label,
      ).toEqual(expected.map((row) => keys[row] & 0xffff));
      expect([...both.get('weights', n)], label).toEqual(expected.map((row) => row + 1));
      for (let i = 0; i < n; i += 1 + (n >> 5)) {
        expect(rowOf(one, n, i), label).toEqual([...rows.subarray(expected[i] * d, expected[i] * d + d)]);
      }
    }
  });

  it.each(SIZES)('%i rows of %i features: any number of times, and restore undoes all of them', (n, d) => {
    const one = made(n * d, n, d, 7);
    const { both, draw } = one;
    const { tiles, weights, order, scratch } = both.at;
    const before = [...both.get('tiles', one.padded * d)];
    for (let times = 1; times <= 3; times++) {
      both.putIntegers(
        'keys',
        Int32Array.from({ length: n }, () => draw.integer(0, 6)),
      );
      arrange(one, n);
    }
    both.call('restore', tiles, n, d, weights, order, scratch);
    expect([...both.get('tiles', one.padded * d)]).toEqual(before);
    expect([...both.get('weights', n)]).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    expect([...both.getIntegers('order', n)]).toEqual(Array.from({ length: n }, (_, i) => i));
  });

  it.each([2, 5, 16, 40])('says whether bounds are worth while: where an eighth of blocks is out, K = %i', (k) => {
    const outs: number[] = [];
    for (const share of [0, 0.05, 0.1, 0.125, 0.15, 0.3, 1]) {
      for (const n of [8, 61, 200]) {
        const { both, draw } = made(k + n, n, 3, k);
        const { tiles, order, scratch, plain } = both.at;
        // each block has its own set, so that the order changes none of them
        const told = Math.min(k, 16);
        const sets = Array.from({ length: Math.ceil(n / 8) }, () =>
          Array.from({ length: told }, () => Number(draw.uniform() >= share)).reduce(
            (set, one, c) => set | (one << c),
            0,
          ),
        ).sort((a, b) => placeOf(a) - placeOf(b));
        both.putIntegers(
          'keys',
          Int32Array.from({ length: n }, (_, i) => placeOf(sets[i >> 3]) << 16),
        );
        const within = sets.reduce((sum, set) => sum + [...set.toString(2)].filter((bit) => bit === '1').length, 0);
        both.call('arrange', tiles, n, 3, k, both.at.keys, 0, order, scratch, plain);
        const out = 1 - within / (told * sets.length);
        expect(both.getIntegers('plain', 1)[0], `${out}`).toBe(out > 0.125 ? 0 : -1);
        outs.push(Number(out > 0.125));
      }
    }
    expect(new Set(outs)).toEqual(new Set([0, 1]));
  });

  it('leaves weights alone where there are none', () => {
    const one = made(1, 40, 3, 40);
    one.both.putIntegers(
      'keys',
      Int32Array.from({ length: 40 }, (_, i) => 39 - i),
    );
    arrange(one, 40, false);
    expect([...one.both.get('weights', 40)]).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });
});

describe('rank', () => {
  it.each([1, 2, 3, 16, 17, 40])('tells the likeliest and the set of those that count, K = %i', (k) => {
    const width = 128;
    const draw = new Draw(k);
    const both = new Both(`rank, K ${k}`, { logs: k * width, keys: width / 2 });
    const logs = Float64Array.from({ length: k * width }, () =>
      draw.uniform() < 0.2 ? -1e9 : draw.uniform(-11_000, 0),
    );
    // one sample lies exactly at the cut of another, and one has a tie
    logs[0] = 0;
    if (k > 1) logs[width] = -4096;
    if (k > 2) for (const c of [1, 2]) logs[c * width + 1] = 0;
    both.put('logs', logs);
    both.call('rank', both.at.logs, width, k, both.at.keys);
    const keys = both.getIntegers('keys', width);
    for (let s = 0; s < width; s++) {
      const own = Array.from({ length: k }, (_, c) => logs[c * width + s]);
      const best = Math.max(...own);
      expect(keys[s] & 0xffff).toBe(own.indexOf(best));
      let set = 0;
      own.forEach((l, c) => {
        if (l - best >= -4096) set |= 1 << (c % 16);
      });
      // the Gray code of its place in the order is the set
      const place = keys[s] >>> 16;
      expect(place ^ (place >>> 1)).toBe(set);
    }
  });
});

describe('blocks that are given up', () => {
  const shapes = [
    [GIVES_UP - 1, 5],
    [GIVES_UP, 5],
    [GIVES_UP + 1, 3],
    [31, 4],
    [32, 7],
    [33, 2],
    [64, 16],
    [100, 3],
    [130, 4],
  ] as const;

  it.each(shapes)('change no bit of what a pass sums, d = %i, K = %i', (d, k) => {
    for (const spread of [0.3, 1, 3, 30]) {
      for (const n of [5, 64, 200]) {
        const one = made(d + k + n, n, d, k, 0, spread);
        const { both, draw, label } = one;
        const { tiles, parameters, centres, order, keys, statistics, scratch } = both.at;
        // with no hint, with a wrong one, and with the right one that `arrange` leaves
        const length = statisticsLength(d, k, 0);
        const sums: number[][] = [];
        for (const hints of [0, 1, 2]) {
          if (hints === 1)
            both.putIntegers(
              'order',
              Int32Array.from({ length: n }, (_, i) => i | (draw.integer(0, 60_000) << 16)),
            );
          if (hints === 2)
            both.putIntegers(
              'order',
              both.getIntegers('keys', n).map((key, i) => i | (key << 16)),
            );
          both.call(
            'pass',
            tiles,
            n,
            d,
            k,
            0,
            parameters,
            centres,
            0,
            0,
            hints ? order : 0,
            keys,
            statistics,
            scratch,
            0,
            0,
          );
          sums.push([...both.get('statistics', length)]);
        }
        expect(sums[1], label).toEqual(sums[0]);
        expect(sums[2], label).toEqual(sums[0]);
        // the same from complete densities: normalised one tile at a time, summed by `pass_given`
        const complete = wholePass(one, n);
        expect(sums[0].slice(2), label).toEqual([...both.get('plain', length)].slice(2));
        expect(sums[0][0], label).toBe(complete);
      }
    }
  });
});

/** The log-likelihood and, at `plain`, the statistics of a pass whose densities are all computed to the end. */
function wholePass({ both, mixture: { d, k } }: Made, n: number): number {
  const { tiles, parameters, centres, logs, ones, given, plain, scratch } = both.at;
  const tile = tileSize(d);
  let total = 0;
  for (let first = 0; first < n; first += tile) {
    const left = n - first;
    const width = Math.min(tile, Math.ceil(left / 8) * 8);
    both.call('densities', tiles + 8 * first * d, width, d, k, 0, parameters, logs, scratch);
    both.fill('ones', 0);
    both.put('ones', new Float64Array(Math.min(left, width)).fill(1));
    total += both.call('normalise', logs, width, k, left < width ? ones : 0, 0, scratch);
    const r = both.get('logs', k * width);
    for (let i = 0; i < Math.min(left, width); i++) {
      const shares = Array.from({ length: k }, (_, c) => r[c * width + i]);
      both.put('given', shares, (first + i) * k);
    }
  }
  both.call('pass_given', tiles, n, d, k, 0, given, 0, centres, 0, plain, scratch);
  return total;
}
