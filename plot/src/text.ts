// The terminal's versions of the plots.

import {
  type CriteriaArgs,
  checkCount,
  checkNames,
  checkTheme,
  type HistogramArgs,
  type PairsArgs,
  type ScatterArgs,
  type TraceArgs,
  type UncertaintyArgs,
} from './args.js';
import { criteriaParts } from './spec/criteria.js';
import { chart, type Size } from './text/chart.js';
import { criteriaChart } from './text/criteria.js';
import { histogramChart } from './text/histogram.js';
import { pairsText } from './text/pairs.js';
import { scatterChart } from './text/scatter.js';
import { traceChart } from './text/trace.js';
import { uncertaintyChart } from './text/uncertainty.js';

/** Plots that can be text, and what they take. */
export interface TextKinds {
  readonly histogram: HistogramArgs;
  readonly scatter: ScatterArgs;
  readonly pairs: PairsArgs;
  readonly criteria: CriteriaArgs;
  readonly trace: TraceArgs;
  readonly uncertainty: UncertaintyArgs;
}

export interface TextOptions {
  /** Columns, at least 24; 72 if left out. */
  readonly width?: number;
  /** Lines, at least 10; 24 if left out. */
  readonly height?: number;
  /** Whether to colour it with ANSI sequences; not if left out. */
  readonly color?: boolean;
}

const CHARTS: { readonly [K in keyof TextKinds]: (args: TextKinds[K], size: Size) => string } = {
  histogram: (args, size) => chart(histogramChart(args), size),
  scatter: (args, size) => chart(scatterChart(args, size.color), size),
  pairs: pairsText,
  criteria: (args, size) => {
    const all = criteriaParts(args);
    const height = Math.max(10, Math.floor(size.height / all.length));
    return all.map((parts) => chart(criteriaChart(parts), { ...size, height })).join('\n');
  },
  trace: (args, size) => chart(traceChart(args), size),
  uncertainty: (args, size) => chart(uncertaintyChart(args, size.color), size),
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
  return draw(args, { width, height, color });
}
