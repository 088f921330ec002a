import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { dispose, fitSync, type SelectProgress, select } from '../src/index.js';

const faithful: number[][] = JSON.parse(readFileSync('test/fixtures/faithful.json', 'utf8')).data;
const series: number[] = JSON.parse(readFileSync('test/fixtures/so1d.json', 'utf8')).data.flat();

afterAll(dispose);

describe('select', () => {
  it('chooses the published model of faithful, and has a row for each combination', async () => {
    const covarianceType = ['full', 'EEE', 'diag'] as const;
    const { best, table } = await select(faithful, { nComponents: [1, 2, 3, 4], covarianceType });
    expect([best.nComponents, best.covarianceType]).toEqual([3, 'tied']);
    // the tight optimum; mclust prints 2314.316
    expect(best.bic()).toBeCloseTo(2314.2956783761, 3);
    expect(table.map((row) => `${row.covarianceType} ${row.nComponents}`)).toEqual(
      ['full', 'tied', 'diag'].flatMap((type) => [1, 2, 3, 4].map((k) => `${type} ${k}`)),
    );
    for (const row of table) {
      const { nComponents, covarianceType: type } = row;
      const model = fitSync(faithful, { nComponents, covarianceType: type });
      expect(row.logLikelihood).toBe(model.logLikelihood);
      expect([row.bic, row.aic, row.nParameters]).toEqual([model.bic(), model.aic(), model.nParameters]);
      expect(row.icl).toBeCloseTo(model.icl(faithful), 9);
      expect([row.healthy, row.converged]).toEqual([model.warnings.length === 0, model.converged]);
    }
  });

  it('gives the same for any number of threads', async () => {
    const options = { nComponents: [1, 2, 3], covarianceType: ['full', 'spherical'] as const, seed: 4 };
    const alone = await select(faithful, { ...options, threads: 1 });
    for (const threads of [2, 3]) {
      const { best, table } = await select(faithful, { ...options, threads });
      expect(table).toEqual(alone.table);
      expect(best.toJSON()).toEqual(alone.best.toJSON());
    }
  });

  it('of the series takes three components, and no spurious model', async () => {
    const { best, table } = await select(series, { nComponents: [1, 2, 3, 4, 5, 6] });
    expect(best.nComponents).toBe(3);
    expect(best.logLikelihood).toBeGreaterThan(-106.1862);
    expect(best.warnings).toEqual([]);
    // higher numbers would have a lower BIC by a component on equal values
    expect(Math.min(...table.map((row) => row.bic))).toBeLessThan(best.bic());
  });

  it('a combination that fails has a row with its reason, and stops nothing', async () => {
    const { best, table } = await select([1, 2, 4, 8, 16], { nComponents: [2, 9], threads: 2 });
    expect(best.nComponents).toBe(2);
    expect(table[1]).toMatchObject({
      nComponents: 9,
      healthy: false,
      error: expect.stringMatching(/more than the n = 5/),
    });
    expect(table[1].bic).toBeNaN();
    await expect(select([1, 2], { nComponents: [3, 4] })).rejects.toThrow(/none of the 2 fits succeeded.*K = 3/s);
  });

  it('tells of each fit, and can be ended', async () => {
    const told: SelectProgress[] = [];
    const { table } = await select(faithful, {
      nComponents: [1, 2],
      onProgress: (progress) => void told.push(progress),
    });
    expect(told.map(({ completed, total }) => [completed, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(told.map(({ row }) => row)).toEqual(table);
    for (const threads of [1, 2]) {
      const stop = new AbortController();
      const options = { threads, signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) };
      await expect(select(faithful, options)).rejects.toThrow('enough');
    }
    await expect(select(faithful, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });

  it('works without WebAssembly', async () => {
    const options = { nComponents: [1, 2], threads: 1 };
    const { table } = await select(series, options);
    // memory that is kept for the next call would hide that none can be had
    dispose();
    vi.stubGlobal('WebAssembly', undefined);
    const twin = await select(series, options);
    vi.unstubAllGlobals();
    expect(twin.best.execution.backend).toBe('js');
    expect(twin.table).toEqual(table);
  });

  it('takes weights, and other criteria', async () => {
    const sampleWeight = faithful.map((_, i) => (i % 4 === 0 ? 2 : 1));
    const { table } = await select(faithful, { nComponents: [2], sampleWeight, criterion: 'icl', threads: 2 });
    const model = fitSync(faithful, { nComponents: 2, sampleWeight });
    expect(table[0].bic).toBe(model.bic());
    expect(table[0].icl).toBeCloseTo(model.icl(faithful, { sampleWeight }), 9);
  });

  it.each([
    [{ nComponents: 3 }, TypeError, /nComponents must be a list such as \[1, 2, 3\], got 3/],
    [{ nComponents: [] }, RangeError, /nComponents is empty/],
    [{ nComponents: [1, 0] }, RangeError, /nComponents\[1\] must be an integer of at least 1, got 0/],
    [{ covarianceType: ['ful'] }, RangeError, /covarianceType\[0\] must be one of full/],
    [{ criterion: 'bci' }, RangeError, /criterion must be one of bic, aic, icl; got "bci"/],
    [{ meansInit: [[1]] }, TypeError, /meansInit belongs to a single fit/],
    [{ onProgress: 1 }, TypeError, /onProgress must be a function/],
    [{ componentts: 1 }, TypeError, /unknown option 'componentts'/],
  ])('refuses %j', async (options, kind, message) => {
    const failed = select(faithful, options as object);
    await expect(failed).rejects.toThrow(kind);
    await expect(failed).rejects.toThrow(message);
  });

  it('names the first value that is not finite', async () => {
    const rows = [...faithful.slice(0, 5), [1, Number.NaN]];
    await expect(select(rows)).rejects.toThrow(/data\[5\]\[1\] is NaN/);
  });
});
