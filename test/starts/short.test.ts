// Short runs at the same time: whoever makes them, and in whatever order, a search finds the same.

import { afterAll, describe, expect, it } from 'vitest';
import type { CovarianceType } from '../../src/family.js';
import { dispose } from '../../src/index.js';
import { releaseArena } from '../../src/kernel/arena.js';
import type { Floor } from '../../src/kernel/floor.js';
import { packingKernel } from '../../src/kernel/load.js';
import { checkOptions } from '../../src/options.js';
import { HERE, openJob } from '../../src/problem.js';
import { beforeRuns } from '../../src/runs.js';
import { type Leads, search } from '../../src/starts/search.js';
import { type ShortRunners, shortRun } from '../../src/starts/short.js';
import { runSync } from '../../src/steps.js';
import { TYPES } from '../parity/compare.js';
import { problem } from '../threads/fixtures.js';

afterAll(dispose);

/** Makes so many runs at a time, the last first; and counts them. */
class Backwards implements ShortRunners {
  readonly width: number;
  prepared = 0;
  made = 0;

  constructor(width: number) {
    this.width = width;
  }

  // biome-ignore lint/correctness/useYield: there is nothing to wait for
  *prepare(): Generator<undefined, void, void> {
    this.prepared++;
  }

  *run(...[trial, floor, runs]: Parameters<ShortRunners['run']>): ReturnType<ShortRunners['run']> {
    const ends = [];
    for (const run of [...runs].reverse()) ends.unshift(yield* shortRun(trial, floor, run));
    this.made += runs.length;
    return ends;
  }
}

/** What a search finds, by itself or with help. */
function found(nComponents: number, covarianceType: CovarianceType, d: number, helpers?: ShortRunners): Leads {
  const data = problem(7, 9000, d, nComponents, 1);
  const options = checkOptions({ nComponents, covarianceType });
  const job = openJob(data, options, true, packingKernel, () => HERE);
  const floor: Floor = { asked: job.settings.regCovar, settled: false };
  try {
    return runSync(
      (function* () {
        yield* beforeRuns(job, 0);
        return yield* search(job.workspace, 3, floor, 0, helpers);
      })(),
    );
  } finally {
    releaseArena(job.workspace.arena);
  }
}

describe.each(TYPES)('%s', (covarianceType) => {
  it.each([2, 5, 8])('%i at a time', (width) => {
    const helpers = new Backwards(width);
    expect(found(5, covarianceType, 3, helpers)).toEqual(found(5, covarianceType, 3));
    expect(helpers.prepared).toBe(1);
    // eight starts, three and one that go on, of which the last has nobody to share with; seven swaps for each component
    expect(helpers.made).toBeGreaterThanOrEqual(8 + 3 + 35 - 1);
  });
});

it('swaps after one that is better are made again', () => {
  const helpers = new Backwards(8);
  found(8, 'full', 2, helpers);
  expect(helpers.made).toBeGreaterThan(8 + 3 + 56);
});
