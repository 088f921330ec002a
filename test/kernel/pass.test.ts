import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { naiveLogs, type Options, problem, SIZES } from './mixture.js';
import { expectClose, FAMILIES, shares } from './naive.js';

type Problem = ReturnType<typeof problem>;

/** Statistics about centres, by plain sums over samples; `scatter` K (or one) full matrices, packed as the family has. */
function naiveStatistics({ mixture, rows }: Problem, r: number[][], weights: ArrayLike<number>, centres: Float64Array) {
  const { d, k, family } = mixture;
  const sums = Array.from({ length: k }, () => new Float64Array(1 + d));
  const blocks = Array.from({ length: family < 3 ? k : 1 }, () => [] as number[]);
  const length = [(d * (d + 1)) / 2, d, 1][family % 3];
  for (const block of blocks) for (let i = 0; i < length; i++) block.push(0);
  const sizes = blocks.map((block) => block.slice());
  r.forEach((shares, i) => {
    shares.forEach((share, c) => {
      const weight = share * weights[i];
      if (weight === 0) return;
      const y = Array.from({ length: d }, (_, j) => rows[i * d + j] - centres[c * d + j]);
      sums[c][0] += weight;
      for (let j = 0; j < d; j++) sums[c][1 + j] += weight * y[j];
      const b = family < 3 ? c : 0;
      const add = (at: number, value: number) => {
        blocks[b][at] += weight * value;
        sizes[b][at] += weight * Math.abs(value);
      };
      let at = 0;
      for (let a = 0; a < d; a++) {
        if (family % 3 === 0) for (let e = 0; e <= a; e++) add(at++, y[a] * y[e]);
        else add(family % 3 === 1 ? a : 0, y[a] * y[a]);
      }
    });
  });
  return { sums, blocks, sizes };
}

function expectStatistics(made: Problem, expected: ReturnType<typeof naiveStatistics>, tolerance: number): void {
  const { both, label, mixture } = made;
  const { d, k } = mixture;
  const scale = Math.sqrt(Math.max(...expected.sizes.flat(), 1));
  expected.sums.forEach((sums, c) => {
    both.get('statistics', 1 + d, 2 + c * (1 + d)).forEach((value, j) => {
      const size = j === 0 ? 0 : scale * Math.sqrt(sums[0]);
      expectClose(value, sums[j], tolerance, () => `${label}: moment ${j} of component ${c}`, size + 1e-13);
    });
  });
  const length = expected.blocks[0].length;
  expected.blocks.forEach((block, b) => {
    both.get('statistics', length, 2 + k * (1 + d) + b * length).forEach((value, i) => {
      const size = Math.max(...expected.sizes[b]);
      expectClose(value, block[i], tolerance, () => `${label}: scatter ${i} of block ${b}`, size + 1e-13);
    });
  });
}

function runPass({ both, mixture }: Problem, n: number, weighted: boolean, centred = true): void {
  const { d, k, family } = mixture;
  const { tiles, parameters, centres, weights, statistics, scratch } = both.at;
  both.call(
    'pass',
    tiles,
    n,
    d,
    k,
    family,
    parameters,
    centred ? centres : 0,
    weighted ? weights : 0,
    statistics,
    scratch,
  );
}

/** What `pass` should find, from the formulas of the textbook. */
function naivePass(made: Problem, n: number) {
  const logs = naiveLogs(made.mixture);
  const found = Array.from({ length: n }, (_, i) => shares(logs(made.rows, i)));
  let logLikelihood = 0;
  let weight = 0;
  found.forEach(({ logSum }, i) => {
    logLikelihood += made.weights[i] * logSum;
    weight += made.weights[i];
  });
  return { responsibilities: found.map((one) => one.shares), logLikelihood, weight, logSums: found.map((f) => f.logSum) };
}

const WEIGHTED = [false, true];

describe.each(FAMILIES)('pass, $name', ({ family }) => {
  it.each(WEIGHTED)('has the same bits in both kernels, at every size; weighted %s', (weighted) => {
    SIZES.forEach((size, index) => {
      const spread = [2, 40, 1000][index % 3];
      const options = { ...size, family, weighted, spread, dead: index % 4 === 0, outliers: index % 2 === 0 };
      const made = problem(new Draw(2000 + index), options);
      runPass(made, size.n, weighted);
      expect(made.both.get('statistics', 1)[0], made.label).not.toBeNaN();
      const [logLikelihood, weight] = made.both.get('statistics', 2);
      made.both.fill('statistics', Number.NaN);
      runPass(made, size.n, weighted, false);
      // without centres the two first numbers are the same, and nothing else is written
      expect(made.both.get('statistics', 3), made.label).toEqual(Float64Array.of(logLikelihood, weight, Number.NaN));
    });
  });

  it('has responsibilities that are exactly 0 in whole blocks, and not in others', () => {
    const made = problem(new Draw(5), { n: 141, d: 3, k: 3, family, weighted: false, spread: 40 });
    const { responsibilities } = naivePass(made, 141);
    const blocks = Array.from({ length: 17 }, (_, b) => responsibilities.slice(8 * b, 8 * b + 8));
    const zeros = [0, 1, 2].flatMap((c) => blocks.map((block) => block.every((r) => r[c] === 0)));
    expect(new Set(zeros)).toEqual(new Set([true, false]));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 9])('is what plain sums give, d = %i', (d) => {
    for (const weighted of WEIGHTED) {
      for (const k of [1, 2, 5]) {
        for (const spread of [2, 1000]) {
          const n = 141;
          const made = problem(new Draw(300 + d), { n, d, k, family, weighted, spread, dead: k === 5 });
          // centres need not be the means
          const centres = made.mixture.means.map((mean, i) => mean + 0.3 * Math.cos(i));
          made.both.put('centres', centres);
          runPass(made, n, weighted);
          const naive = naivePass(made, n);
          const [logLikelihood, weight] = made.both.get('statistics', 2);
          expectClose(logLikelihood, naive.logLikelihood, 1e-10, () => made.label);
          expectClose(weight, naive.weight, 1e-14, () => made.label);
          // responsibilities are as good as differences of logs: ε × |log|
          expectStatistics(made, naiveStatistics(made, naive.responsibilities, made.weights, centres), 1e-9);
        }
      }
    }
  });

  it('gives the same bits with weights of 1 for all but the log-likelihood', () => {
    const options = { n: 141, d: 3, k: 3, family, weighted: false };
    const made = problem(new Draw(12), options);
    runPass(made, 141, false);
    const length = made.both.call('statistics_length', 3, 3, family);
    const without = made.both.get('statistics', length);
    runPass(made, 141, true);
    const given = made.both.get('statistics', length);
    expect(given.slice(1)).toEqual(without.slice(1));
    expectClose(given[0], without[0], 1e-13, () => made.label);
  });
});

function runGiven({ both, mixture }: Problem, n: number, weighted: boolean, byLabel: boolean): void {
  const { d, k, family } = mixture;
  const { tiles, responsibilities, labels, centres, weights, statistics, scratch } = both.at;
  both.call(
    'pass_given',
    tiles,
    n,
    d,
    k,
    family,
    byLabel ? 0 : responsibilities,
    byLabel ? labels : 0,
    centres,
    weighted ? weights : 0,
    statistics,
    scratch,
  );
}

/** Responsibilities in runs, with zeros; or all on one component. */
function drawShares(draw: Draw, n: number, k: number, byLabel: boolean): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const own = byLabel ? draw.integer(0, k - 1) : Math.floor(i / 8) % k;
    const values = Array.from({ length: k }, (_, c) => {
      if (c === own) return 1;
      return byLabel || draw.uniform() < 0.5 ? 0 : draw.uniform();
    });
    const sum = values.reduce((total, value) => total + value, 0);
    return values.map((value) => value / sum);
  });
}

describe.each(FAMILIES)('pass_given, $name', ({ family }) => {
  it.each(WEIGHTED)('has the same bits in both kernels, and is what plain sums give; weighted %s', (weighted) => {
    SIZES.forEach((size, index) => {
      for (const byLabel of [false, true]) {
        const { n, d, k } = size;
        const draw = new Draw(4000 + index);
        const made = problem(draw, { ...size, family, weighted });
        const r = drawShares(draw, n, k, byLabel);
        if (byLabel) made.both.putIntegers('labels', r.map((row) => row.indexOf(1)));
        else made.both.put('responsibilities', r.flat());
        runGiven(made, n, weighted, byLabel);
        const [logLikelihood, weight] = made.both.get('statistics', 2);
        expect(logLikelihood, made.label).toBe(0);
        expectClose(weight, made.weights.reduce((sum, w) => sum + w, 0), 1e-13, () => made.label);
        if (d > 33 || k > 16 || n > 300) continue;
        expectStatistics(made, naiveStatistics(made, r, made.weights, made.mixture.means), 1e-12);
      }
    });
  });
});

describe.each(FAMILIES)('evaluate, $name', ({ family }) => {
  const run = ({ both, mixture }: Problem, n: number, which: { logs?: boolean; labels?: boolean; shares?: boolean }) => {
    const { d, k } = mixture;
    const { tiles, parameters, densities, labels, responsibilities, scratch } = both.at;
    const at = [which.logs ? densities : 0, which.labels ? labels : 0, which.shares ? responsibilities : 0] as const;
    both.call('evaluate', tiles, n, d, k, family, parameters, ...at, scratch);
  };

  it('has the same bits in both kernels, at every size, whatever is asked for', () => {
    SIZES.forEach((size, index) => {
      const { n, k } = size;
      const options: Options = { ...size, family, weighted: false, spread: index % 2 ? 2 : 40, dead: index % 3 === 0 };
      const made = problem(new Draw(6000 + index), { ...options, outliers: index % 2 === 0 });
      const { both, label } = made;
      run(made, n, { logs: true, labels: true, shares: true });
      const all = [both.get('densities', n), both.getIntegers('labels', n), both.get('responsibilities', n * k)];
      const one = [{ logs: true }, { labels: true }, { shares: true }];
      one.forEach((which, i) => {
        for (const name of ['densities', 'labels', 'responsibilities'] as const) both.fill(name, Number.NaN);
        run(made, n, which);
        const now = [both.get('densities', n), both.getIntegers('labels', n), both.get('responsibilities', n * k)];
        expect(now[i], `${label}, ${JSON.stringify(which)}`).toEqual(all[i]);
        // what is not asked for is not written
        for (const other of [0, 2]) if (other !== i) expect(now[other][0], label).toBeNaN();
        if (i !== 1) expect(now[1][0], label).toBe(0);
      });
    });
  });

  it('is what the formulas give', () => {
    for (const d of [1, 2, 3, 5, 8]) {
      const n = 141;
      const k = 4;
      const made = problem(new Draw(500 + d), { n, d, k, family, weighted: false });
      run(made, n, { logs: true, labels: true, shares: true });
      const { responsibilities, logSums } = naivePass(made, n);
      const r = made.both.get('responsibilities', n * k);
      const labels = made.both.getIntegers('labels', n);
      made.both.get('densities', n).forEach((value, i) => {
        expectClose(value, logSums[i], 1e-10, () => `${made.label}, row ${i}`);
        responsibilities[i].forEach((share, c) => {
          expectClose(r[i * k + c], share, 1e-9, () => `${made.label}, row ${i}`);
        });
        const sum = r.slice(i * k, i * k + k).reduce((total, share) => total + share, 0);
        expectClose(sum, 1, 1e-15 * k, () => `${made.label}, row ${i}`);
        const best = Math.max(...responsibilities[i]);
        expect(responsibilities[i][labels[i]], `${made.label}, row ${i}`).toBeGreaterThan(best - 1e-9);
      });
    }
  });
});

describe('merge', () => {
  it.each([1, 2, 3, 7, 8, 9, 16, 17, 127, 128, 129, 1000])('adds %i doubles one by one', (length) => {
    const draw = new Draw(length);
    const both = new Both(`merge, seed ${draw.seed}`, { target: length + 1, source: length + 1 });
    const target = draw.normals(length + 1, 1e3);
    const source = draw.normals(length + 1);
    both.put('target', target);
    both.put('source', source);
    both.call('merge', both.at.target, both.at.source, length);
    const expected = target.map((value, i) => (i < length ? value + source[i] : value));
    expect(both.get('target', length + 1)).toEqual(expected);
    expect(both.get('source', length + 1)).toEqual(source);
  });
});
