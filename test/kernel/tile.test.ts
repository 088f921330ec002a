import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { SIZES } from './mixture.js';
import { tiled } from './naive.js';

const LARGEST = 2 ** 480;

interface Packing {
  readonly n: number;
  readonly d: number;
  readonly rows: ArrayLike<number>;
  readonly origin?: ArrayLike<number>;
  readonly scales?: readonly [number, number];
}

function pack(label: string, { n, d, rows, origin = new Float64Array(d), scales = [1, 1] }: Packing) {
  const length = d * 8 * Math.ceil(n / 8);
  const both = new Both(`pack, ${label}`, { source: n * d, origin: d, target: length });
  both.put('source', rows);
  both.put('origin', origin);
  const { source, origin: about, target } = both.at;
  const bad = both.call('pack', source, n, d, about, scales[0], scales[1], target);
  expect(both.get('source', n * d)).toEqual(Float64Array.from(rows));
  return { bad, tiles: both.get('target', length) };
}

describe('pack', () => {
  it('has the same bits in both kernels, and lays rows out as drawn, at every size', () => {
    for (const { n, d } of SIZES) {
      const draw = new Draw(n + 1000 * d);
      const rows = draw.normals(n * d);
      const { bad, tiles } = pack(`seed ${draw.seed}, n ${n}, d ${d}`, { n, d, rows });
      expect(bad).toBe(-1);
      expect(tiles, `seed ${draw.seed}, n ${n}, d ${d}`).toEqual(tiled(rows, n, d));
    }
  });

  it('is feature-major in tiles: 10 rows of 2 features, 3 of 512', () => {
    const rows = Array.from({ length: 10 }, (_, i) => [i + 1, 100 + i]).flat();
    const zeros = [0, 0, 0, 0, 0, 0];
    const first = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...zeros];
    const second = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, ...zeros];
    expect([...pack('drawn', { n: 10, d: 2, rows }).tiles]).toEqual([...first, ...second]);
    const wide = Float64Array.from({ length: 9 * 512 }, (_, i) => i + 1);
    const { tiles } = pack('wide', { n: 9, d: 512, rows: wide });
    // the ninth row begins a tile of its own, 8 wide as well
    expect([...tiles.slice(8 * 512, 8 * 512 + 9)]).toEqual([8 * 512 + 1, 0, 0, 0, 0, 0, 0, 0, 8 * 512 + 2]);
  });

  it('stores (x − origin)·2^e, whatever the exponent', () => {
    const draw = new Draw(3);
    const n = 19;
    const d = 3;
    const rows = Float64Array.from({ length: n * d }, () => draw.integer(-1000, 1000));
    for (const exponent of [0, 1, -1, 20, -20, 1000, -1000, 1500, -1500]) {
      // data of that size, so that stored values are ordinary again
      const size = 2 ** (Math.min(1000, Math.abs(exponent)) * -Math.sign(exponent));
      const origin = [3 * size, -500 * size, 0];
      const half = Math.trunc(exponent / 2);
      const scaled = rows.map((x) => x * size);
      const { bad, tiles } = pack(`exponent ${exponent}`, {
        n,
        d,
        rows: scaled,
        origin,
        scales: [2 ** half, 2 ** (exponent - half)],
      });
      const rest = 2 ** (exponent - Math.sign(exponent) * Math.min(1000, Math.abs(exponent)));
      const expected = rows.map((x, i) => (x - [3, -500, 0][i % d]) * rest + 0);
      if (exponent > 1000) {
        expect(bad, 'too large').toBe(0);
        continue;
      }
      expect(bad).toBe(-1);
      expect(tiles, `exponent ${exponent}`).toEqual(tiled(expected, n, d));
    }
  });

  it('turns −0 into +0', () => {
    const { tiles } = pack('zeros', { n: 4, d: 1, rows: [-0, 0, 5, -5] });
    expect([...tiles]).toEqual([0, 0, 5, -5, 0, 0, 0, 0]);
    const shifted = pack('equal to the origin', { n: 2, d: 1, rows: [7, 7], origin: [7], scales: [-1, 1] });
    expect([...shifted.tiles.slice(0, 2)]).toEqual([0, 0]);
    // underflow of a small negative number
    const { tiles: tiny } = pack('underflow', { n: 1, d: 1, rows: [-1e-300], scales: [2 ** -900, 1] });
    expect(Object.is(tiny[0], 0)).toBe(true);
  });

  it('names the first value in the order of rows that is not finite or too large', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, LARGEST * (1 + Number.EPSILON)];
    for (const [n, d] of [
      [1, 1],
      [9, 1],
      [300, 1],
      [9, 3],
      [257, 3],
      [17, 33],
      [19, 512],
    ]) {
      const draw = new Draw(n * d);
      const rows = draw.normals(n * d);
      for (const value of values) {
        const places = [0, n * d - 1, draw.integer(0, n * d - 1)];
        for (const at of places) {
          const copy = rows.slice();
          copy[at] = value;
          const label = `seed ${draw.seed}, n ${n}, d ${d}, ${value} at ${at}`;
          expect(pack(label, { n, d, rows: copy }).bad, label).toBe(at);
          // a later row with an earlier feature does not come first
          const later = (Math.floor(at / d) + 1) * d;
          if (later < n * d) copy[later] = value;
          expect(pack(label, { n, d, rows: copy }).bad, label).toBe(at);
        }
      }
    }
  });

  it('takes values up to 2^480', () => {
    expect(pack('largest', { n: 2, d: 1, rows: [LARGEST, -LARGEST] }).bad).toBe(-1);
    expect(pack('overflow', { n: 2, d: 1, rows: [1e300, -1e308], origin: [1e308] }).bad).toBe(0);
    expect(pack('scaled', { n: 1, d: 1, rows: [1e300], scales: [2 ** -500, 2 ** -100] }).bad).toBe(-1);
  });
});
