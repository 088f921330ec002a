// What the plots have in common: the channel that tells components apart, axes, and the frame of a specification.

import type { GaussianMixture } from 'gmm-wasm';
import type { TopLevelSpec } from 'vega-lite';
import type { Theme } from '../args.js';
import { widthOf } from '../letters.js';
import { axisNumbers, offsetWords, vegaNumbers } from '../numbers.js';
import type { Interval } from '../ranges.js';
import { componentNames, configOf, cycle, DASHES, paletteOf, SHAPES } from '../theme.js';

/** A plain Vega-Lite specification that holds its data. */
export type Spec = TopLevelSpec;

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Of the drawing area, in units of the picture. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What every specification has at its top. The notes stand under the title, in as many lines as they need; titles of axes
 * are cut where they would be longer than these.
 *
 * @param panel - where an axis belongs to a part of the picture
 */
export function frame(theme: Theme, text: string, notes: readonly string[], size: Size, panel: Partial<Size> = {}) {
  const subtitle = wrapped(notes, size.width);
  const title = { text, ...(subtitle.length > 0 && { subtitle: subtitle.length > 1 ? subtitle : subtitle[0] }) };
  const { width, height } = { ...size, ...panel };
  const config = configOf(theme);
  const axisX = { ...config.axisX, titleLimit: width };
  const description = [text, ...notes].join('; ');
  return { $schema: SCHEMA, description, title, config: { ...config, axisX, axisY: { titleLimit: height } } };
}

/** Notes side by side while there is room; the legend at the side gives some more. */
function wrapped(notes: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const note of notes) {
    const last = lines[lines.length - 1];
    const longer = `${last}; ${note}`;
    if (last !== undefined && widthOf({ fontSize: 11 }, longer) <= width + 60) lines[lines.length - 1] = longer;
    else lines.push(note);
  }
  return lines;
}

/** How a legend shows components: as lines, or as filled symbols. All legends of a picture must agree. */
export const LINES = { symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 2, symbolSize: 400 } as const;
export const SYMBOLS = { symbolOpacity: 1, symbolStrokeWidth: 0 } as const;

/** Colour, shape and dash of the field `component`, whose values are the names of the components. */
export function componentChannels(
  model: GaussianMixture,
  theme: Theme,
  legend: typeof LINES | typeof SYMBOLS | null = SYMBOLS,
) {
  const domain = componentNames(model);
  const k = domain.length;
  const common = { field: 'component', type: 'nominal', title: 'component (weight)', legend } as const;
  return {
    color: { ...common, scale: { domain, range: cycle(paletteOf(theme).components, k) } },
    shape: { ...common, scale: { domain, range: cycle(SHAPES, k) } },
    strokeDash: { ...common, scale: { domain, range: cycle(DASHES, k) } },
  } as const;
}

/** A position along an axis that shows exactly this interval, with numbers that are short. */
export function position(field: string, title: string | null, interval: Interval) {
  const scale = { domain: [...interval] as [number, number], nice: false, zero: false };
  const numbers = axisNumbers(interval);
  const format = vegaNumbers(numbers);
  const axis = Object.keys(format).length > 0 && { axis: format };
  const words = offsetWords(numbers);
  // on a line of its own it is not cut with a long title
  const lines = title && words ? [title, words] : title;
  return { field, type: 'quantitative', title: lines, scale, ...axis } as const;
}

/**
 * Fields that show under the pointer, with what they are called. Vega-Lite writes these names into expressions and
 * escapes no more of them than quotation marks.
 */
export function tooltip(names: Readonly<Record<string, string | null>>) {
  return Object.entries(names)
    .filter(([, name]) => name !== null)
    .map(([field, name]) => ({ field, title: JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"') }));
}
