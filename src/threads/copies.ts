// Without shared memory: each thread has a copy of its own rows, and the passes over all rows are shared. Parameters go
// out and partial sums come back as messages; what only starts need stays with the caller's thread.

import { heldRows, packedBytes, paddedRows, parametersLength, type Share } from '../kernel/memory.js';
import type { SweepName } from '../kernel/sweeps.js';
import type { Team, Workspace } from '../kernel/workspace.js';
import type { CompiledModule } from '../platform.js';
import { runSync, type Steps } from '../steps.js';
import type { PackedRows } from './messages.js';
import type { Thread } from './pool.js';

/** Sweeps over all rows that depend on parameters and centres alone; rows are put in order where their copies are. */
const SHARED: readonly SweepName[] = ['pass', 'arranging', 'restore', 'likelihood'];

/** A copy of rows as they are packed. */
export function copyRows(workspace: Workspace, share: Share): PackedRows {
  const { n, d, weighted } = workspace.size;
  const { at } = workspace;
  const { first, end } = heldRows(n, d, share);
  const count = paddedRows(end - first);
  const bytes = packedBytes(workspace.size) * d;
  return {
    origin: workspace.view(at.origin, d).slice(),
    level: workspace.view(at.level, d).slice(),
    weights: weighted ? workspace.view(at.weights + 8 * first, count).slice() : undefined,
    tiles: workspace.view(at.tiles + bytes * first, (count * bytes) / 8).slice(),
  };
}

/** What of a message need not be copied a second time. */
export function buffersOf({ origin, level, weights, tiles }: PackedRows): ArrayBuffer[] {
  return [origin, level, tiles, ...(weights ? [weights] : [])].map(({ buffer }) => buffer as ArrayBuffer);
}

export class Copies implements Team {
  readonly #threads: readonly Thread[];

  constructor(threads: readonly Thread[]) {
    this.#threads = threads;
  }

  shares(name: SweepName): boolean {
    return SHARED.includes(name);
  }

  /** Gives each thread its rows. */
  async handOut(workspace: Workspace, module: CompiledModule | undefined): Promise<void> {
    const { size, coordinates } = workspace;
    const workers = this.#threads.length;
    await Promise.all(
      this.#threads.map((thread, worker) => {
        const share: Share = { worker, workers, holds: 'own' };
        const rows = copyRows(workspace, share);
        return thread.call({ task: 'keep', module, problem: { size, share, coordinates }, rows }, buffersOf(rows));
      }),
    );
  }

  *sweep(workspace: Workspace, name: SweepName, argument: number): Steps<number> {
    const { d, k, family } = workspace.size;
    const { at } = workspace;
    const parameters = workspace.view(at.parameters, parametersLength(d, k, family)).slice();
    const centres = workspace.view(at.centres, k * d).slice();
    const parts = workspace.ownSlices();
    let first = 0;
    const answers = this.#threads.map(async (thread, worker) => {
      const at = workspace.partial(first);
      first += parts[worker].length;
      const partials = await thread.call<Float64Array>({ task: 'sweep', name, argument, parameters, centres });
      workspace.view(at, partials.length).set(partials);
    });
    yield Promise.all(answers);
    return workspace.gather(name, parts.flat());
  }
}

/** A worker's share of a sweep over slices: its partial sums, to be sent. */
export function sweepOwn(workspace: Workspace, name: SweepName, argument: number): Float64Array {
  const parts = workspace.ownSlices()[workspace.share.worker];
  let next = 0;
  runSync(workspace.sweepShare(name, argument, parts, () => next++));
  return workspace.view(workspace.partial(0), (parts.length * workspace.slotBytes) / 8).slice();
}
