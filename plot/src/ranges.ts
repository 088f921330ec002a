// Ranges of axes, round steps and bins.

import type { GaussianMixture } from 'gmm-wasm';
import { deviation, present } from './mixture.js';

export type Interval = readonly [number, number];

/** The largest step of 1, 2 or 5 times a power of ten that is not above the one asked for. */
export function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((factor) => factor * power).find((step) => step <= most * (1 + 1e-9)) ?? power;
}

/** Round values in the interval, `count` of them or up to two and a half times as many. */
export function ticks([low, high]: Interval, count: number): number[] {
  const step = roundStep((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** Least and largest value; equal ones are moved apart, so that an axis has a length. */
export function extent(values: Iterable<number>): Interval {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < high) return [low, high];
  const room = Math.abs(low) * 1e-3 || 1;
  return [low - room, high + room];
}

export function pad([low, high]: Interval, share: number): Interval {
  const room = (high - low) * share;
  return [low - room, high + room];
}

/**
 * The range in which feature i is drawn: all the data, and the components as far as they reach `sigmas` standard
 * deviations, but a quarter more than the data at the most.
 */
export function range(values: Float64Array, model: GaussianMixture, i: number, sigmas: number): Interval {
  const data = extent(values);
  const [least, most] = pad(data, 0.25);
  const reach = present(model).flatMap((k) => {
    const sigma = sigmas * deviation(model, k, i);
    return [model.means[k][i] - sigma, model.means[k][i] + sigma];
  });
  const [low, high] = extent([...data, ...reach]);
  return pad([Math.max(low, least), Math.min(high, most)], 0.03);
}

/** Bars of equal width; `density` times width sums to 1. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly density: number;
}

const MOST_BARS = 100;

/**
 * The histogram of all values. Unless their number is given, bars have round edges and are about as wide as Scott (1979)
 * advises for a Gaussian, 3.49 σ n^(−1/3), taken of the component where that is least.
 */
export function barsOf(values: Float64Array, model: GaussianMixture, i: number, bins?: number): Bar[] {
  const edges = bins === undefined ? roundEdges(values, model, i) : evenEdges(extent(values), bins);
  const [low] = edges;
  const count = edges.length - 1;
  const width = (edges[count] - low) / count;
  const counts = new Float64Array(count);
  for (const value of values) {
    let at = Math.max(0, Math.min(count - 1, Math.floor((value - low) / width)));
    // the edges as they are written decide, not the rounding of the quotient
    while (at > 0 && value < edges[at]) at--;
    while (at < count - 1 && value >= edges[at + 1]) at++;
    counts[at]++;
  }
  return Array.from(counts, (number, at) => {
    const [from, to] = [edges[at], edges[at + 1]];
    return { from, to, density: number / (values.length * (to - from)) };
  });
}

function evenEdges([low, high]: Interval, bins: number): number[] {
  return Array.from({ length: bins + 1 }, (_, at) => (at === bins ? high : low + ((high - low) * at) / bins));
}

function roundEdges(values: Float64Array, model: GaussianMixture, i: number): number[] {
  const [low, high] = extent(values);
  // one value in the middle of its bar
  if (values.every((value) => value === values[0])) return evenEdges([low, high], 9);
  const width = roundStep(widthOf(values, model, i));
  const first = Math.floor(low / width + 1e-9);
  const last = Math.floor(high / width + 1e-9) + 1;
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * width).toPrecision(15)));
}

function widthOf(values: Float64Array, model: GaussianMixture, i: number): number {
  const [low, high] = extent(values);
  const widths = present(model).map((k) => {
    const size = Math.max(2, model.weights[k] * values.length);
    return (3.49 * deviation(model, k, i)) / Math.cbrt(size);
  });
  const sorted = values.slice().sort();
  const gaps = sorted.subarray(1).map((value, at) => value - sorted[at]);
  // of rounded values, each bar holds as many of the possible ones
  const grain = gaps.reduce((least, gap) => (gap > 0 && gap < least ? gap : least), high - low);
  // rounding down makes up to 2.5 times as many bars
  return Math.min((high - low) / 2, Math.max(Math.min(...widths), 2 * grain, (2.5 * (high - low)) / MOST_BARS));
}

/** Where a curve of feature i is evaluated: evenly, and closer about each component, however narrow it is. */
export function curvePoints([low, high]: Interval, model: GaussianMixture, i: number, even = 200): number[] {
  const points = Array.from({ length: even + 1 }, (_, at) => low + ((high - low) * at) / even);
  for (const k of present(model)) {
    const sigma = deviation(model, k, i);
    if (sigma * 20 > high - low) continue;
    for (let z = -4; z <= 4; z += 0.2) points.push(model.means[k][i] + z * sigma);
    // a peak far above the picture comes down to the axis no sooner than here
    for (let z = 5; z <= 9; z++) points.push(model.means[k][i] - z * sigma, model.means[k][i] + z * sigma);
  }
  return points.filter((x) => x >= low && x <= high).sort((a, b) => a - b);
}
