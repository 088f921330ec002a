// Where a search moves components to.

import { afterAll, expect, it } from 'vitest';
import { dispose } from '../../src/index.js';
import { releaseArena } from '../../src/kernel/arena.js';
import type { Floor } from '../../src/kernel/floor.js';
import { packingKernel } from '../../src/kernel/load.js';
import type { Workspace } from '../../src/kernel/workspace.js';
import { checkOptions, type FitOptions } from '../../src/options.js';
import { HERE, openJob } from '../../src/problem.js';
import { Random } from '../../src/random.js';
import { beforeRuns } from '../../src/runs.js';
import { drawMove, moved } from '../../src/starts/moves.js';
import { sampled } from '../../src/starts/seeding.js';
import { fromRows } from '../../src/starts.js';
import { runSync } from '../../src/steps.js';
import { Draw } from '../kernel/draw.js';
import { TYPES } from '../parity/compare.js';

afterAll(dispose);

const ROWS = 1000;
const OUTLIERS = 10;
const FAR = 40;

const SIZE = { n: ROWS, d: 2, k: 4, family: 0, weighted: false };

/** One cluster, and one row in a hundred far from it. */
function cloud(): number[][] {
  const draw = new Draw(11);
  return Array.from({ length: ROWS }, (_, i) => {
    const [x, y] = draw.normals(2);
    return i < OUTLIERS ? [FAR + x, FAR + y] : [x, y];
  });
}

/** Where a hundred moves of each kind put the component, by shares that are equally far apart; in the data's units. */
function places(options: FitOptions): Record<'any' | 'unlikely', number[]> {
  const job = openJob(cloud(), checkOptions(options), true, packingKernel, () => HERE);
  const { workspace } = job;
  const floor: Floor = { asked: job.settings.regCovar, settled: false };
  try {
    runSync(beforeRuns(job, 0));
    const random = new Random(1, 0, workspace.kernel.functions.log);
    runSync(fromRows(workspace, 'kmeans', floor, random, false));
    const parameters = workspace.saveParameters();
    const of = (unlikely: boolean) =>
      Array.from({ length: 100 }, (_, i) => {
        const { ranges } = sampled(workspace);
        const move = { spare: 0, share: (i + 0.5) / 100, unlikely, twin: false };
        workspace.loadParameters(moved(workspace, ranges, { parameters }, move));
        return firstMean(workspace);
      });
    return { any: of(false), unlikely: of(true) };
  } finally {
    releaseArena(workspace.arena);
  }
}

function firstMean(workspace: Workspace): number {
  const { exponent, means, at } = workspace;
  return means[0] / 2 ** exponent + workspace.view(at.origin, 1)[0];
}

it.each(TYPES)(
  'any row is as likely as the next, but rows that the mixture finds unlikely are taken often: %s',
  (covarianceType) => {
    const { any, unlikely } = places({ nComponents: 1, covarianceType });
    const far = (list: number[]) => list.filter((x) => x > FAR / 2).length;
    expect(far(any)).toBeLessThanOrEqual((2 * 100 * OUTLIERS) / ROWS);
    expect(far(unlikely)).toBeGreaterThan(50);
  },
);

it('no move is to an unlikely row of a sample', () => {
  const random = new Random(1, 0, Math.log);
  expect(Array.from({ length: 12 }, (_, i) => drawMove(i, SIZE, false, random).unlikely)).not.toContain(true);
});

it('one move in six is to an unlikely row, whatever is drawn', () => {
  const random = new Random(1, 0, Math.log);
  const moves = Array.from({ length: 12 }, (_, i) => drawMove(i, SIZE, true, random));
  expect(moves.flatMap(({ unlikely }, i) => (unlikely ? [i] : []))).toEqual([1, 7]);
});
