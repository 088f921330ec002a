// The kernel's surface for library authors: data to a workspace in one call, parameters in the caller's units, and a
// workspace that refuses weights it was not made for.

import { afterEach, describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, type GaussianMixture, SingularCovarianceError } from '../../src/index.js';
import * as gmm from '../../src/kernel/index.js';

const rows = Array.from({ length: 300 }, (_, i) => [
  1e6 + Math.sin(i * 12.9898) + (i % 3 === 0 ? 6 : 0),
  Math.cos(i * 78.233) * 0.01,
]);
const opened: gmm.Workspace[] = [];

function open(data: gmm.Data, options: gmm.OpenOptions): gmm.Workspace {
  const { workspace } = gmm.openSync(data, options);
  opened.push(workspace);
  return workspace;
}

afterEach(() => {
  for (const { arena } of opened.splice(0)) gmm.releaseArena(arena);
});

/** The parameters of a model, as they are given. */
function partsOf({ weights, means, covariances }: GaussianMixture) {
  return { weights, means, covariances };
}

const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

describe('open and openSync', () => {
  it.each(families)('%s: parameters and log-likelihood in the caller’s units', (covarianceType) => {
    const model = fitSync(rows, { nComponents: 2, covarianceType });
    const workspace = open(rows, { nComponents: 2, covarianceType });
    gmm.setParameters(workspace, partsOf(model));
    const shown = gmm.parametersOf(workspace);
    const flat = (parts: unknown): number[] =>
      typeof parts === 'number' ? [parts] : Array.from(parts as ArrayLike<unknown>).flatMap(flat);
    expect(flat(shown.weights)).toEqual(flat(model.weights));
    expect(flat(shown.covariances)).toEqual(flat(model.covariances));
    flat(shown.means).forEach((x, i) => {
      expect(x).toBeCloseTo(flat(model.means)[i], 9);
    });
    workspace.centreOnMeans();
    const statistics = gmm.runSync(workspace.pass());
    expect(gmm.logLikelihoodOf(workspace, statistics)).toBeCloseTo(model.logLikelihood, 6);
  });

  it('a loop on it is the fit', () => {
    const start = {
      weights: [0.5, 0.5],
      means: [rows[1], rows[0]],
      covariances: [1, 2].map(() => [
        [1, 0],
        [0, 1e-4],
      ]),
    };
    const workspace = open(rows, { nComponents: 2 });
    gmm.setParameters(workspace, start);
    const floor = { asked: 1e-9, settled: false };
    let logLikelihood = 0;
    for (let step = 0; step < 10; step++) {
      workspace.centreOnMeans();
      const statistics = gmm.runSync(gmm.soundStatistics(workspace, floor, (direct) => workspace.pass(direct), true));
      logLikelihood = gmm.logLikelihoodOf(workspace, statistics);
      expect(workspace.maximise(statistics)).toBe(-1);
    }
    const { weights: weightsInit, means: meansInit, covariances: covariancesInit } = start;
    const options = { nComponents: 2, tol: 0, maxIter: 10, regCovar: 1e-9, weightsInit, meansInit, covariancesInit };
    const model = fitSync(rows, options);
    expect(gmm.parametersOf(workspace)).toEqual(partsOf(model));
    expect(logLikelihood / rows.length).toBe(model.history[9]);
  });

  it('weights: those of 0 leave rows out, others count, and the log-likelihood is of all', async () => {
    const sampleWeight = rows.map((_, i) => (i % 5) * 3);
    const model = fitSync(rows, { nComponents: 2, sampleWeight });
    const { workspace, execution } = await gmm.open(rows, { nComponents: 2, sampleWeight, backend: 'js' });
    opened.push(workspace);
    expect(execution.backend).toBe('js');
    expect(workspace.size).toMatchObject({ n: 240, d: 2, k: 2, family: 0, weighted: true });
    gmm.setParameters(workspace, partsOf(model));
    const statistics = gmm.runSync(workspace.likelihood());
    expect(gmm.logLikelihoodOf(workspace, statistics)).toBeCloseTo(model.logLikelihood, 6);
  });

  it.each<[string, gmm.Data, object, RegExp]>([
    ['no K', rows, {}, /nComponents must be a whole number of at least 1, got undefined/],
    ['an unknown option', rows, { nComponents: 2, tol: 1 }, /unknown option 'tol'/],
    ['an unknown family', rows, { nComponents: 2, covarianceType: 'ful' }, /covarianceType must be one of.*"ful"/],
    ['no rows', [], { nComponents: 2 }, /data has no rows/],
    ['a bad value', [1, Number.NaN], { nComponents: 1 }, /data\[1\] is NaN/],
    ['too few weights', rows, { nComponents: 2, sampleWeight: [1] }, /sampleWeight has length 1/],
  ])('refuses %s', async (_, data, options, message) => {
    expect(() => gmm.openSync(data, options as gmm.OpenOptions)).toThrow(message);
    await expect(gmm.open(data, options as gmm.OpenOptions)).rejects.toThrow(message);
  });

  it('refuses parameters that are none', () => {
    const workspace = open(rows, { nComponents: 2, covarianceType: 'spherical' });
    const good = { weights: [0.5, 0.5], means: [rows[0], rows[1]], covariances: [1, 1] };
    const set = (change: object) => () => gmm.setParameters(workspace, { ...good, ...change });
    expect(set({ weights: [1, 1] })).toThrow(/weights must sum to 1/);
    expect(set({ means: [1, 2] })).toThrow(/means must be of shape 2 × 2/);
    expect(set({ means: [rows[0], [1e200, 0]] })).toThrow(/means\[1\] is too far from the data/);
    expect(set({ covariances: [1, 0] })).toThrow(SingularCovarianceError);
    expect(set({})).not.toThrow();
  });
});

describe('pack', () => {
  const data = [1, 2, 3, 4];

  function pack(weighted: boolean, weights?: number[], n = 4) {
    const size = { n, d: 1, k: 1, family: 0, weighted };
    const arena = gmm.acquireArena(gmm.fitLayout(size).bytes, false);
    const workspace = new gmm.Workspace(size, arena, gmm.bindTwin(arena));
    opened.push(workspace);
    workspace.pack(gmm.toRows(data), weights && Float64Array.from(weights));
    return workspace;
  }

  it('takes weights if it was made for them, and zeros and ones in any case', () => {
    expect(pack(true, [1, 2, 3, 4]).coordinates).toMatchObject({ totalWeight: 10 / 8, weightExponent: 3 });
    expect(pack(false).totalWeight).toBe(4);
    expect(pack(false, [1, 0, 1, 1], 3).totalWeight).toBe(3);
  });

  it.each<[string, boolean, number[] | undefined, number | undefined, RegExp]>([
    ['no weights where they belong', true, undefined, 4, /is for rows with weights.*none are given: pass them to pack/],
    ['weights where none belong', false, [1, 2, 1, 1], 4, /is for rows without weights.*set size\.weighted/],
    ['weights of another number', true, [1, 2, 3], 4, /weights must be one for each of 4 rows, got 3/],
    ['a weight of 0 that was not counted', true, [1, 2, 3, 0], 4, /for 4 rows of positive weight.*got 3 of 1/],
    ['more rows than it is for', false, undefined, 3, /for 3 rows of 1 features, got 4 of 1/],
  ])('refuses %s', (_, weighted, weights, n, message) => {
    expect(() => pack(weighted, weights, n)).toThrow(message);
  });
});

describe('rows packed in coordinates that are given', () => {
  const frame = { origin: Float64Array.of(2, -1), exponent: 3 };
  const size = { n: 3, d: 2, k: 1, family: 0, weighted: false };
  const chunk = gmm.toRows([
    [2, -1],
    [2.5, 0],
    [1, 7],
  ]);

  function packed(wanted: gmm.Frame): gmm.Workspace {
    const arena = gmm.acquireArena(gmm.fitLayout(size).bytes, false);
    const workspace = new gmm.Workspace(size, arena, gmm.bindTwin(arena));
    opened.push(workspace);
    workspace.pack(chunk, undefined, wanted);
    return workspace;
  }

  it('are (x − origin)·2^exponent', () => {
    const workspace = packed(frame);
    expect(workspace.coordinates).toEqual({ exponent: 3, weightExponent: 0, totalWeight: 3 });
    expect([...workspace.view(workspace.at.origin, 2)]).toEqual([2, -1]);
    expect([...workspace.view(workspace.at.level, 2)]).toEqual([16, -8]);
    const [{ tiles }] = workspace.ranges('slices');
    const { at, width } = gmm.rowPlace(0, 3, 2);
    const column = (j: number) => [...workspace.view(tiles + 8 * (at + j * width), 3)];
    expect([column(0), column(1)]).toEqual([
      [0, 4, -8],
      [0, 8, 64],
    ]);
  });

  it('must have an origin for each feature', () => {
    expect(() => packed({ ...frame, origin: Float64Array.of(0) })).toThrow(RangeError);
    expect(() => packed({ ...frame, origin: Float64Array.of(0) })).toThrow(/frame.origin must be d = 2 numbers, got 1/);
  });
});
