// Lower bounds of quadratic forms, carried from one pass to the next, so that components out of reach are not computed:
//
//   q′ ≥ slope·q − offset        slope = shrink²·(1 − shift/s)        offset = shrink²·shift·(s − shift)
//
//   bounds   of a slice   generation i32, 4 free | for each block K × 8 f32
//   drift    generation i32, 4 free | K × (slope, offset) since the generation before | its parameters
//
// Offsets of bounds are in floats, those of a drift in doubles; what is in them is in the bits of no result.
//
// Kernel: assembly/bounds.ts

import { STEP } from './exp.js';
import { axpy, BLOCK } from './lanes.js';
import {
  blockLength,
  blockStride,
  covariancesAt,
  FULL,
  factorsAt,
  meansAt,
  parametersLength,
  shapeOf,
} from './layout.js';

/** In place of a generation: bounds are not kept, as they would leave hardly anything out. */
export const NOT_KEPT = -1;
/** That of bounds that are to begin. */
export const NEW = 0;
/** What rounding may do to a form as it is kept in single precision, relative to it. */
const SINGLE = 1e-6;
/** The largest form that is kept: 2^126. */
const MOST = 8.507059173023462e37;
/** What rounding may do to a sum of d terms, generously, relative to it. */
const ROUNDING = 4e-15;
/** What it may do to a log-density, relative to what it is made of. */
const SLACK = 1e-9;
/** 128 ln 2, and a little more: a form that much larger than the best one, all else being equal, means weight 0. */
const REACH = 88.7229;

/** Where no bounds are kept. */
export const NO_BOUNDS: Float32Array = new Float32Array(0);

function isSame(memory: Float64Array, a: number, b: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (memory[a + i] !== memory[b + i]) return false;
  return true;
}

/** Σ_j √(Σ_jj·(Σ⁻¹)_jj), a bound of the componentwise condition of a packed factor. */
function conditionOf(memory: Float64Array, factor: number, covariance: number, d: number, column: number): number {
  memory.fill(0, column, column + d);
  let w = factor;
  for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++, w++) memory[column + j] += memory[w] * memory[w];
  let sum = 0;
  for (let j = 0, at = covariance; j < d; at += j + 2, j++) sum += Math.sqrt(memory[column + j] * memory[at]);
  return sum;
}

/** ‖X‖² (Frobenius), row by row from X·W = W′ − W. `row` is scratch of d. */
function changeOf(memory: Float64Array, before: number, after: number, d: number, row: number): number {
  let norm = 0;
  let start = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) memory[row + j] = memory[after + start + j] - memory[before + start + j];
    let w = before + start;
    for (let j = i; j >= 0; j--) {
      const x = memory[row + j] / memory[w + j];
      norm += x * x;
      axpy(memory, row, w, -x, j);
      w -= j;
    }
    start += i + 1;
  }
  return norm;
}

/** ‖W(to − from)‖² of a packed triangle W. */
function squaredDistance(memory: Float64Array, from: number, to: number, factor: number, d: number): number {
  let sum = 0;
  let w = factor;
  for (let i = 0; i < d; i++) {
    let z = 0;
    for (let j = 0; j <= i; j++, w++) z += memory[w] * (memory[to + j] - memory[from + j]);
    sum += z * z;
  }
  return sum;
}

/** Takes note of the parameters of the pass to come, if they are others than those of the pass before. */
export function drift(
  memory: Float64Array,
  integers: Int32Array,
  parameters: number,
  d: number,
  k: number,
  family: number,
  record: number,
  scratch: number,
): void {
  const before = record + 1 + 2 * k;
  const length = parametersLength(d, k, family);
  if (isSame(memory, parameters, before, length)) return;
  // from anything in the new parameters to the same in the old ones
  const back = before - parameters;
  const stride = blockStride(d, family);
  const step = blockLength(d, family) === 1 ? 0 : 1;
  const s = Math.sqrt(REACH + d);
  for (let c = 0; c < k; c++) {
    const mean = meansAt(parameters, k) + c * d;
    const factor = factorsAt(parameters, d, k, family) + c * stride;
    const covariance = covariancesAt(parameters, d, k) + c * stride;
    let shift = 0;
    let shrink = 1;
    let error = ROUNDING * d;
    if (shapeOf(family) === FULL) {
      error *=
        conditionOf(memory, factor, covariance, d, scratch) +
        conditionOf(memory, factor + back, covariance + back, d, scratch);
      shrink -= Math.sqrt(changeOf(memory, factor + back, factor, d, scratch));
      shift = squaredDistance(memory, mean + back, mean, factor + back, d);
    } else {
      for (let j = 0; j < d; j++) {
        const w = factor + j * step;
        const inverse = memory[w + back];
        shrink = Math.min(shrink, memory[w] / inverse);
        const z = inverse * (memory[mean + j] - memory[mean + back + j]);
        shift += z * z;
      }
    }
    shrink -= error;
    shift = Math.sqrt(shift) * (1 + error);
    // a NaN fails this too
    const known = shrink > 0 && shift < 0.5 * s;
    const square = shrink * shrink;
    const to = driftOf(record, c);
    memory[to] = known ? square * (1 - shift / s) * (1 - SINGLE) : 0;
    memory[to + 1] = known ? square * shift * (s - shift) : 0;
  }
  memory.copyWithin(before, parameters, parameters + length);
  // from 2 on, whatever was there, so that 0 is never the one before
  integers[2 * record] = Math.max(integers[2 * record] + 1, 2);
}

/** What has happened to a component since the generation before. */
export function driftOf(record: number, component: number): number {
  return record + 1 + 2 * component;
}

/** The bounds of the block that row `row` of a slice begins. */
export function blockBounds(bounds: number, row: number, k: number): number {
  return bounds + 2 + row * k;
}

/** Begins a pass over a slice of so many rows; whether bounds are kept of it. */
export function beginBounds(
  integers: Int32Array,
  floats: Float32Array,
  bounds: number,
  rows: number,
  k: number,
  record: number,
): boolean {
  const before = integers[bounds];
  if (before === NOT_KEPT) return false;
  const generation = integers[2 * record];
  if (before + 1 !== generation) floats.fill(0, bounds + 2, blockBounds(bounds, BLOCK * Math.ceil(rows / BLOCK), k));
  integers[bounds] = generation;
  return true;
}

/** Keeps a form. */
export function keepBound(floats: Float32Array, bound: number, q: number): void {
  floats[bound] = Math.min(q, MOST);
}

/** The form from which on a component of constant 0 has weight 0, where another gives so many steps of log-density. */
export function reachOf(steps: number): number {
  const l = steps * STEP;
  return REACH + (SLACK * Math.abs(l) - (l + l));
}

/**
 * Whether a component has weight 0 in all samples of a block; then their bounds are carried on.
 *
 * @param moved - the drift of the component
 * @param steps - its constant
 * @param reach - of each sample: see `reachOf`
 */
export function isOutOfReach(
  memory: Float64Array,
  floats: Float32Array,
  bounds: number,
  moved: number,
  steps: number,
  reach: number,
): boolean {
  const constant = steps * STEP;
  const slope = memory[moved];
  const offset = memory[moved + 1];
  const c = 2 * constant + SLACK * Math.abs(constant);
  for (let s = 0; s < BLOCK; s++) if (!(slope * floats[bounds + s] - offset > memory[reach + s] + c)) return false;
  for (let s = 0; s < BLOCK; s++) keepBound(floats, bounds + s, slope * floats[bounds + s] - offset);
  return true;
}
