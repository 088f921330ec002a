// Ranges of axes, round steps and bins.

import type { GaussianMixture } from 'gmm-wasm';
import { deviation, present } from './mixture.js';

export type Interval = readonly [number, number];

/** A step of 1, 2 or 5 times a power of ten, not below the one asked for. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9)) ?? 10 * power;
}

/** Round values in the interval, about `count` of them. */
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
  const [a, b] = pad(data, 0.04);
  return [Math.min(a, Math.max(low, least)), Math.max(b, Math.min(high, most))];
}

/** Bars of equal width; `density` times width sums to 1. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly density: number;
}

const MOST_BARS = 80;

/**
 * The histogram of all values. Unless their number is given, bars are as wide as Freedman & Diaconis (1981) say, or two
 * standard deviations of the narrowest component if that is less, on round edges.
 */
export function barsOf(values: Float64Array, model: GaussianMixture, i: number, bins?: number): Bar[] {
  const [low, high] = extent(values);
  const width = bins === undefined ? roundStep(widthOf(values, model, i)) : (high - low) / bins;
  const start = bins === undefined ? Math.floor(low / width) : low / width;
  const count = bins ?? Math.floor(high / width) - start + 1;
  const counts = new Float64Array(count);
  for (const value of values) counts[Math.min(count - 1, Math.max(0, Math.floor(value / width - start)))]++;
  return Array.from(counts, (number, at) => ({
    from: Number(((start + at) * width).toPrecision(12)),
    to: Number(((start + at + 1) * width).toPrecision(12)),
    density: number / (values.length * width),
  }));
}

function widthOf(values: Float64Array, model: GaussianMixture, i: number): number {
  const [low, high] = extent(values);
  const sorted = values.slice().sort();
  const n = sorted.length;
  const quartiles = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))];
  const byData = (2 * quartiles) / Math.cbrt(n) || (high - low) / Math.ceil(Math.log2(n) + 1);
  const narrowest = Math.min(...present(model).map((k) => deviation(model, k, i)));
  return Math.max(Math.min(byData, 2 * narrowest), (high - low) / MOST_BARS);
}

/** Where a curve of feature i is evaluated: evenly, and closer about each component, however narrow it is. */
export function curvePoints([low, high]: Interval, model: GaussianMixture, i: number, even = 200): number[] {
  const points = Array.from({ length: even + 1 }, (_, at) => low + ((high - low) * at) / even);
  for (const k of present(model)) {
    const sigma = deviation(model, k, i);
    if (sigma * 20 > high - low) continue;
    for (let z = -4; z <= 4; z += 0.25) points.push(model.means[k][i] + z * sigma);
  }
  return points.filter((x) => x >= low && x <= high).sort((a, b) => a - b);
}
