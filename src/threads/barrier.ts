// Work on shared memory: one thread leads, the others follow. They meet at a few integers in the arena (control.ts): the
// leader writes what is to be done, wakes the others, and waits for the last of them; of a sweep each takes one unit after
// the other, as does the leader.

import type { Floor } from '../kernel/floor.js';
import { SWEEPS, type SweepName } from '../kernel/sweeps.js';
import type { Team, Workspace } from '../kernel/workspace.js';
import { concurrency } from '../platform.js';
import { runSync, type Steps } from '../steps.js';
import { controlOf, LEFT, NUMBER, ORDER, ORDERS, type Order, UNIT } from './control.js';
import { copyTrial, takeRuns } from './short-runs.js';

/** Looks at an integer so many times between two looks at the clock. */
const LOOKS = 500;
/**
 * Milliseconds for which a thread looks before it sleeps: others mostly arrive within microseconds, and to wake a thread
 * may take a fifth of a millisecond. With more threads than the machine runs at once, looking would keep others from work.
 */
const PATIENCE = 1;

/** How long a thread of a workspace looks before it sleeps. */
function patienceOf({ share }: Workspace): number {
  return share.workers <= concurrency() ? PATIENCE : 0;
}

/** Waits until an integer is no longer `value`. */
function waitWhile(integers: Int32Array, index: number, value: number, patience: number): void {
  const since = performance.now();
  do {
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(integers, index) !== value) return;
  } while (performance.now() - since < patience);
  while (Atomics.load(integers, index) === value) Atomics.wait(integers, index, value);
}

/** The leader's side. */
export class Barrier implements Team {
  readonly #followers: number;
  readonly #workspace: Workspace;
  readonly #patience: number;

  constructor(workspace: Workspace, followers: number) {
    this.#workspace = workspace;
    this.#patience = patienceOf(workspace);
    this.#followers = followers;
  }

  shares(): boolean {
    return true;
  }

  *sweep(workspace: Workspace, name: SweepName, argument: number): Steps<number> {
    yield* this.together(name, argument, () => shareOf(workspace, name, argument));
    return workspace.gather(name, workspace.units(SWEEPS[name].over));
  }

  /** Gives an order to the others, and does the own share of it. */
  *together(order: Order, argument: number, share: () => Steps<void>): Steps<void> {
    const { integers } = controlOf(this.#workspace);
    this.#give(order, argument);
    yield* share();
    for (let left = Atomics.load(integers, LEFT); left > 0; left = Atomics.load(integers, LEFT)) {
      waitWhile(integers, LEFT, left, this.#patience);
    }
  }

  /** Sends the followers home. */
  end(): void {
    this.#give('end', 0);
  }

  #give(order: Order, argument: number): void {
    const { integers, argument: place } = controlOf(this.#workspace);
    integers[ORDER] = ORDERS.indexOf(order);
    place[0] = argument;
    integers[UNIT] = 0;
    Atomics.store(integers, LEFT, this.#followers);
    Atomics.add(integers, NUMBER, 1);
    Atomics.notify(integers, NUMBER);
  }
}

/** What one of several does in a sweep: it takes the next unit when it has done one. */
function shareOf(workspace: Workspace, name: SweepName, argument: number): Steps<void> {
  const { integers } = controlOf(workspace);
  return workspace.sweepShare(name, argument, workspace.units(SWEEPS[name].over), () => Atomics.add(integers, UNIT, 1));
}

/** The floor is in the trial. */
const SETTLED: Floor = { asked: 0, settled: true };

/** A follower's side: does its share of each order until the leader ends it. */
export function follow(workspace: Workspace): void {
  const { integers, argument } = controlOf(workspace);
  const patience = patienceOf(workspace);
  let trial = workspace;
  for (let number = 0; ; number++) {
    waitWhile(integers, NUMBER, number, patience);
    const order = ORDERS[integers[ORDER]];
    if (order === 'end') return;
    if (order === 'copyTrial') trial = copyTrial(workspace, argument[0]);
    else if (order === 'shortRuns') runSync(takeRuns(workspace, trial, SETTLED));
    else runSync(shareOf(workspace, order, argument[0]));
    if (Atomics.sub(integers, LEFT, 1) === 1) Atomics.notify(integers, LEFT);
  }
}
