// An evaluation in other threads: rows go out piece by piece to whoever is free, answers come back and are put in place.

import type { Rows } from '../data.js';
import { sliceRows } from '../kernel/memory.js';
import type { Mixture } from '../model/evaluator.js';
import type { CompiledModule, Signal } from '../platform.js';
import { guarded } from './guarded.js';
import { returnThreads, type Thread } from './pool.js';

/** Pieces are slices, as many as make about this many numbers: 1 MiB. */
const PIECE_NUMBERS = 131_072;

/**
 * Labels or log-densities (internal units) of all rows, written to `out`.
 *
 * @param check - called for the first piece that was refused: throws the error that names the place
 */
export async function evaluateInThreads<Out extends Int32Array | Float64Array>(
  threads: readonly Thread[],
  mixture: Mixture,
  module: CompiledModule | undefined,
  rows: Rows,
  out: Out,
  signal: Signal | undefined,
  check: (piece: Rows) => void,
): Promise<Out> {
  const { d } = rows;
  const slice = sliceRows(d);
  const piece = slice * Math.max(1, Math.floor(PIECE_NUMBERS / (slice * d)));
  const what = out instanceof Int32Array ? 'labels' : 'logDensities';
  let next = 0;
  let refused: { readonly part: Rows; readonly first: number; readonly error: unknown } | undefined;
  await guarded(threads, signal, () =>
    Promise.all(
      threads.map(async (thread) => {
        while (next < rows.n) {
          const part = partOf(rows, next, Math.min(piece, rows.n - next));
          const first = next;
          next += part.n;
          try {
            const numbers = new Float64Array(part.n * d);
            part.read(numbers, 0, part.n);
            const assignment = { task: 'evaluate', module, mixture, rows: numbers, what } as const;
            out.set(await thread.call<Out>(assignment, [numbers.buffer]), first);
          } catch (error) {
            if (!thread.alive) throw error;
            // pieces before this one are under way, and may have something to say as well
            next = rows.n;
            if (!refused || first < refused.first) refused = { part, first, error };
          }
        }
      }),
    ),
  );
  returnThreads(threads);
  if (refused) {
    check(refused.part);
    throw refused.error;
  }
  return out;
}

function partOf(rows: Rows, first: number, n: number): Rows {
  return {
    n,
    d: rows.d,
    read: (target, from, count) => rows.read(target, first + from, count),
    place: (row, feature) => rows.place(first + row, feature),
  };
}
