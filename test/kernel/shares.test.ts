// Several workspaces on one arena share every sweep, as threads do, but in turn: who takes which unit is drawn, and so is
// in which order they work. What comes of it is what one alone finds.

import { describe, expect, it } from 'vitest';
import { toRows } from '../../src/data.js';
import { codeOf } from '../../src/family.js';
import { type Arena, acquireArena } from '../../src/kernel/arena.js';
import { bindChoiceSync, chooseSync } from '../../src/kernel/load.js';
import { fitLayout, type ProblemSize } from '../../src/kernel/memory.js';
import { SWEEPS, type SweepName } from '../../src/kernel/sweeps.js';
import { setParameters } from '../../src/kernel/units.js';
import { type Team, Workspace } from '../../src/kernel/workspace.js';
import { runSync, type Steps } from '../../src/steps.js';
import { Draw } from './draw.js';

class Drawn implements Team {
  readonly #workers: readonly Workspace[];
  readonly #draw: Draw;
  readonly units: number[];

  constructor(workers: readonly Workspace[], draw: Draw) {
    this.#workers = workers;
    this.#draw = draw;
    this.units = workers.map(() => 0);
  }

  shares(): boolean {
    return true;
  }

  *sweep(leader: Workspace, name: SweepName, argument: number): Steps<number> {
    const parts = leader.units(SWEEPS[name].over);
    const queues = this.#workers.map((): number[] => []);
    for (let index = 0; index < parts.length; index++) queues[this.#whom()].push(index);
    const late = this.#whom();
    const order = [...queues.keys()].sort((a, b) => Number(a === late) - Number(b === late));
    for (const worker of order) {
      const queue = queues[worker];
      this.units[worker] += queue.length;
      yield* this.#workers[worker].sweepShare(name, argument, parts, () => queue.shift() ?? parts.length);
    }
    return leader.gather(name, parts);
  }

  #whom(): number {
    return Math.floor(this.#draw.uniform(0, this.#workers.length));
  }
}

function workspaces(size: ProblemSize, workers: number): Workspace[] {
  const share = (worker: number) => ({ worker, workers, holds: 'all' }) as const;
  const arena: Arena = acquireArena(fitLayout(size, share(0)).bytes, true);
  const { kernel } = bindChoiceSync(chooseSync({ backend: 'wasm' }), arena);
  return Array.from({ length: workers }, (_, worker) => new Workspace(size, arena, kernel, share(worker)));
}

const K = 4;

/** Clusters far enough apart that rows are put in order and bounds are kept; the last rows repeat the first, and
 * the furthest with them. */
function draw(n: number, d: number, seed: number): Float64Array[] {
  const random = new Draw(seed);
  const centres = Array.from({ length: K }, () => random.normals(d, 2));
  const rows = Array.from({ length: n }, (_, i) => random.normals(d, 1).map((x, j) => x + centres[i % K][j]));
  rows[7][0] += 1000;
  for (let i = 0; i < 50; i++) rows[n - 50 + i] = rows[i];
  return rows;
}

describe.each([
  ['full', 40, 20_000],
  ['diag', 24, 70_000],
  ['tied', 3, 200_000],
] as const)('%s, %i features, %i rows', (covarianceType, d, n) => {
  const rows = draw(n, d, d);
  const size: ProblemSize = { n, d, k: K, family: codeOf(covarianceType), weighted: false };
  const identity = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => Number(i === j)));
  const covariances = {
    full: rows.slice(0, K).map(() => identity),
    diag: rows.slice(0, K).map(() => new Array(d).fill(1)),
    tied: identity,
  };

  function run(workers: number, seed: number) {
    const [leader, ...others] = workspaces(size, workers);
    leader.pack(toRows(rows));
    for (const other of others) other.coordinates = leader.coordinates;
    const team = new Drawn([leader, ...others], new Draw(seed));
    if (workers > 1) leader.team = team;
    runSync(leader.measure());
    setParameters(leader, {
      covarianceType,
      weights: new Array(K).fill(1 / K),
      means: rows.slice(0, K),
      covariances: covariances[covarianceType],
    } as never);
    const seen: number[] = [];
    leader.centreOnMeans();
    for (const over of ['slices', 'sample'] as const) {
      const { sums, furthest } = runSync(leader.assign(over));
      seen.push(...leader.view(sums, 2 + K * (1 + d)), furthest.distance, furthest.range.first + furthest.row);
    }
    for (let pass = 1; pass <= 6; pass++) {
      leader.centreOnMeans();
      const statistics = runSync(leader.pass(false, (pass & (pass - 1)) === 0));
      expect(leader.maximise(statistics)).toBe(-1);
      seen.push(leader.view(statistics, 1)[0], ...leader.means, ...leader.covariances);
    }
    return { seen, units: team.units };
  }

  it('has the same bits, whoever takes which unit', () => {
    const alone = run(1, 0).seen;
    expect(alone.every(Number.isFinite)).toBe(true);
    for (const [workers, seed] of [
      [2, 1],
      [2, 2],
      [3, 3],
      [8, 4],
    ]) {
      const { seen, units } = run(workers, seed);
      expect(seen, `${workers} workers, seed ${seed}`).toEqual(alone);
      expect(units.every((count) => count > 0)).toBe(true);
    }
  });
});
