// Bars of one feature, the density of each component and their total: layers that histogram and pairs share.

import type { GaussianMixture } from 'gmm-wasm';
import type { Theme } from '../args.js';
import { clipLine } from '../clip.js';
import { componentDensity, deviation, present } from '../mixture.js';
import { type Bar, barsOf, curvePoints, type Interval, range } from '../ranges.js';
import { componentNames, paletteOf } from '../theme.js';
import { componentChannels, type LINES, position, type SYMBOLS, tooltip } from './encode.js';

export interface Densities {
  readonly bars: readonly Bar[];
  readonly curves: readonly { component: string; x: number; density: number }[];
  readonly total: readonly { x: number; density: number }[];
  readonly reach: Interval;
  /** The highest density shown. */
  readonly top: number;
  /** Whether a peak is higher than what is shown. */
  readonly cut: boolean;
}

/** A peak this much higher than the bars would flatten all the rest: it is that of a collapsed component. */
const HIGHEST = 4;

/** Where the curve of a component is drawn, in standard deviations from its mean. */
const OWN_POINTS = Array.from({ length: 71 }, (_, at) => (at - 35) / 10);
/** So high a peak is still in the picture there, and at the axis only further out. */
const HIGH_POINTS = Array.from({ length: 181 }, (_, at) => (at - 90) / 10);

/**
 * Bars and curves of feature i; all values count. Curves of components end where they would lie on the axis, and are cut
 * where they leave the picture.
 */
export function densities(
  values: Float64Array,
  model: GaussianMixture,
  i: number,
  { bins, reach = range(values, model, i, 3) }: { bins?: number | undefined; reach?: Interval } = {},
): Densities {
  const bars = barsOf(values, model, i, bins);
  const points = curvePoints(reach, model, i);
  const names = componentNames(model);
  const sum = (x: number) => present(model).reduce((all, k) => all + componentDensity(model, k, i, x), 0);
  const whole = model.nFeatures === 1 ? (x: number) => model.pdf(x) : sum;
  const total = points.map((x) => ({ x, density: whole(x) }));
  const bar = Math.max(...bars.map(({ density }) => density));
  const peak = Math.max(...total.map(({ density }) => density));
  const cut = peak > HIGHEST * bar;
  const top = 1.06 * (cut ? HIGHEST * bar : Math.max(peak, bar));
  const inside = (line: readonly { x: number; density: number }[]) =>
    clipLine(
      line.map(({ x, density }) => [x, density] as const),
      [reach, [0, top]],
    ).map(([x, density]) => ({ x, density }));
  const curves = present(model).flatMap((k) => {
    const [mean, sigma] = [model.means[k][i], deviation(model, k, i)];
    const edge = componentDensity(model, k, i, mean + OWN_POINTS[0] * sigma);
    const line = (edge < top / 50 ? OWN_POINTS : HIGH_POINTS).map((z) => mean + z * sigma);
    return inside(line.map((x) => ({ x, density: componentDensity(model, k, i, x) }))).map((point) => ({
      component: names[k],
      ...point,
    }));
  });
  return { bars, curves, total: inside(total), reach, top, cut };
}

/** The layers of these densities, with the axis titles given. */
export function densityLayers(
  { bars, curves, total, reach, top }: Densities,
  model: GaussianMixture,
  theme: Theme,
  titles: { x: string | null; y: string | null },
  legend: typeof LINES | typeof SYMBOLS,
) {
  const { color, strokeDash } = componentChannels(model, theme, legend);
  const { background, ink, bar } = paletteOf(theme);
  const x = position('x', titles.x, reach);
  const y = position('density', titles.y, [0, top]);
  return [
    {
      data: { values: [...bars] },
      mark: { type: 'rect' as const, color: bar, stroke: background, strokeWidth: 1, clip: true },
      encoding: {
        x: { ...x, field: 'from' },
        x2: { field: 'to' },
        y,
        y2: { datum: 0 },
        tooltip: tooltip({ from: 'from', to: 'to', density: 'density' }),
      },
    },
    {
      data: { values: [...total] },
      mark: { type: 'line' as const, color: ink, strokeWidth: 1.5, clip: true },
      encoding: { x, y },
    },
    {
      data: { values: [...curves] },
      encoding: { x, y: { ...y, stack: null }, color },
      layer: [
        { mark: { type: 'area' as const, opacity: 0.14, clip: true } },
        { mark: { type: 'line' as const, strokeWidth: 2, clip: true }, encoding: { strokeDash } },
      ],
    },
  ];
}
