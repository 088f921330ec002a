// Short runs on shared memory: some workers have a copy of the trial, and each takes the next run that nobody has taken. A run is
// told, and tells, in a slot of its own:
//
//   slot   iterations | rival, or NaN | how it begins | what came of it | value | parameters, or centres to begin with
//
// Which worker makes a run is a matter of chance, what comes of it is not.

import { SingularCovarianceError } from '../errors.js';
import type { Floor } from '../kernel/floor.js';
import {
  ALONE,
  parametersLength,
  SEARCHERS,
  SHORT_RUNS,
  shortRunBytes,
  trialBytes,
  trialSize,
} from '../kernel/memory.js';
import { Workspace } from '../kernel/workspace.js';
import { type ShortEnd, type ShortRun, type ShortRunners, shortRun } from '../starts/short.js';
import { ROW_STARTS } from '../starts.js';
import type { Steps } from '../steps.js';
import { COUNT, controlOf, NEXT, PRIOR, type Together } from './control.js';

/** Places in a slot. */
const RESULT = 3;
const VALUE = 4;
const HEAD = 5;

/** What comes of a run. */
const MISSING = -1;
const FAILED = 0;
const ENDED = 1;

/** How a run begins that has parameters; else by the number of the kind of its centres. */
const PARAMETERS = -1;

/** The leader's side. */
export class SharedShortRunners implements ShortRunners {
  readonly width: number;
  readonly most: number;
  readonly #workspace: Workspace;
  readonly #together: Together;

  constructor(workspace: Workspace, together: Together) {
    this.most = SHORT_RUNS;
    this.width = Math.min(workspace.share.workers, SEARCHERS);
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
      for (const [index, { from, kind, iterations, rival = Number.NaN }] of some.entries()) {
        this.#slot(index).set([iterations, rival, kind ? ROW_STARTS.indexOf(kind) : PARAMETERS, MISSING]);
        this.#slot(index).set(from, HEAD);
      }
      integers[NEXT] = 0;
      integers[COUNT] = some.length;
      yield* this.#together('shortRuns', 0, () => takeRuns(this.#workspace, trial, floor));
      for (const [index, run] of some.entries()) {
        const slot = this.#slot(index);
        if (slot[RESULT] === MISSING) return ends;
        // one that failed is made again for its error
        if (slot[RESULT] === FAILED) ends.push(yield* shortRun(trial, floor, run));
        else ends.push({ parameters: slot.slice(HEAD), value: slot[VALUE] });
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
  return workspace.view(at.shortRuns + index * shortRunBytes(size), HEAD + parametersLength(d, k, family));
}

/** A follower's copy of the trial; the workspace itself if it is to have none. */
export function copyTrial(workspace: Workspace, totalWeight: number): Workspace {
  const { size, arena, kernel, at, share, coordinates } = workspace;
  if (share.worker >= SEARCHERS) return workspace;
  const bytes = trialBytes(size);
  const to = at.trial + share.worker * bytes;
  kernel.doubles.copyWithin(to / 8, at.trial / 8, (at.trial + bytes) / 8);
  const trial = new Workspace(trialSize(size), arena, kernel, ALONE, to);
  trial.coordinates = { ...coordinates, totalWeight };
  trial.hasPrior = controlOf(workspace).integers[PRIOR] === 1;
  return trial;
}

/** Makes one run after the other until all are taken, or one of them makes the others needless. */
export function* takeRuns(workspace: Workspace, trial: Workspace, floor: Floor): Steps<void> {
  if (workspace.share.worker >= SEARCHERS) return;
  const { integers } = controlOf(workspace);
  const { d, k } = workspace.size;
  for (;;) {
    const index = Atomics.add(integers, NEXT, 1);
    if (index >= Atomics.load(integers, COUNT)) return;
    const slot = slotOf(workspace, index);
    const [iterations, rival, how] = slot;
    const kind = how === PARAMETERS ? undefined : ROW_STARTS[how];
    const from = kind ? slot.slice(HEAD, HEAD + k * d) : slot.subarray(HEAD);
    const end = yield* shortRun(trial, floor, {
      from,
      kind,
      iterations,
      ...(!Number.isNaN(rival) && { rival }),
    });
    if (end instanceof SingularCovarianceError) slot[RESULT] = FAILED;
    else {
      slot.set([ENDED, end.value], RESULT);
      slot.set(end.parameters, HEAD);
      // runs are taken in their order: all before this one are made
      if (end.value > rival) Atomics.store(integers, COUNT, Math.min(index + 1, Atomics.load(integers, COUNT)));
    }
  }
}
