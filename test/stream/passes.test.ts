// How often a source is read, which is what a fit of a file costs; and that its bits are those of `fit` all the same.

import { expect, it } from 'vitest';
import { codeOf } from '../../src/family.js';
import { type FitOptions, fit } from '../../src/index.js';
import { acquireArena } from '../../src/kernel/arena.js';
import { bindTwin } from '../../src/kernel/bind.js';
import { fitLayout, PASSING } from '../../src/kernel/memory.js';
import { placeFrame } from '../../src/kernel/packing.js';
import { SWEEPS } from '../../src/kernel/sweeps.js';
import { Workspace } from '../../src/kernel/workspace.js';
import { runAsync } from '../../src/steps.js';
import { fitStream, type StreamFitOptions } from '../../src/stream/index.js';
import { Passes } from '../../src/stream/passes.js';
import { Session } from '../../src/stream/session.js';
import { openSource } from '../../src/stream/source.js';
import { clusters, expectSame, fitted } from '../parity/compare.js';
import { even, type Table, watched } from './sources.js';

// two batches of 16 384 rows
const [N, D] = [20_000, 9];
const plain: Table = { data: clusters(1, N, D, 2), shape: [N, D] };

/** What is read in any case: a survey, a pass before the first of three iterations and one for each, and part of one. */
const LEAST = 1 + 4 + 1;

/** How often the rows are read; the model is that of `fit`. */
async function readings(rows: Table, more: Partial<FitOptions> = {}): Promise<number> {
  const { data, weights } = rows;
  const [n, d] = rows.shape;
  const options = {
    nComponents: 2,
    covarianceType: 'diag' as const,
    weightsInit: [0.5, 0.5],
    meansInit: data.slice((n - 2) * d),
    covariancesInit: [new Array(d).fill(1), new Array(d).fill(1)],
    maxIter: 3,
    tol: 0,
    ...more,
  };
  const source = watched(() => even(rows, 1777));
  const model = await fitStream(source, options as StreamFitOptions);
  expectSame(
    fitted(model),
    fitted(await fit(rows, { ...options, threads: 1, ...(weights && { sampleWeight: weights }) })),
    'fit',
  );
  if (more.threads) expect(model.execution.threads).toBe(more.threads);
  return source.opened;
}

/** All weigh as much, but for one. */
function weighing(odd: number, weight: number): Table {
  return { ...plain, weights: new Float64Array(N).fill(1).fill(weight, odd, odd + 1) };
}

it.each([1, 2])('once before the passes, with %i threads', async (threads) => {
  expect(await readings(plain, { threads })).toBe(LEAST);
});

it.each(['js', 'wasm'] as const)('once before the passes, by the kernel %s', async (backend) => {
  expect(await readings(plain, { backend })).toBe(LEAST);
});

it('rows that are left out cost no reading', async () => {
  expect(await readings(weighing(10, 0))).toBe(LEAST);
  expect(await readings(weighing(N - 1, 0))).toBe(LEAST);
});

it.each([0, 9000, N - 1])('a weight of row %i costs one, since it sets a scale', async (row) => {
  expect(await readings(weighing(row, 0.3))).toBe(LEAST + 1);
  expect(await readings(weighing(row, 7))).toBe(LEAST + 1);
});

it('moments are known for the sweep about the origin; the next one, about another point, reads', async () => {
  const source = watched(() => even(plain, 1777));
  const size = { n: N, d: D, k: 1, family: codeOf('diag'), weighted: false };
  const arena = acquireArena(fitLayout(size, PASSING).bytes, false);
  const workspace = new Workspace(size, arena, bindTwin(arena), PASSING);
  placeFrame(workspace, { origin: new Float64Array(D), exponent: 0 });
  workspace.view(workspace.at.metric, D).fill(0);
  const known = new Float64Array(SWEEPS.measure.length(size)).fill(3);
  const passes = new Passes(
    new Session(openSource(source, true), undefined),
    { expected: undefined, weightExponent: 0 },
    known,
  );
  const first = await runAsync(passes.sweep(workspace, 'measure', 0));
  expect([workspace.view(first, known.length), source.opened]).toEqual([known, 0]);
  const second = await runAsync(passes.sweep(workspace, 'measure', 0));
  expect([workspace.view(second + 8, 2), source.opened]).toEqual([Float64Array.of(N, N), 1]);
});

it('rows of very many features cost one, since their sums would need much memory', async () => {
  const wide: Table = { data: clusters(2, 600, 2000, 2), shape: [600, 2000] };
  const source = watched(() => even(wide, 100));
  const start = { weightsInit: [0.5, 0.5], meansInit: wide.data.slice(0, 4000), covariancesInit: [1, 1] };
  await fitStream(source, { nComponents: 2, covarianceType: 'spherical', ...start, maxIter: 3, tol: 0 });
  expect(source.opened).toBe(LEAST + 1);
});

it('whole slices, and one row more or less', async () => {
  for (const n of [2048, 2049, 4095, 4096]) {
    const rows: Table = { data: plain.data.subarray(0, D * n), shape: [n, D] };
    expect(await readings(rows), `${n} rows`).toBe(LEAST);
  }
});
