// The first pass: how many rows there are and what they weigh, the frame of internal coordinates, a sample, and the moments
// of rows that all weigh the same.

import { sliceRows } from '../kernel/memory.js';
import { type Frame, frameOf } from '../kernel/packing.js';
import type { Steps } from '../steps.js';
import { Cutter, type Inspect, type Tally } from './cutter.js';
import { requireFinite, requireNear } from './inspection.js';
import type { Moments } from './moments.js';
import type { Reading } from './reading.js';
import { Reservoir, reservoirRows, type Sample } from './reservoir.js';

/** What is known after it. */
export interface Survey extends Tally {
  readonly d: number;
  readonly frame: Frame;
  /** Undefined if none was asked for. */
  readonly sample: Sample | undefined;
  /** What the sweep `measure` about the origin gives; undefined if it is yet to be made. */
  readonly moments: Float64Array | undefined;
}

/** What sample is to be drawn. */
export interface Draw {
  readonly k: number;
  readonly seed: number;
}

/**
 * Reads all rows once.
 *
 * @param draw - undefined: no sample
 * @param open - makes what sums up moments of d features; undefined if they are too many
 * @param passed - hears of the rows that have been read
 * @throws RangeError that names the place of the first value that cannot be computed with; and for a source without rows
 */
export function* survey(
  reading: Reading,
  draw: Draw | undefined,
  open: (d: number) => Promise<Moments | undefined>,
  passed: (rows: number) => void,
): Steps<Survey> {
  let check: Inspect = requireFinite;
  let reservoir: Reservoir | undefined;
  const cutter = new Cutter(reading, (values, from, count, chunk, row) => {
    check(values, from, count, chunk, row);
    const { weights } = chunk;
    reservoir?.offer(values, from, count, (index) => (weights ? weights[row + index] : 1));
  });
  if (!(yield* cutter.advance())) throw noRows(reading, cutter.tally);
  const { d } = cutter;
  if (draw) reservoir = new Reservoir(reservoirRows(d, draw.k), d, draw.seed);
  let moments: Moments | undefined;
  yield open(d).then((opened) => {
    moments = opened;
  });
  const buffer = moments?.room ?? new Float64Array(sliceRows(d) * d);
  let frame: Frame | undefined;
  while (!cutter.ended) {
    const filled = yield* cutter.fill(buffer, undefined, 0);
    if (!frame) {
      frame = frameOf(buffer, filled, d);
      const near = requireNear(frame, 'the first rows');
      near(buffer, 0, filled, { place: keptPlace }, 0);
      check = near;
      moments?.begin(frame);
    }
    if (moments && filled > 0 && !cutter.tally.uneven) yield* moments.add(filled);
    passed(cutter.tally.rows);
    yield;
  }
  const sums = cutter.tally.uneven ? undefined : moments?.finish();
  return { ...cutter.tally, d, frame: frame!, sample: reservoir?.sample, moments: sums };
}

/** What messages call a value of the first rows, whose chunks may be gone. */
function keptPlace(row: number, feature: number): string {
  return `row ${row} (from 0, rows of weight 0 not counted), feature ${feature}`;
}

function noRows({ source, count }: Reading, { rows }: Tally): RangeError {
  if (rows > 0)
    return new RangeError(`${source.name} has no rows of positive weight, among ${rows}: one a component is needed`);
  const chunks = count === 0 ? 'no chunks' : `${count} chunk${count === 1 ? '' : 's'} without rows`;
  return new RangeError(`${source.name} has no rows (${chunks}): at least one sample a component is needed`);
}
