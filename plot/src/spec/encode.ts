// What the plots have in common: the channel that tells components apart, axes, and the frame of a specification.

import type { GaussianMixture } from 'gmm-wasm';
import type { TopLevelSpec } from 'vega-lite';
import type { Theme } from '../args.js';
import type { Interval } from '../ranges.js';
import { componentNames, configOf, cycle, DASHES, paletteOf, SHAPES } from '../theme.js';

/** A plain Vega-Lite specification that holds its data. */
export type Spec = TopLevelSpec;

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** What every specification has at its top; the notes become one line under the title. */
export function frame(theme: Theme, text: string, notes: readonly string[]) {
  const subtitle = notes.join('; ');
  const title = { text, ...(subtitle && { subtitle }) };
  return { $schema: SCHEMA, description: [text, ...notes].join('; '), title, config: configOf(theme) };
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

/** A position along an axis that shows exactly this interval. */
export function position(field: string, title: string | null, interval: Interval) {
  const scale = { domain: [...interval] as [number, number], nice: false, zero: false };
  return { field, type: 'quantitative', title, scale } as const;
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
