// Points, ellipses and means in the plane of two features: layers that scatter, pairs and uncertainty share.

import type { GaussianMixture } from 'gmm-wasm';
import type { Samples, Theme } from '../args.js';
import { clipLine, isNear } from '../clip.js';
import { doubtful } from '../health.js';
import { ellipse, present } from '../mixture.js';
import type { Interval } from '../ranges.js';
import { componentNames, paletteOf } from '../theme.js';
import { componentChannels, position, tooltip } from './encode.js';

/** One row for each sample drawn: `x0`, `x1`, … for the features asked for, and the likeliest component. */
export function pointRows(
  { d, x }: Samples,
  rows: readonly number[],
  features: readonly number[],
  model: GaussianMixture,
): Record<string, number | string>[] {
  const names = componentNames(model);
  const picked = Float64Array.from({ length: rows.length * d }, (_, at) => x[rows[Math.floor(at / d)] * d + (at % d)]);
  const labels = model.predict({ data: picked, shape: [rows.length, d] });
  return Array.from(labels, (label, at) => {
    const values = features.map((feature) => [`x${feature}`, picked[at * d + feature]]);
    return { ...Object.fromEntries(values), component: names[label] };
  });
}

/** Where two features are drawn, and what their axes say. */
export interface Plane {
  readonly features: readonly [number, number];
  readonly intervals: readonly [Interval, Interval];
  readonly titles: readonly [string | null, string | null];
}

function positions({ features, intervals, titles }: Plane) {
  const [x, y] = features.map((feature, at) => position(`x${feature}`, titles[at], intervals[at]));
  return { x, y };
}

function toldOf({ features: [i, j], titles }: Plane) {
  return tooltip({ [`x${i}`]: titles[0], [`x${j}`]: titles[1], component: 'component' });
}

/** The samples, with the shape and colour of their component. */
export function pointLayer(
  plane: Plane,
  model: GaussianMixture,
  theme: Theme,
  look: { size: number; opacity: number },
) {
  const { color, shape } = componentChannels(model, theme);
  const mark = { type: 'point', filled: true, clip: true, ...look } as const;
  return { mark, encoding: { ...positions(plane), color, shape, tooltip: toldOf(plane) } } as const;
}

/** The ellipses at these Mahalanobis distances, fainter the farther. */
export function ellipseLayers(
  plane: Plane,
  model: GaussianMixture,
  theme: Theme,
  radii: readonly number[],
  vertices = 64,
) {
  const { color } = componentChannels(model, theme);
  const [i, j] = plane.features;
  const names = componentNames(model);
  return radii.map((radius) => {
    const values = present(model).flatMap((k) =>
      clipLine(ellipse(model, k, plane.features, radius, vertices), plane.intervals).map(([x, y]) => ({
        component: names[k],
        [`x${i}`]: x,
        [`x${j}`]: y,
      })),
    );
    const mark = { type: 'line', order: false, strokeWidth: 1.5, opacity: 1.1 - 0.25 * radius, clip: true } as const;
    return { data: { values }, mark, encoding: { ...positions(plane), color } } as const;
  });
}

/**
 * A cross at each mean, on a wider one that sets it off from the points. Where a component is not to be believed, a ring
 * that leaves the few points within it to be seen.
 */
export function meanLayers(plane: Plane, model: GaussianMixture, theme: Theme, size = 130) {
  const { color } = componentChannels(model, theme);
  const { background, ink } = paletteOf(theme);
  const doubts = doubtful(model);
  const values = meanRows(plane, model);
  const believed = values.filter(({ k }) => !doubts.has(k));
  const mark = { type: 'point', shape: 'cross', filled: true, size, opacity: 1, clip: true } as const;
  const outline = { ...mark, stroke: ink, strokeWidth: 1.2 } as const;
  const halo = { ...mark, color: background, stroke: background, strokeWidth: 3 } as const;
  return [
    { data: { values: believed }, mark: halo, encoding: positions(plane) },
    { data: { values: believed }, mark: outline, encoding: { ...positions(plane), color, tooltip: toldOf(plane) } },
    ...ringLayers(plane, model, theme, 2 * size),
  ] as const;
}

/** A ring about each component that is not to be believed, if there is one. */
export function ringLayers(plane: Plane, model: GaussianMixture, theme: Theme, size = 260) {
  const doubts = doubtful(model);
  const values = meanRows(plane, model).filter(({ k }) => doubts.has(k));
  if (values.length === 0) return [];
  const { ink } = paletteOf(theme);
  const ring = { type: 'point', shape: 'circle', filled: false, size, opacity: 1, clip: true } as const;
  const mark = { ...ring, stroke: ink, strokeWidth: 1.5 } as const;
  return [{ data: { values }, mark, encoding: { ...positions(plane), tooltip: toldOf(plane) } }] as const;
}

/** The means that are on the picture. */
function meanRows({ features: [i, j], intervals }: Plane, model: GaussianMixture) {
  const names = componentNames(model);
  const near = present(model).filter((k) => isNear([model.means[k][i], model.means[k][j]], intervals));
  return near.map((k) => ({
    k,
    component: names[k],
    [`x${i}`]: model.means[k][i],
    [`x${j}`]: model.means[k][j],
  }));
}
