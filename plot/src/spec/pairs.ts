import type { GaussianMixture } from 'gmm-wasm';
import * as check from '../args.js';
import { healthNotes } from '../health.js';
import { type Interval, range } from '../ranges.js';
import { headline, sizeNote } from '../theme.js';
import { type Densities, densities, densityLayers } from './density.js';
import { frame, type Spec, SYMBOLS } from './encode.js';
import { ellipseLayers, meanLayers, type Plane, pointLayer, pointRows } from './points.js';

const MOST_FEATURES = 8;
const MOST_POINTS = 6000;
const SPACING = 8;

/** What a grid of pairs shows, checked and computed, for whoever draws it. */
export interface PairsParts {
  readonly model: GaussianMixture;
  readonly samples: check.Samples;
  /** Those that are drawn. */
  readonly rows: readonly number[];
  readonly labels: readonly string[];
  readonly intervals: readonly Interval[];
  /** The histogram of a feature. */
  readonly densities: readonly Densities[];
  readonly title: string;
  readonly notes: readonly string[];
}

export function pairsParts(args: check.PairsArgs): PairsParts {
  check.checkNames('pairs', args, ['data', 'model', 'labels', 'theme', 'maxPoints']);
  const { data, model } = args;
  check.checkModel('pairs', model);
  const d = model.nFeatures;
  if (d < 2 || d > MOST_FEATURES) {
    const hint = d < 2 ? 'use histogram' : 'use model.marginal([…]) with some of the columns, or scatter';
    throw new RangeError(`pairs draws a model of 2 to ${MOST_FEATURES} features, this one has ${d}: ${hint}`);
  }
  const all = Array.from({ length: d }, (_, feature) => feature);
  const labels = check.checkLabels(args.labels, all);
  const maxPoints = check.checkCount('maxPoints', args.maxPoints ?? Math.floor((2 * MOST_POINTS) / (d * (d - 1))));
  const samples = check.readSamples(data, model);
  const rows = check.thin(samples.n, maxPoints);
  const columns = all.map((feature) => check.columnOf(samples, feature));
  const intervals = all.map((feature) => range(columns[feature], model, feature, 2));
  const shown = all.map((feature) => densities(columns[feature], model, feature, { reach: intervals[feature] }));
  const notes = [sizeNote(samples.n, rows.length)];
  return { model, samples, rows, labels, intervals, densities: shown, title: headline(model), notes };
}

/**
 * Every feature against every other: samples below the diagonal, ellipses and means above, histograms on it.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values, and for a model of one feature or of
 *   more than eight
 */
export function pairs(args: check.PairsArgs): Spec {
  const parts = pairsParts(args);
  const { model, samples, rows, labels, intervals, title } = parts;
  const theme = check.checkTheme(args.theme);
  const d = labels.length;
  const all = [...labels.keys()];
  const notes = [...parts.notes, 'ellipses at 1 and 2 σ', ...healthNotes(model, 'ringed')];
  const side = d <= 3 ? 180 : d <= 4 ? 150 : d <= 6 ? 120 : 100;

  const cell = (row: number, column: number) => {
    // only the outer cells of the grid have axes
    const x = row === d - 1 ? labels[column] : null;
    const y = column === 0 ? labels[row] : null;
    const size = { width: side, height: side };
    if (row === column) {
      const shown = parts.densities[row];
      return {
        ...size,
        layer: densityLayers(shown, model, theme, { x, y }, SYMBOLS).map((layer) => bare(layer, x, null, y)),
      };
    }
    const plane: Plane = {
      features: [column, row],
      intervals: [intervals[column], intervals[row]],
      titles: [x, y],
    };
    const points = pointLayer(plane, model, theme, { size: d <= 4 ? 14 : 8, opacity: 0.6 });
    const layers =
      row > column
        ? [{ data: { name: 'samples' }, ...points }]
        : [...ellipseLayers(plane, model, theme, [1, 2], 40), ...meanLayers(plane, model, theme, 40)];
    return { ...size, layer: layers.map((layer) => bare(layer, x, y)) };
  };

  return {
    ...frame(theme, title, notes, { width: d * (side + SPACING), height: side }, { width: side }),
    datasets: { samples: pointRows(samples, rows, all, model) },
    columns: d,
    align: 'all',
    bounds: 'flush',
    spacing: SPACING,
    concat: all.flatMap((row) => all.map((column) => cell(row, column))),
  } as Spec;
}

/** A layer whose axes are only drawn where they have a title; `labels: null` keeps the title alone. */
function bare<T extends { encoding: { x: object; y: object } }>(
  layer: T,
  x: string | null,
  labels: string | null,
  y: string | null = labels,
): T {
  const few = { tickCount: 4 };
  // a label stays over its own panel, or goes
  const ownX = { ...few, labelFlush: true, labelBound: 6 };
  const none = { ...few, labels: false, ticks: false, domain: false };
  // the same room for labels in all rows, so that their titles stand in one line
  const outerY = { ...few, minExtent: 30, ...(labels === null && { labels: false, ticks: false, grid: false }) };
  const channels: { x: { axis?: object }; y: { axis?: object } } = layer.encoding;
  return {
    ...layer,
    encoding: {
      ...layer.encoding,
      x: { ...channels.x, axis: x === null ? none : { ...channels.x.axis, ...ownX } },
      y: { ...channels.y, axis: y === null ? none : { ...channels.y.axis, ...outerY } },
    },
  };
}
