// Short runs on shared memory: everybody has a copy of the trial, and takes the next run that nobody has taken. A run is
// told, and tells, in a slot of its own:
//
//   slot   iterations | rival, or NaN | 0 failed, 1 ended | value | parameters
//
// Which worker makes a run is a matter of chance, what comes of it is not.

import { SingularCovarianceError } from '../errors.js';
import type { Floor } from '../kernel/floor.js';
import { ALONE, parametersLength, SHORT_RUNS, shortRunBytes, trialBytes, trialSize } from '../kernel/memory.js';
import { Workspace } from '../kernel/workspace.js';
import { type ShortEnd, type ShortRun, type ShortRunners, shortRun } from '../starts/short.js';
import type { Steps } from '../steps.js';
import { COUNT, controlOf, NEXT, PRIOR, type Together } from './control.js';

/** The leader's side. */
export class SharedShortRunners implements ShortRunners {
  readonly width: number;
  readonly #workspace: Workspace;
  readonly #together: Together;

  constructor(workspace: Workspace, together: Together) {
    this.width = Math.min(workspace.share.workers, SHORT_RUNS);
    this.#workspace = workspace;
    this.#together = together;
  }

  *prepare(trial: Workspace): Steps<void> {
    controlOf(this.#workspace).integers[PRIOR] = Number(trial.hasPrior);
    yield* this.#together('copyTrial', trial.totalWeight, nothing);
  }

  *run(trial: Workspace, floor: Floor, runs: readonly ShortRun[]): Steps<(ShortEnd | SingularCovarianceError)[]> {
    const ends: (ShortEnd | SingularCovarianceError)[] = [];
    for (let first = 0; first < runs.length; first += SHORT_RUNS) {
      const some = runs.slice(first, first + SHORT_RUNS);
      const { integers } = controlOf(this.#workspace);
      for (const [index, { from, iterations, rival = Number.NaN }] of some.entries()) {
        this.#slot(index).set([iterations, rival]);
        this.#slot(index).set(from, 4);
      }
      integers[NEXT] = 0;
      integers[COUNT] = some.length;
      yield* this.#together('shortRuns', 0, () => takeRuns(this.#workspace, trial, floor));
      for (const [index, run] of some.entries()) {
        const slot = this.#slot(index);
        // one that failed is made again for its error
        if (slot[2] === 0) ends.push(yield* shortRun(trial, floor, run));
        else ends.push({ parameters: slot.slice(4), value: slot[3] });
      }
    }
    return ends;
  }

  #slot(index: number): Float64Array {
    return slotOf(this.#workspace, index);
  }
}

function* nothing(): Steps<void> {}

function slotOf(workspace: Workspace, index: number): Float64Array {
  const { at, size } = workspace;
  const { d, k, family } = size;
  return workspace.view(at.shortRuns + index * shortRunBytes(size), 4 + parametersLength(d, k, family));
}

/** A follower's copy of the trial. */
export function copyTrial(workspace: Workspace, totalWeight: number): Workspace {
  const { size, arena, kernel, at, share, coordinates } = workspace;
  const bytes = trialBytes(size);
  const to = at.trial + share.worker * bytes;
  kernel.doubles.copyWithin(to / 8, at.trial / 8, (at.trial + bytes) / 8);
  const trial = new Workspace(trialSize(size), arena, kernel, ALONE, to);
  trial.coordinates = { ...coordinates, totalWeight };
  trial.hasPrior = controlOf(workspace).integers[PRIOR] === 1;
  return trial;
}

/** Makes one run after the other until all are taken. */
export function* takeRuns(workspace: Workspace, trial: Workspace, floor: Floor): Steps<void> {
  const { integers } = controlOf(workspace);
  for (;;) {
    const index = Atomics.add(integers, NEXT, 1);
    if (index >= integers[COUNT]) return;
    const slot = slotOf(workspace, index);
    const [iterations, rival] = slot;
    const told = { from: slot.subarray(4), iterations };
    const end = yield* shortRun(trial, floor, Number.isNaN(rival) ? told : { ...told, rival });
    if (end instanceof SingularCovarianceError) slot[2] = 0;
    else {
      slot.set([1, end.value], 2);
      slot.set(end.parameters, 4);
    }
  }
}
