/**
 * Plots of Gaussian mixtures: Vega-Lite specifications, SVG, PNG and text for a terminal.
 *
 * @packageDocumentation
 */

export type {
  CriteriaArgs,
  Criterion,
  HistogramArgs,
  PairsArgs,
  ScatterArgs,
  Theme,
  TraceArgs,
  UncertaintyArgs,
} from './args.js';
export { type PNGOptions, toPNG, toSVG } from './render.js';
export { criteria } from './spec/criteria.js';
export type { Spec } from './spec/encode.js';
export { histogram } from './spec/histogram.js';
export { pairs } from './spec/pairs.js';
export { scatter } from './spec/scatter.js';
export { trace } from './spec/trace.js';
export { uncertainty } from './spec/uncertainty.js';
export { type TextKinds, type TextOptions, toText } from './text.js';
