import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { expectClose, STEP, shares } from './naive.js';

const K = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 127, 128, 129, 255, 256, 257];

/** The least difference of logs that counts: −64 ln 2, in steps. */
const ZERO = -4096;

/** Turns logs (k rows of `width`, in steps) into responsibilities in both kernels. */
function normalise(label: string, logs: Float64Array, width: number, k: number, weights?: Float64Array) {
  const both = new Both(`normalise, ${label}, width ${width}, K ${k}`, {
    logs: k * width,
    weights: width,
    out: width,
    scratch: 400,
  });
  both.put('logs', logs);
  if (weights) both.put('weights', weights);
  const run = (out: number) =>
    both.call('normalise', both.at.logs, width, k, weights ? both.at.weights : 0, out, both.at.scratch);
  const total = run(both.at.out);
  const densities = both.get('out', width);
  const responsibilities = both.get('logs', k * width);
  // without the place for densities all else is the same
  both.put('logs', logs);
  both.fill('out', 5);
  expect(run(0)).toBe(total);
  expect([...both.get('out', width)]).toEqual(new Array(width).fill(5));
  expect([...both.get('logs', k * width)]).toEqual([...responsibilities]);
  return { total, densities, responsibilities };
}

/** Logs in nats in steps. */
function inSteps(logs: ArrayLike<number>): Float64Array {
  return Float64Array.from(logs, (l) => l / STEP);
}

function column(logs: Float64Array, width: number, sample: number): number[] {
  return Array.from({ length: logs.length / width }, (_, c) => logs[c * width + sample]);
}

/** Logs of which some lie below the cut, or are −Infinity, in single samples and in whole blocks of 8. */
function drawLogs(draw: Draw, width: number, k: number): Float64Array {
  const logs = Float64Array.from({ length: k * width }, () => draw.uniform(-60, 0) - 5);
  for (let c = 1; c < k; c++) {
    if (draw.uniform() < 0.2) logs.fill(Number.NEGATIVE_INFINITY, c * width, (c + 1) * width);
    else if (draw.uniform() < 0.3) {
      const block = 8 * draw.integer(0, width / 8 - 1);
      for (let s = block; s < block + 8; s++) logs[c * width + s] -= 1e5;
    }
  }
  return logs;
}

describe('normalise', () => {
  it.each(K)('has the same bits in both kernels, and is the naive log-sum-exp, K = %i', (k) => {
    for (const width of [8, 16, 24, 64, 120, 128]) {
      for (const weighted of [false, true]) {
        const draw = new Draw(k * 1000 + width);
        const logs = drawLogs(draw, width, k);
        const weights = Float64Array.from({ length: width }, () => (draw.uniform() < 0.2 ? 0 : draw.uniform(0, 4)));
        const label = `seed ${draw.seed}`;
        const result = normalise(label, inSteps(logs), width, k, weighted ? weights : undefined);
        let total = 0;
        for (let s = 0; s < width; s++) {
          const weight = weighted ? weights[s] : 1;
          const expected = shares(column(logs, width, s));
          const place = () => `${label}, sample ${s}`;
          total += weight * expected.logSum;
          expectClose(result.densities[s], expected.logSum, 1e-14, place);
          column(result.responsibilities, width, s).forEach((r, c) => {
            expectClose(r, weight * expected.shares[c], 1e-13, place);
          });
        }
        expectClose(result.total, total, 1e-13, () => label);
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 16, 17, 255, 256, 257, 1000])('cannot overflow: K = %i equal components', (k) => {
    for (const width of k > 257 ? [128] : [8, 120, 128, 504, 512, 520, 1024]) {
      const { total, responsibilities } = normalise('equal', new Float64Array(k * width).fill(-320), width, k);
      expectClose(total, width * (Math.log(k) - 5 * Math.LN2), 1e-13, () => `K ${k}, width ${width}`);
      expect(responsibilities.every((r) => Math.abs(r * k - 1) < 1e-15)).toBe(true);
    }
  });

  it('is exactly 0 below −64 ln 2, and counts what lies at it', () => {
    const below = -4096.000000000001;
    expect(below).toBeLessThan(ZERO);
    // alone in a block, and next to others that count
    for (const others of [-1e3, -1]) {
      for (let lane = 0; lane < 8; lane++) {
        const width = 8;
        const logs = new Float64Array(3 * width);
        logs.fill(others / STEP, width);
        logs[width + lane] = below;
        logs[2 * width + lane] = ZERO;
        const { responsibilities } = normalise(`lane ${lane}`, logs, width, 3);
        expect(responsibilities[width + lane]).toBe(0);
        expectClose(responsibilities[2 * width + lane], 2 ** -64, 1e-14, () => `lane ${lane}`);
        const rest = responsibilities[width + ((lane + 1) % 8)];
        if (others === -1e3) expect(rest).toBe(0);
        else expectClose(rest, Math.exp(-1) / (1 + 2 * Math.exp(-1)), 1e-14, () => `lane ${lane}`);
      }
    }
  });

  it.each([2, 3, 4])('has the same bits wherever the greatest is, with ties and where all are −∞; K = %i', (k) => {
    const values = [Number.NEGATIVE_INFINITY, -5000, -100, -50];
    const width = values.length ** k;
    const logs = Float64Array.from({ length: k * width }, (_, i) => {
      const digit = Math.floor((i % width) / values.length ** Math.floor(i / width));
      return values[digit % values.length];
    });
    for (const weights of [undefined, new Float64Array(width).fill(2)]) {
      const { responsibilities } = normalise('all orders', logs, width, k, weights);
      expect(column(responsibilities, width, 0)).toEqual(new Array(k).fill(Number.NaN));
    }
  });

  it('makes its table of exp anew if anything in it is not as it was left', () => {
    const [width, k] = [128, 4];
    const both = new Both('a damaged table', { logs: k * width, weights: 0, out: width, scratch: 400 });
    const draw = new Draw(14);
    const logs = Float64Array.from({ length: k * width }, () => draw.uniform(-4090, 0));
    for (let damaged = 0; damaged < 144; damaged++) {
      both.put('logs', logs);
      both.call('normalise', both.at.logs, width, k, 0, both.at.out, both.at.scratch);
      both.put('scratch', [both.get('scratch', 1, damaged)[0] + 1e-9], damaged);
      both.put('logs', logs);
      both.call('normalise', both.at.logs, width, k, 0, both.at.out, both.at.scratch);
    }
  });

  it('is not deceived by pieces of tables that have been elsewhere', () => {
    const [width, k, table] = [128, 4, 1152];
    const both = new Both('pieces', { logs: k * width, weights: 0, out: width, scratch: (3 * table) / 8 });
    const draw = new Draw(15);
    const logs = Float64Array.from({ length: k * width }, () => draw.uniform(-4090, 0));
    // two, one behind the other, hold all of a third between them, only turned round
    for (const at of [0, table, 64, 128, 0, 192, 1088, table, 576]) {
      both.put('logs', logs);
      both.call('normalise', both.at.logs, width, k, 0, both.at.out, both.at.scratch + at);
    }
  });

  it('is relative to the largest: the same bits wherever that lies, as long as differences are exact', () => {
    const width = 8;
    const near = Float64Array.from({ length: 3 * width }, (_, i) => -(i % 7) / 4);
    const far = near.map((value) => value - 2 ** 40);
    const a = normalise('near', near, width, 3).responsibilities;
    expect(normalise('far', far, width, 3).responsibilities).toEqual(a);
  });
});

describe('likeliest', () => {
  it.each(K)('is the argmax, the lowest index on a tie, K = %i', (k) => {
    for (const width of [8, 16, 24, 120, 128]) {
      const draw = new Draw(77 * k + width);
      const both = new Both(`likeliest, seed ${draw.seed}, width ${width}`, { logs: k * width, labels: width / 2 });
      // few values, so that ties are common; −Infinity for components of weight 0
      const values = [Number.NEGATIVE_INFINITY, -1e300, -2, -1, -0.5];
      const logs = Float64Array.from({ length: k * width }, () => values[draw.integer(0, 4)]);
      both.put('logs', logs);
      both.call('likeliest', both.at.logs, width, k, both.at.labels);
      const expected = Array.from({ length: width }, (_, s) => {
        const own = column(logs, width, s);
        return own.indexOf(Math.max(...own));
      });
      expect([...both.getIntegers('labels', width)], `seed ${draw.seed}, width ${width}`).toEqual(expected);
    }
  });
});
