// Points, ellipses and means in the plane of two features: layers that scatter, pairs and uncertainty share.

import type { GaussianMixture } from 'gmm-wasm';
import type { Samples, Theme } from '../args.js';
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
      ellipse(model, k, plane.features, radius, vertices).map(([x, y]) => ({
        component: names[k],
        [`x${i}`]: x,
        [`x${j}`]: y,
      })),
    );
    const mark = { type: 'line', order: false, strokeWidth: 1.5, opacity: 1.1 - 0.25 * radius, clip: true } as const;
    return { data: { values }, mark, encoding: { ...positions(plane), color } } as const;
  });
}

/** A cross at each mean, on a wider one that sets it off from the points. */
export function meanLayers(plane: Plane, model: GaussianMixture, theme: Theme, size = 130) {
  const { color } = componentChannels(model, theme);
  const { background, ink } = paletteOf(theme);
  const [i, j] = plane.features;
  const names = componentNames(model);
  const values = present(model).map((k) => ({
    component: names[k],
    [`x${i}`]: model.means[k][i],
    [`x${j}`]: model.means[k][j],
  }));
  const mark = { type: 'point', shape: 'cross', filled: true, size, opacity: 1, clip: true } as const;
  const outline = { ...mark, stroke: ink, strokeWidth: 1.2 } as const;
  const halo = { ...mark, color: background, stroke: background, strokeWidth: 3 } as const;
  return [
    { data: { values }, mark: halo, encoding: positions(plane) },
    { data: { values }, mark: outline, encoding: { ...positions(plane), color, tooltip: toldOf(plane) } },
  ] as const;
}
