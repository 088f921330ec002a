// Short runs at the same time: whoever makes them, and in whatever order, a search finds the same.

import { afterAll, describe, expect, it } from 'vitest';
import { SingularCovarianceError } from '../../src/errors.js';
import type { CovarianceType } from '../../src/family.js';
import { dispose } from '../../src/index.js';
import { releaseArena } from '../../src/kernel/arena.js';
import type { Floor } from '../../src/kernel/floor.js';
import { packingKernel } from '../../src/kernel/load.js';
import { checkOptions } from '../../src/options.js';
import { HERE, openJob } from '../../src/problem.js';
import { beforeRuns } from '../../src/runs.js';
import { type Leads, search } from '../../src/starts/search.js';
import { type ShortEnd, type ShortRunners, shortRun } from '../../src/starts/short.js';
import { runSync } from '../../src/steps.js';
import { TYPES } from '../parity/compare.js';
import { problem } from '../threads/fixtures.js';

afterAll(dispose);

/** Makes so many runs at a time, the last first, or else stops after one that exceeds its rival; and counts them. */
class Backwards implements ShortRunners {
  readonly width: number;
  readonly most: number;
  readonly #stops: boolean;
  prepared = 0;
  made = 0;

  constructor(width: number, most = width, stops = false) {
    this.width = width;
    this.most = most;
    this.#stops = stops;
  }

  // biome-ignore lint/correctness/useYield: there is nothing to wait for
  *prepare(): Generator<undefined, void, void> {
    this.prepared++;
  }

  *run(...[trial, floor, runs]: Parameters<ShortRunners['run']>): ReturnType<ShortRunners['run']> {
    const ends: (ShortEnd | SingularCovarianceError)[] = [];
    if (!this.#stops) for (const run of [...runs].reverse()) ends.unshift(yield* shortRun(trial, floor, run));
    else
      for (const run of runs) {
        const end = yield* shortRun(trial, floor, run);
        ends.push(end);
        if (!(end instanceof SingularCovarianceError) && end.value > run.rival!) break;
      }
    this.made += ends.length;
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
  it.each([
    [2, 2],
    [2, 8],
    [5, 8],
    [8, 8],
  ])('%i at a time, up to %i', (width, most) => {
    const alone = found(5, covarianceType, 3);
    for (const stops of [false, true]) {
      const helpers = new Backwards(width, most, stops);
      expect(found(5, covarianceType, 3, helpers)).toEqual(alone);
      expect(helpers.prepared).toBe(1);
      // eight starts, three and one that go on; six swaps for each component of a mixture of a sample; of them any last one has nobody to share with
      expect(helpers.made).toBeGreaterThanOrEqual(8 + 3 + 30 - 2);
    }
  });
});

it('swaps after one that is better are made again, or left out in the first place', () => {
  const all = new Backwards(8);
  const first = new Backwards(8, 8, true);
  found(8, 'full', 2, all);
  found(8, 'full', 2, first);
  expect(all.made).toBeGreaterThan(8 + 3 + 48);
  expect(first.made).toBeLessThanOrEqual(8 + 3 + 48);
});
