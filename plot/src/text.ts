// The terminal's versions of four plots.

import {
  type CriteriaArgs,
  checkCount,
  checkNames,
  checkTheme,
  type HistogramArgs,
  type ScatterArgs,
  type TraceArgs,
} from './args.js';
import { type ChartParts, chart } from './text/chart.js';
import { criteriaChart } from './text/criteria.js';
import { histogramChart } from './text/histogram.js';
import { scatterChart } from './text/scatter.js';
import { traceChart } from './text/trace.js';

/** Plots that can be text, and what they take. */
export interface TextKinds {
  readonly histogram: HistogramArgs;
  readonly scatter: ScatterArgs;
  readonly criteria: CriteriaArgs;
  readonly trace: TraceArgs;
}

export interface TextOptions {
  /** Columns, at least 24; 72 if left out. */
  readonly width?: number;
  /** Lines, at least 10; 24 if left out. */
  readonly height?: number;
  /** Whether to colour it with ANSI sequences; not if left out. */
  readonly color?: boolean;
}

const CHARTS: { readonly [K in keyof TextKinds]: (args: TextKinds[K], color: boolean) => ChartParts } = {
  histogram: histogramChart,
  scatter: scatterChart,
  criteria: criteriaChart,
  trace: traceChart,
};

/**
 * A plot as lines of text, in Unicode blocks and Braille.
 *
 * @param kind - which plot
 * @param args - what the function of that name takes
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values
 */
export function toText<K extends keyof TextKinds>(kind: K, args: TextKinds[K], options: TextOptions = {}): string {
  const draw = Object.hasOwn(CHARTS, kind) ? CHARTS[kind] : undefined;
  if (!draw) {
    throw new RangeError(`toText draws ${Object.keys(CHARTS).join(', ')}; got ${JSON.stringify(kind)}`);
  }
  checkNames('toText', options, ['width', 'height', 'color']);
  const { width = 72, height = 24, color = false } = options;
  if (checkCount('width', width) < 24) throw new RangeError(`option width must be at least 24, got ${width}`);
  if (checkCount('height', height) < 10) throw new RangeError(`option height must be at least 10, got ${height}`);
  if (typeof color !== 'boolean') throw new TypeError(`option color must be true or false, got ${color}`);
  checkTheme(args?.theme);
  return chart(draw(args, color), { width, height, color });
}
