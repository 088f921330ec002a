// Where things are on a plot: the same for all frames of a run.

import type { Overview } from '../data/overview.js';
import type { Scale } from './scale.js';
import type { Box } from './scene.js';

/** Where the drawn rows are, in pixels. */
export interface Places {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

export interface Layout {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
  readonly places: Places;
}

/** Where each drawn row is on the plot. */
export function placesOf(
  { sample, sampleRows, names }: Overview,
  x: (row: Float64Array) => number,
  y: (row: Float64Array, i: number) => number,
): Places {
  const m = sampleRows.length;
  const d = names.length;
  const xs = new Float32Array(m);
  const ys = new Float32Array(m);
  for (let i = 0; i < m; i++) {
    const row = sample.subarray(i * d, (i + 1) * d);
    xs[i] = x(row);
    ys[i] = y(row, i);
  }
  return { xs, ys };
}
