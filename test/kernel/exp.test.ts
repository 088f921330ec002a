import { readFileSync } from 'node:fs';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { exp, expOfSteps } from '../../src/kernel/twin/exp.js';
import { bitsOf, fromBits, neighbour, preciseExp, preciseExpOfSteps, twoTo, ulpError } from './precise.js';

const SEED = 20240817;
const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019412;
/** The least normal result is e^-708.396... */
const SMALLEST_NORMAL = -708.3964185322641;
const BOUND = 0.52;
/** Subnormal results are rounded twice. */
const SUBNORMAL_BOUND = 0.77;
/** ln 2 / 64, from one multiple of which to the next the reduction goes. */
const STEP = Math.LN2 / 64;

const generator = xoroshiro128plus(SEED);
const uniform = (low: number, high: number) => low + (high - low) * uniformFloat64(generator);
/** ±2^u, u uniform: as many small magnitudes as large ones. */
const anyMagnitude = (low: number, high: number) => {
  const bits = bitsOf(low) + BigInt(Math.floor(uniform(0, Number(bitsOf(high) - bitsOf(low)))));
  return uniform(0, 1) < 0.5 ? -fromBits(bits) : fromBits(bits);
};
const nearSeam = (first: number, last: number) =>
  (Math.floor(uniform(64 * first, 64 * last)) + 0.5) * STEP * (1 + uniform(-1e-7, 1e-7));

const regions: [string, number, () => number, bound?: number][] = [
  ['the whole range', 20000, () => uniform(SMALLEST_NORMAL, LARGEST)],
  ['what responsibilities need', 20000, () => uniform(-44.4, 0)],
  ['where it is worst', 20000, () => STEP * (Math.floor(uniform(-64000, 64000)) + uniform(0.4, 0.5))],
  ['no reduction', 10000, () => uniform(-0.5 * STEP, 0.5 * STEP)],
  ['small magnitudes', 10000, () => anyMagnitude(twoTo(-60), 1)],
  ['half-integers of n', 10000, () => nearSeam(-1022, 1023)],
  ['half-integers of n, near 0', 10000, () => nearSeam(-65, 2)],
  ['subnormal results', 5000, () => uniform(SMALLEST, SMALLEST_NORMAL), SUBNORMAL_BOUND],
  ['the edge of the normal results', 5000, () => uniform(SMALLEST_NORMAL, SMALLEST_NORMAL + 1)],
  ['the edge of infinity', 5000, () => uniform(LARGEST - 1, LARGEST)],
];

/** The steps between whose results are neither 0 nor infinite. */
const FIRST = -68800;
const LAST = 65536;

/** n in the argument reduction: the formula of the source. */
const indexOf = (x: number) => 6755399441055744 + x * 92.33248261689366 - 6755399441055744;

/** The last double of reduction interval n; the next one up belongs to n + 1. */
function seam(n: number): number {
  const middle = (n + 0.5) * STEP;
  let low = middle - 0.001;
  let high = middle + 0.001;
  for (;;) {
    const x = low + 0.5 * (high - low);
    if (x === low || x === high) return low;
    if (indexOf(x) <= n) low = x;
    else high = x;
  }
}

/** Fails unless the worst error is below the bound, and large enough to show that errors are seen at all. */
function expectExact(count: number, draw: () => number, errorAt: (x: number) => number, bound: number): void {
  let worst = 0;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const x = draw();
    const error = errorAt(x);
    if (error > worst) {
      worst = error;
      at = x;
    }
  }
  expect(worst, `at ${at}`).toBeLessThan(bound);
  expect(worst).toBeGreaterThan(0.45);
}

const up = (x: number) => neighbour(x, x < 0 ? -1 : 1);

describe('exp', () => {
  it.each(regions)(`is exact but for the last rounding: %s (seed ${SEED})`, (_, count, draw, bound = BOUND) => {
    expectExact(count, draw, (x) => ulpError(exp(x), preciseExp(x)), bound);
  });

  it.each([
    [0, 1],
    [-0, 1],
    [Number.MIN_VALUE, 1],
    [-Number.MIN_VALUE, 1],
    [1e-17, 1],
    [-1e-17, 1],
    [Number.EPSILON, 1 + Number.EPSILON],
    [-0.5 * Number.EPSILON, 1 - 0.5 * Number.EPSILON],
    [SMALLEST, 0],
    [-745.1332191019411, Number.MIN_VALUE],
    [-746, 0],
    [-1e300, 0],
    [-Number.MAX_VALUE, 0],
    [Number.NEGATIVE_INFINITY, 0],
    [709.7827128933841, Number.POSITIVE_INFINITY],
    [Number.MAX_VALUE, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ])('exp(%d) is %d', (x, value) => {
    expect(exp(x)).toBe(value);
  });

  it('is finite up to the largest argument', () => {
    expect(ulpError(exp(LARGEST), preciseExp(LARGEST))).toBeLessThan(BOUND);
  });

  it('is monotone over every seam between reduction intervals', () => {
    for (let n = FIRST; n < LAST; n++) {
      const x = seam(n);
      const next = up(x);
      expect([indexOf(x), indexOf(next)]).toEqual([n, n + 1]);
      if (exp(x) > exp(next)) expect.fail(`exp(${x}) = ${exp(x)} > exp(${next}) = ${exp(next)}`);
    }
  });

  it(`is monotone on runs of neighbouring doubles (seed ${SEED})`, () => {
    const starts = [0, 1, -1, SMALLEST, SMALLEST_NORMAL, -708, -44.4, 709, LARGEST - 1e-10, Number.MIN_VALUE];
    for (let i = 0; i < 300; i++) {
      starts.push(uniform(SMALLEST, LARGEST), uniform(-1, 1), anyMagnitude(twoTo(-60), 1));
      starts.push(neighbour(seam(Math.floor(uniform(FIRST, LAST))), -100));
    }
    for (const start of starts) {
      let x = start;
      let value = exp(x);
      for (let i = 0; i < 200; i++) {
        x = x === 0 ? Number.MIN_VALUE : up(x);
        const next = exp(x);
        if (value > next) expect.fail(`exp decreases before ${x}`);
        value = next;
      }
    }
  });
});

describe('exp of steps', () => {
  const near = (x: number) => neighbour(x, Math.floor(uniform(-3, 3)));

  it.each([
    ['what responsibilities need', 20000, () => uniform(-4096, 0)],
    ['where it is worst', 20000, () => Math.floor(uniform(-4096, 0)) + uniform(0.4, 0.6)],
    ['no reduction', 10000, () => uniform(-0.5, 0.5)],
    ['small magnitudes', 10000, () => anyMagnitude(twoTo(-60), 1)],
    ['half-integers', 10000, () => near(Math.floor(uniform(-4096, 0)) - 0.5)],
  ] as const)(`is exact but for the last rounding: %s (seed ${SEED})`, (_, count, draw) => {
    expectExact(count, draw, (x) => ulpError(expOfSteps(x), preciseExpOfSteps(x)), BOUND);
  });

  it('is a power of two every 64 steps, and 1 at 0', () => {
    for (let n = -64; n <= 0; n++) expect(expOfSteps(64 * n)).toBe(2 ** n);
    expect(expOfSteps(-0)).toBe(1);
  });

  it('is monotone over every seam', () => {
    for (let n = -4096; n < 0; n++) {
      for (const middle of [n + 0.5, n]) {
        let x = neighbour(middle || -Number.MIN_VALUE, 3);
        for (let i = 0; i < 6; i++) {
          const next = neighbour(x, -1);
          if (expOfSteps(x) > expOfSteps(next)) expect.fail(`it decreases after ${x}`);
          x = next;
        }
      }
    }
  });
});

describe('exp in WebAssembly', () => {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const binary = readFileSync(new URL('../../build/simd.wasm', import.meta.url));
  const exports = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } }).exports as {
    exp(x: number): number;
  };

  it(`has the same bits as exp (seed ${SEED})`, () => {
    const points = [
      0,
      -0,
      1,
      SMALLEST,
      up(SMALLEST),
      SMALLEST_NORMAL,
      -708,
      709,
      LARGEST,
      up(LARGEST),
      Number.MAX_VALUE,
    ];
    points.push(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -Number.MAX_VALUE);
    for (let n = FIRST; n < LAST; n++) points.push(seam(n), up(seam(n)));
    for (let i = 0; i < 50000; i++)
      points.push(uniform(SMALLEST - 1, LARGEST + 1), anyMagnitude(Number.MIN_VALUE, 800));
    for (const x of points) {
      if (!Object.is(exports.exp(x), exp(x))) expect.fail(`exp(${x}) = ${exp(x)}, in wasm ${exports.exp(x)}`);
    }
  });
});
