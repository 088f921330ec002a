// Colours, shapes and dashes. The first hues are Okabe & Ito's, which people with any colour vision tell apart; the
// others are those farthest from them and each other in Oklab, as seen with and without red or green cones. Shapes and
// dashes say the same again. Twelve colours and eight shapes repeat together only after 24 components.

import type { GaussianMixture } from 'gmm-wasm';
import type { Config } from 'vega-lite';
import type { Theme } from './args.js';

export const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
];

export const DASHES = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 2],
];

interface Palette {
  readonly background: string;
  /** Text, axes and what belongs to the whole mixture. */
  readonly ink: string;
  /** Less than ink: notes and ticks. */
  readonly faint: string;
  /** Lines of the grid. */
  readonly grid: string;
  /** Bars of a histogram. */
  readonly bar: string;
  readonly components: readonly string[];
}

const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    ink: '#1f2328',
    faint: '#59636e',
    grid: '#e6e8eb',
    bar: '#d5d9de',
    components: [
      '#0072B2',
      '#D55E00',
      '#009E73',
      '#CC79A7',
      '#E69F00',
      '#56B4E9',
      '#7A6A00',
      '#00007A',
      '#8B2252',
      '#8877FF',
      '#5A5A5A',
      '#7FBF3F',
    ],
  },
  dark: {
    background: '#0d1117',
    ink: '#e6edf3',
    faint: '#9198a1',
    grid: '#262c36',
    bar: '#3a424d',
    components: [
      '#56B4E9',
      '#FF8A3D',
      '#1FC598',
      '#E79AC4',
      '#F0E442',
      '#4F8FE8',
      '#C9B458',
      '#996666',
      '#EE3333',
      '#EE22AA',
      '#7755FF',
      '#55EE99',
    ],
  },
};

export function paletteOf(theme: Theme): Palette {
  return PALETTES[theme];
}

/** `count` entries of a list, again from its beginning where it ends. */
export function cycle<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, at) => list[at % list.length]);
}

/** Names of components in legends: the index that `predict` gives, and the weight. */
export function componentNames(model: GaussianMixture): string[] {
  return Array.from(model.weights, (weight, k) => {
    const percent = 100 * weight;
    const shown = percent > 0 && percent < 1 ? '< 1' : String(Math.round(percent));
    return `${k} (${shown} %)`;
  });
}

/** The look of all plots. */
export function configOf(theme: Theme): Config {
  const { background, ink, faint, grid } = paletteOf(theme);
  return {
    background,
    padding: 12,
    font: "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
    // thousands of described points would help nobody: the description of the whole says what is shown
    mark: { aria: false },
    view: { stroke: grid },
    title: {
      anchor: 'start',
      color: ink,
      subtitleColor: faint,
      fontSize: 13,
      fontWeight: 600,
      subtitleFontSize: 11,
      subtitlePadding: 4,
      offset: 10,
    },
    axisX: { labelFlush: false },
    axis: {
      labelColor: faint,
      titleColor: ink,
      titleFontWeight: 'normal',
      titleFontSize: 12,
      titlePadding: 8,
      labelFontSize: 11,
      gridColor: grid,
      domainColor: faint,
      tickColor: faint,
      tickSize: 4,
      labelOverlap: true,
    },
    legend: {
      labelColor: ink,
      titleColor: faint,
      titleFontWeight: 'normal',
      titleFontSize: 11,
      labelFontSize: 11,
      symbolSize: 90,
      symbolBaseFillColor: faint,
      symbolBaseStrokeColor: faint,
      rowPadding: 4,
    },
  };
}

/** "3 Gaussians, full covariance"; of one feature, "3 Gaussians" or "3 Gaussians, one variance" */
export function headline({ nComponents: k, nFeatures: d, covarianceType }: GaussianMixture): string {
  const noun = k === 1 ? '1 Gaussian' : `${k} Gaussians`;
  if (d > 1) return `${noun}, ${covarianceType} covariance`;
  return k > 1 && covarianceType.startsWith('tied') ? `${noun}, one variance` : noun;
}

/** "272 samples", or how many of them are drawn. */
export function sizeNote(n: number, drawn = n): string {
  const count = (value: number) => value.toLocaleString('en');
  return drawn < n ? `${count(drawn)} of ${count(n)} samples drawn` : `${count(n)} sample${n === 1 ? '' : 's'}`;
}
