import { readFileSync } from 'node:fs';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { log, logCore } from '../../src/kernel/twin/log.js';
import { bitsOf, fromBits, neighbour, preciseLog, twoTo, ulpError } from './precise.js';

const SEED = 20240818;
const SMALLEST_NORMAL = twoTo(-1022);
/** Where the reduction passes from one k to the next, to the precision of the upper word. */
const SEAM = fromBits(0x3ff6a09e00000000n);
const BOUND = 0.9;

const generator = xoroshiro128plus(SEED);
const uniform = (low: number, high: number) => low + (high - low) * uniformFloat64(generator);
/** Uniform in the bits, so in the logarithm: low <= x < high. */
const anyMagnitude = (low: number, high: number) =>
  fromBits(bitsOf(low) + BigInt(Math.floor(uniform(0, Number(bitsOf(high) - bitsOf(low))))));
const powerOfTwo = (first: number, last: number) => twoTo(Math.floor(uniform(first, last + 1)));

const regions: [string, number, () => number][] = [
  ['the whole range', 20000, () => anyMagnitude(Number.MIN_VALUE, Number.MAX_VALUE)],
  ['sums of responsibilities', 20000, () => uniform(1, 64)],
  ['where it is worst', 20000, () => uniform(0.68, 0.5 * SEAM)],
  ['no reduction', 10000, () => uniform(0.5 * SEAM, SEAM)],
  ['one step from no reduction', 10000, () => uniform(0.3, 3)],
  ['near 1', 10000, () => 1 + anyMagnitude(twoTo(-52), 0.1)],
  ['near 1, from below', 10000, () => 1 - anyMagnitude(twoTo(-53), 0.1)],
  ['near the seams', 10000, () => SEAM * (1 + uniform(-1e-3, 1e-3)) * powerOfTwo(-4, 4)],
  ['near powers of two', 10000, () => (1 + uniform(-1e-3, 1e-3)) * powerOfTwo(-1000, 1000)],
  ['subnormal arguments', 5000, () => anyMagnitude(Number.MIN_VALUE, SMALLEST_NORMAL)],
  ['the edge of the normal arguments', 5000, () => SMALLEST_NORMAL * uniform(0.5, 2)],
];

const failAt = (x: number, other: number) => expect.fail(`log(${x}) = ${log(x)}, expected ${other}`);

describe('log', () => {
  it.each(regions)(`is within ${BOUND} ulp: %s (seed ${SEED})`, (_, count, draw) => {
    let worst = 0;
    let at = 0;
    for (let i = 0; i < count; i++) {
      const x = draw();
      const error = ulpError(log(x), preciseLog(x));
      if (error > worst) {
        worst = error;
        at = x;
      }
    }
    expect(worst, `at ${at}`).toBeLessThan(BOUND);
    // the reference sees errors at all
    expect(worst).toBeGreaterThan(0.45);
  });

  it.each([
    [1, 0],
    [1 + Number.EPSILON, Number.EPSILON * (1 - 0.5 * Number.EPSILON)],
    [1 - 0.5 * Number.EPSILON, -0.5 * Number.EPSILON],
    [2, Math.LN2],
    [0.5, -Math.LN2],
    [Math.E, 1],
    [Number.MAX_VALUE, 709.782712893384],
    [Number.MIN_VALUE, -744.4400719213812],
    [twoTo(-1022), -708.3964185322641],
    [0, Number.NEGATIVE_INFINITY],
    [-0, Number.NEGATIVE_INFINITY],
    [-Number.MIN_VALUE, Number.NaN],
    [-1, Number.NaN],
    [Number.NEGATIVE_INFINITY, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ])('log(%d) is %d', (x, value) => {
    expect(log(x)).toBe(value);
  });

  it('is monotone around every seam between reduction intervals, and every power of two', () => {
    for (let k = -1022; k <= 1023; k++) {
      for (const middle of [SEAM, 1]) {
        let x = neighbour(middle * twoTo(k), -10);
        for (let i = 0; i < 20; i++) {
          const next = neighbour(x, 1);
          if (log(x) > log(next)) failAt(next, log(x));
          x = next;
        }
      }
    }
  });

  it(`is monotone on runs of neighbouring doubles (seed ${SEED})`, () => {
    const starts = [neighbour(1, -200), neighbour(SMALLEST_NORMAL, -200), neighbour(Number.MAX_VALUE, -401)];
    for (let i = 0; i < 300; i++) {
      starts.push(anyMagnitude(Number.MIN_VALUE, twoTo(1023)), uniform(0.5, 2), 1 + anyMagnitude(twoTo(-52), 0.1));
      starts.push(neighbour(SEAM * powerOfTwo(-1000, 1000), -200));
    }
    for (const start of starts) {
      let x = start;
      let value = log(x);
      for (let i = 0; i < 400; i++) {
        x = neighbour(x, 1);
        const next = log(x);
        if (value > next) failAt(x, value);
        value = next;
      }
    }
  });

  it(`is logCore on positive normal numbers (seed ${SEED})`, () => {
    const points = [1, SMALLEST_NORMAL, Number.MAX_VALUE];
    for (let k = -1022; k <= 1022; k++) points.push(SEAM * twoTo(k), neighbour(SEAM * twoTo(k), -1), twoTo(k));
    for (let i = 0; i < 50000; i++) points.push(anyMagnitude(SMALLEST_NORMAL, Number.MAX_VALUE), uniform(0.5, 64));
    for (const x of points) if (!Object.is(logCore(x), log(x))) failAt(x, logCore(x));
  });
});

describe('log in WebAssembly', () => {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const binary = readFileSync(new URL('../../build/simd.wasm', import.meta.url));
  const exports = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } }).exports as {
    log(x: number): number;
  };

  it(`has the same bits as log (seed ${SEED})`, () => {
    const points = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -Number.MIN_VALUE];
    points.push(Number.MIN_VALUE, Number.MAX_VALUE, SMALLEST_NORMAL, neighbour(SMALLEST_NORMAL, -1));
    for (let k = -1022; k <= 1022; k++) points.push(SEAM * twoTo(k), neighbour(SEAM * twoTo(k), -1), twoTo(k));
    for (let i = 0; i < 50000; i++) {
      points.push(anyMagnitude(Number.MIN_VALUE, Number.MAX_VALUE), uniform(0, 64));
      if (i % 5 === 0) points.push(anyMagnitude(Number.MIN_VALUE, SMALLEST_NORMAL));
    }
    for (const x of points) if (!Object.is(exports.log(x), log(x))) failAt(x, exports.log(x));
  });
});
