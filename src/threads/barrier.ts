// Sweeps on shared memory: one thread leads, the others follow. They meet at a few integers in the arena:
//
//   control   0 number of the sweep | 1 followers still at it | 2 which sweep, −1: the end | 4 5 its argument (f64)
//
// The leader writes what is to be done, wakes the others, does its own share, and waits for the last of them.

import { SWEEPS, type SweepName } from '../kernel/sweeps.js';
import type { Team, Workspace } from '../kernel/workspace.js';
import { concurrency } from '../platform.js';
import { runSync, type Steps } from '../steps.js';

const NUMBER = 0;
const LEFT = 1;
const NAME = 2;
/** Looks at an integer so many times between two looks at the clock. */
const LOOKS = 500;
/**
 * Milliseconds for which a thread looks before it sleeps: others mostly arrive within microseconds, and to wake a thread
 * may take a fifth of a millisecond. With more threads than the machine runs at once, looking would keep others from work.
 */
const PATIENCE = 1;

const names = Object.keys(SWEEPS) as SweepName[];

function controlOf(workspace: Workspace): { integers: Int32Array; argument: Float64Array } {
  const { control } = workspace.at;
  const { integers } = workspace.kernel;
  const at = control / 4;
  return { integers: integers.subarray(at, at + 4), argument: workspace.view(control + 16, 1) };
}

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
    const control = controlOf(workspace);
    this.#command(names.indexOf(name), argument);
    yield* workspace.sweepShare(name, argument);
    for (let left = Atomics.load(control.integers, LEFT); left > 0; left = Atomics.load(control.integers, LEFT)) {
      waitWhile(control.integers, LEFT, left, this.#patience);
    }
    return workspace.gather(name);
  }

  /** Sends the followers home. */
  end(): void {
    this.#command(-1, 0);
  }

  #command(name: number, argument: number): void {
    const { integers, argument: place } = controlOf(this.#workspace);
    integers[NAME] = name;
    place[0] = argument;
    Atomics.store(integers, LEFT, this.#followers);
    Atomics.add(integers, NUMBER, 1);
    Atomics.notify(integers, NUMBER);
  }
}

/** A follower's side: does its share of each sweep until the leader ends it. */
export function follow(workspace: Workspace): void {
  const { integers, argument } = controlOf(workspace);
  const patience = patienceOf(workspace);
  for (let number = 0; ; number++) {
    waitWhile(integers, NUMBER, number, patience);
    if (integers[NAME] < 0) return;
    runSync(workspace.sweepShare(names[integers[NAME]], argument[0]));
    if (Atomics.sub(integers, LEFT, 1) === 1) Atomics.notify(integers, LEFT);
  }
}
