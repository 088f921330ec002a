// SQUAREM in whole fits: where it ends, what it counts and tells, and the same bits everywhere.

import { describe, expect, it, vi } from 'vitest';
import { fit, fitSync, GaussianMixture, type IterationInfo, SingularCovarianceError } from '../src/index.js';
import { Draw } from './kernel/draw.js';
import { clusters, expectSame, fitted, TYPES } from './parity/compare.js';

vi.setConfig({ testTimeout: 60_000 });

const SQUAREM = { acceleration: 'squarem' } as const;
const PLAIN = { acceleration: 'none' } as const;

/** Overlapping clusters that plain EM takes long to tell apart. */
const slow = { data: clusters(3, 500, 2, 3, 1), shape: [500, 2] };
const options = { nComponents: 3, initParams: 'kmeans', maxIter: 5000 } as const;

function seeded(seed: number) {
  const draw = new Draw(seed);
  const d = [1, 2, 3, 5, 8][seed % 5];
  const k = draw.integer(2, 6);
  const n = [150, 400, 1000][draw.integer(0, 2)];
  const spread = [0.5, 1, 1.5, 2, 3][draw.integer(0, 4)];
  const covarianceType = TYPES[(seed + Math.floor(seed / 6)) % 6];
  const label = `seed ${seed}: ${covarianceType}, n ${n}, d ${d}, k ${k}, spread ${spread}`;
  const data = { data: clusters(seed, n, d, k, spread), shape: [n, d] };
  return { label, data, nComponents: k, covarianceType, initParams: 'kmeans' as const };
}

describe('of 200 seeded mixtures', () => {
  const all = { none: 0, squarem: 0 };

  it.each(Array.from({ length: 20 }, (_, block) => block))(
    'ten end no lower than by plain EM, in fewer passes, block %i',
    (block) => {
      const passes = { none: 0, squarem: 0 };
      for (let seed = 10 * block; seed < 10 * block + 10; seed++) {
        const { data, label, ...rest } = seeded(seed);
        for (const tol of [1e-7, 1e-12]) {
          const plain = fitSync(data, { ...rest, ...PLAIN, tol, maxIter: 5000 });
          const model = fitSync(data, { ...rest, ...SQUAREM, tol, maxIter: 5000 });
          const lost = plain.lowerBound - model.lowerBound;
          // the floor moves the end of EM off the top of the likelihood, by some 1e-10 of it
          expect(lost, `${label}, tol ${tol}`).toBeLessThan(tol + 1e-9 * Math.abs(plain.lowerBound));
          passes.none += plain.nIter + 1;
          passes.squarem += model.nIter + 1;
        }
      }
      expect(passes.squarem).toBeLessThan(passes.none);
      all.none += passes.none;
      all.squarem += passes.squarem;
    },
  );

  it('all together take less than half the passes', () => {
    expect(all.none).toBeGreaterThan(100_000);
    expect(all.squarem).toBeLessThan(all.none / 2);
  });
});

describe.each(TYPES)('%s', (covarianceType) => {
  const rest = { ...options, ...SQUAREM, covarianceType, tol: 1e-10 };

  it.each([1, 2, 5])('has the same bits under wasm, js and asynchronously, d = %i', async (d) => {
    for (const weighted of [false, true]) {
      const draw = new Draw(d);
      const data = { data: clusters(20 + d, 300, d, 3, 1.2), shape: [300, d] };
      const sampleWeight = Array.from({ length: 300 }, () => draw.integer(0, 3));
      const own = { ...rest, ...(weighted && { sampleWeight }) };
      const wasm = fitSync(data, { ...own, backend: 'wasm' });
      expect(wasm.execution.backend).toBe('wasm');
      // some leaps were taken: plain EM goes another way
      expect(wasm.nIter).not.toBe(fitSync(data, { ...own, ...PLAIN }).nIter);
      const js = fitSync(data, { ...own, backend: 'js' });
      expect(js.execution.backend).toBe('js');
      expectSame(fitted(js), fitted(wasm), `d ${d}, js`);
      expectSame(fitted(await fit(data, own)), fitted(wasm), `d ${d}, fit`);
      const score = weighted ? wasm.score(data, { sampleWeight }) : wasm.score(data);
      expect(score).toBe(wasm.lowerBound);
    }
  });

  it('counts an integer weight as so many rows', () => {
    const d = 2;
    const draw = new Draw(5);
    const rows = Array.from({ length: 200 }, (_, i) => slow.data.subarray(i * d, (i + 1) * d));
    const sampleWeight = rows.map(() => draw.integer(0, 3));
    const copies = rows.flatMap((row, i) => new Array<Float64Array>(sampleWeight[i]).fill(row));
    const weightsInit = [0.3, 0.3, 0.4];
    const meansInit = rows.filter((_, i) => sampleWeight[i] > 0).slice(0, 3);
    const start = { ...rest, tol: 1e-9, weightsInit, meansInit };
    const weighted = fitSync(rows, { ...start, sampleWeight });
    const copied = fitSync(copies, start);
    expect(weighted.converged).toBe(true);
    expect(weighted.nIter).toBe(copied.nIter);
    expect(weighted.history).toHaveLength(copied.history.length);
    // a leap of length s makes rounding s² times as large
    expect(Math.abs(weighted.logLikelihood / copied.logLikelihood - 1)).toBeLessThan(1e-10);
  });

  it('gives the same bits for data times a power of two', () => {
    const model = fitSync(slow, rest);
    for (const scale of [2 ** -300, 2 ** 7, 2 ** 200]) {
      const scaled = fitSync({ data: slow.data.map((x) => x * scale), shape: slow.shape }, rest);
      expect(scaled.nIter).toBe(model.nIter);
      const [a, b] = [scaled.toJSON(), model.toJSON()];
      expect([a.weights, a.means, a.covariances]).toEqual([b.weights, b.means, b.covariances]);
    }
  });
});

describe('accounting', () => {
  // without a floor, which may lower the likelihood
  const bare = { ...options, regCovar: 0 };
  const calls: (IterationInfo & { start: ReturnType<IterationInfo['parameters']> })[] = [];
  const onIteration = (info: IterationInfo) => void calls.push({ ...info, start: info.parameters() });
  const model = fitSync(slow, { ...bare, ...SQUAREM, tol: 1e-9, onIteration });

  it('nIter counts all passes after the first, history the points that were accepted', () => {
    expect(model.converged).toBe(true);
    expect(calls).toHaveLength(model.history.length);
    expect(calls.map(({ lowerBound }) => lowerBound).slice(0, -1)).toEqual([...model.history.slice(0, -1)]);
    expect(model.history.at(-1)).toBe(model.lowerBound);
    expect(calls.at(-1)!.iteration).toBe(model.nIter);
    for (const { iteration, passes } of calls) expect(passes).toBe(iteration + 1);
    // some leaps were refused, and no two in a row
    expect(model.nIter + 1).toBeGreaterThan(model.history.length);
    const steps = calls.slice(1).map(({ iteration }, t) => iteration - calls[t].iteration);
    expect(new Set(steps)).toEqual(new Set([1, 2]));
  });

  it('history never falls', () => {
    for (let t = 1; t < model.history.length; t++) {
      expect(model.history[t] - model.history[t - 1]).toBeGreaterThanOrEqual(-1e-14 * Math.abs(model.history[t]));
    }
  });

  it('does not begin before a step gains less than 1e-5', () => {
    const plain = fitSync(slow, { ...bare, ...PLAIN, maxIter: 400, tol: 0 });
    const begun = [...plain.history.keys()].find((t) => t > 0 && plain.history[t] - plain.history[t - 1] < 1e-5)!;
    expect(begun).toBeGreaterThan(1);
    expect([...model.history.slice(0, begun + 1)]).toEqual([...plain.history.slice(0, begun + 1)]);
  });

  it('ends with three plain steps', () => {
    // with the last tolerance by steps that change nothing
    for (const tol of [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-30]) {
      calls.length = 0;
      const end = fitSync(slow, { ...bare, ...SQUAREM, tol, onIteration });
      expect(end.converged).toBe(true);
      const { weights, means, covariances } = calls.at(-4)!.start;
      const start = { weightsInit: weights, meansInit: means, covariancesInit: covariances as Float64Array[][] };
      const { history } = fitSync(slow, { ...bare, ...PLAIN, ...start, tol: 0, maxIter: 3 });
      history.forEach((value, t) => {
        expect(Math.abs(value - end.history.at(t - 4)!), `tol ${tol}, ${t} steps`).toBeLessThan(
          4e-15 * Math.abs(value),
        );
      });
    }
  });

  it('is saved and read again, to the bit', () => {
    const read = GaussianMixture.fromJSON(JSON.stringify(model));
    expectSame(fitted(read), fitted(model), 'json');
    const json = model.toJSON();
    const longer = [...json.training!.history, ...new Array(model.nIter).fill(0)];
    for (const history of [[], longer]) {
      expect(() => GaussianMixture.fromJSON({ ...json, training: { ...json.training!, history } })).toThrow(/history/);
    }
  });

  it('ends at any maxIter, on a point whose value it knows', () => {
    for (let maxIter = 0; maxIter < model.nIter; maxIter++) {
      const short = fitSync(slow, { ...bare, ...SQUAREM, tol: 1e-9, maxIter });
      expect([short.nIter, short.converged]).toEqual([maxIter, false]);
      expect(short.lowerBound).toBe(short.history.at(-1));
      expect(short.score(slow)).toBe(short.lowerBound);
      // but for the last points: one that may have been a leap with more passes at hand, and the sorted one
      const common = Math.max(0, short.history.length - 2);
      expect([...short.history.slice(0, common)]).toEqual([...model.history.slice(0, common)]);
    }
  });

  it('keeps what is there when onIteration says stop', () => {
    for (const last of [0, 5, 20, 33, 50]) {
      let seen = 0;
      const stopAt = ({ iteration, lowerBound }: IterationInfo) => {
        seen = lowerBound;
        return iteration < last;
      };
      // in the caller's order, so that the sum over components is the same
      const meansInit = fitSync(slow, { ...options, maxIter: 0 }).means;
      const stopped = fitSync(slow, { ...options, ...SQUAREM, tol: 0, meansInit, onIteration: stopAt });
      expect(stopped.lowerBound).toBe(seen);
      expect(stopped.score(slow)).toBe(seen);
      expect([last, last + 1]).toContain(stopped.nIter);
    }
  });

  it('is ended by a signal', async () => {
    const controller = new AbortController();
    const abort = ({ iteration }: IterationInfo) => void (iteration > 30 && controller.abort(new Error('enough')));
    const rest = { ...options, ...SQUAREM, tol: 0, onIteration: abort, signal: controller.signal };
    await expect(fit(slow, rest)).rejects.toThrow('enough');
  });
});

describe('hard cases', () => {
  it('a collapse without a floor is an error, as ever', () => {
    const values = [1, 1, 1, 1, 2.1, 2.9, 3.7, 4.1, 5.3, 6.2, 7.7, 8.1];
    const start = { nComponents: 2, meansInit: [1, 5], regCovar: 0 };
    expect(() => fitSync(values, { ...start, ...SQUAREM })).toThrow(SingularCovarianceError);
  });

  it('a collapsed component stays on its floor while others move', () => {
    const rows = clusters(31, 300, 1, 2, 1);
    const values = [...rows, ...new Array(30).fill(25)];
    const start = { nComponents: 3, meansInit: [-0.5, 0.5, 25], tol: 1e-12, maxIter: 20_000 };
    const plain = fitSync(values, { ...start, ...PLAIN });
    const model = fitSync(values, { ...start, ...SQUAREM });
    expect(model.collapsed).toEqual(plain.collapsed);
    expect(model.collapsed).toEqual([2]);
    expect(model.nIter).toBeLessThan(plain.nIter);
    expect(Math.abs(model.lowerBound - plain.lowerBound)).toBeLessThan(1e-9);
  });

  it('components that are equal, K = 1, and constant data end at once', () => {
    const equal = { nComponents: 2, weightsInit: [0.5, 0.5], meansInit: [1, 1], covariancesInit: [[[1]], [[1]]] };
    for (const own of [equal, { nComponents: 1 }]) {
      const model = fitSync([1, 2, 3, 5, 8, 13], { ...own, ...SQUAREM });
      const plain = fitSync([1, 2, 3, 5, 8, 13], { ...own, ...PLAIN });
      expectSame(fitted(model), fitted(plain), 'at once');
    }
    expect(fitSync([4, 4, 4, 4, 4], { nComponents: 2, ...SQUAREM }).converged).toBe(true);
  });

  it('a large floor, which lowers the likelihood, ends where plain EM does', () => {
    for (const regCovar of [0.05, 0.3, { relative: 0.1 }]) {
      const start = { ...options, regCovar, tol: 1e-11, maxIter: 20_000 };
      const plain = fitSync(slow, { ...start, ...PLAIN });
      const model = fitSync(slow, { ...start, ...SQUAREM });
      expect([plain.converged, model.converged]).toEqual([true, true]);
      expect(Math.abs(model.lowerBound - plain.lowerBound)).toBeLessThan(1e-6);
    }
  });
});
