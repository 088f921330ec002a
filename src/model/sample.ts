// Draws from a mixture: a component by its weight, then x = μ + L·z, where L·z is found from L⁻¹ by substitution.

import { blockStride, factorsAt, meansAt, shapeOf } from '../kernel/memory.js';
import { logOf } from '../kernel/prepare.js';
import { show } from '../names.js';
import { Random } from '../random.js';
import { timesPower } from '../scale.js';
import type { Mixture } from './evaluator.js';

/** Rows drawn from a mixture. */
export interface Samples {
  /** n·d numbers, row-major. */
  data: Float64Array;
  shape: [number, number];
  /** The component of each row. */
  labels: Int32Array;
}

/** @throws RangeError for a count or seed that is none */
export function drawSamples(mixture: Mixture, n: number, seed: number): Samples {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`sample: n must be a non-negative integer, got ${show(n)}`);
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= 4_294_967_295)) {
    throw new RangeError(`option seed must be an integer from 0 to 4294967295, got ${show(seed)}`);
  }
  const { d, k, family, origin, exponent, parameters } = mixture;
  const random = new Random(seed, 0, logOf);
  const data = new Float64Array(n * d);
  const labels = new Int32Array(n);
  const offset = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const component = drawComponent(parameters, k, random.uniform());
    const mean = meansAt(0, k) + component * d;
    const factor = factorsAt(0, d, k, family) + component * blockStride(d, family);
    drawOffset(parameters, factor, shapeOf(family), offset, random);
    labels[i] = component;
    for (let j = 0; j < d; j++) data[i * d + j] = timesPower(parameters[mean + j] + offset[j], -exponent) + origin[j];
  }
  return { data, shape: [n, d], labels };
}

/** The component in whose part of [0, 1) u falls; never one of weight 0. */
function drawComponent(weights: Float64Array, k: number, u: number): number {
  let left = u;
  let last = 0;
  for (let c = 0; c < k; c++) {
    if (weights[c] === 0) continue;
    last = c;
    left -= weights[c];
    if (left < 0) return c;
  }
  return last;
}

/** L·z: with W = L⁻¹, v_i = (z_i − Σ_{j<i} W_ij·v_j)/W_ii. */
function drawOffset(parameters: Float64Array, factor: number, shape: number, out: Float64Array, random: Random): void {
  let at = factor;
  for (let i = 0; i < out.length; i++) {
    let value = random.normal();
    if (shape === 0) {
      for (let j = 0; j < i; j++) value -= parameters[at++] * out[j];
      out[i] = value / parameters[at++];
    } else {
      out[i] = value / parameters[shape === 1 ? factor + i : factor];
    }
  }
}
