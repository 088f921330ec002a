import type { GaussianMixture } from 'gmm-wasm';
import * as check from '../args.js';
import { healthNotes } from '../health.js';
import { present } from '../mixture.js';
import { curvePoints, type Interval, range } from '../ranges.js';
import { componentNames, headline, sizeNote } from '../theme.js';
import { componentChannels, frame, LINES, position, type Spec, tooltip } from './encode.js';
import { ellipseLayers, type Plane, pointLayer, pointRows, ringLayers } from './points.js';

const DOUBT = 'the larger, the less sure to which component it belongs';

/** What a plot of uncertainty shows, checked and computed, for whoever draws it. */
export interface UncertaintyParts {
  readonly model: GaussianMixture;
  /** Two, or the one that there is. */
  readonly features: readonly number[];
  readonly labels: readonly string[];
  readonly intervals: readonly Interval[];
  /** The samples drawn: `x0`, …, `component`, `uncertainty` and, from 0 to 1, `place`; the least certain last. */
  readonly rows: readonly UncertainRow[];
  /** The largest uncertainty that there can be. */
  readonly most: number;
  readonly title: string;
  readonly notes: readonly string[];
}

export function uncertaintyParts(args: check.UncertaintyArgs): UncertaintyParts {
  check.checkNames('uncertainty', args, ['data', 'model', 'features', 'labels', 'theme', 'maxPoints']);
  const { data, model, maxPoints = 2000 } = args;
  check.checkModel('uncertainty', model);
  check.checkCount('maxPoints', maxPoints);
  const plain = model.nFeatures === 1;
  if (plain && args.features !== undefined) {
    throw new RangeError('option features chooses two of several features, but this model has one');
  }
  const features = plain ? [0] : check.checkFeatures(args.features, model.nFeatures);
  const labels = check.checkLabels(args.labels, features);
  const samples = check.readSamples(data, model);
  const rows = check.thin(samples.n, maxPoints);
  const reach = plain ? 3 : 2;
  return {
    model,
    features,
    labels,
    intervals: features.map((feature) => range(check.columnOf(samples, feature), model, feature, reach)),
    rows: sampleRows(samples, rows, features, model),
    most: Math.max(1 - 1 / model.nComponents, 0.01),
    title: headline(model),
    notes: [sizeNote(samples.n, rows.length)],
  };
}

/**
 * Where the model is unsure: samples are the larger and the darker, the larger 1 − max_k r_k is. Of one feature, the
 * responsibilities of all components over the range, and the samples below.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values
 */
export function uncertainty(args: check.UncertaintyArgs): Spec {
  const parts = uncertaintyParts(args);
  const theme = check.checkTheme(args.theme);
  return parts.features.length === 1 ? ofOne(parts, theme) : ofTwo(parts, theme);
}

function ofTwo(
  { model, features, labels, intervals, rows, most, title, notes }: UncertaintyParts,
  theme: check.Theme,
): Spec {
  const frameSize = { width: 460, height: 380 };
  const { size, opacity } = uncertaintyChannels(most);
  const plane: Plane = {
    features: [features[0], features[1]],
    intervals: [intervals[0], intervals[1]],
    titles: [labels[0], labels[1]],
  };
  const points = pointLayer(plane, model, theme, { size: 30, opacity: 1 });
  const told = [...points.encoding.tooltip, ...tooltip({ uncertainty: 'uncertainty' })];
  return {
    ...frame(theme, title, [...notes, DOUBT, ...healthNotes(model, 'ringed')], frameSize),
    ...frameSize,
    layer: [
      ...ellipseLayers(plane, model, theme, [2]),
      {
        data: { values: [...rows] },
        mark: points.mark,
        encoding: { ...points.encoding, size, opacity, tooltip: told },
      },
      ...ringLayers(plane, model, theme),
    ],
  };
}

function ofOne({ model, labels, intervals, rows, most, title, notes }: UncertaintyParts, theme: check.Theme): Spec {
  const [interval] = intervals;
  const lines = componentChannels(model, theme, LINES);
  const { color, shape } = componentChannels(model, theme, null);
  const hidden = { labels: false, ticks: false };
  const above = { width: 480, height: 220 };
  return {
    ...frame(theme, title, [...notes, DOUBT, ...healthNotes(model)], above),
    spacing: 12,
    resolve: { legend: { color: 'independent', shape: 'independent', strokeDash: 'independent' } },
    vconcat: [
      {
        ...above,
        data: { values: responsibilityRows(model, curvePoints(interval, model, 0)) },
        mark: { type: 'line', strokeWidth: 2, clip: true },
        encoding: {
          x: { ...position('x0', null, interval), axis: hidden },
          y: position('responsibility', 'responsibility', [-0.02, 1.02]),
          color: lines.color,
          strokeDash: lines.strokeDash,
        },
      },
      {
        width: 480,
        height: 70,
        data: { values: rows },
        mark: { type: 'point', filled: true, clip: true },
        encoding: {
          x: position('x0', labels[0], interval),
          y: { ...position('place', null, [0, 1]), axis: null },
          color,
          shape,
          ...uncertaintyChannels(most),
          tooltip: tooltip({ x0: labels[0], component: 'component', uncertainty: 'uncertainty' }),
        },
      },
    ],
  } as Spec;
}

export type UncertainRow = Record<string, number | string> & { readonly uncertainty: number };

/** The rows to draw, the most uncertain last and so on top; `place` spreads those of one value over a strip. */
function sampleRows(
  samples: check.Samples,
  rows: readonly number[],
  features: readonly number[],
  model: GaussianMixture,
): UncertainRow[] {
  const { d, x } = samples;
  const all = model.uncertainty({ data: x, shape: [samples.n, d] });
  const golden = (Math.sqrt(5) - 1) / 2;
  return pointRows(samples, rows, features, model)
    .map((row, at) => ({ ...row, uncertainty: all[rows[at]], place: 0.1 + 0.8 * ((at * golden) % 1) }))
    .sort((a, b) => a.uncertainty - b.uncertainty);
}

function uncertaintyChannels(most: number) {
  const legend = { values: [0, most / 2, most], format: '.2~f' };
  const common = { field: 'uncertainty', type: 'quantitative', title: 'uncertainty', legend } as const;
  return {
    size: { ...common, scale: { domain: [0, most], range: [16, 150] } },
    opacity: { ...common, scale: { domain: [0, most], range: [0.5, 1] } },
  };
}

/** Of every component that there is, at each point. */
export function responsibilityRows(model: GaussianMixture, points: readonly number[]) {
  const k = model.nComponents;
  const names = componentNames(model);
  const responsibilities = model.predictProba(points);
  return present(model).flatMap((component) =>
    points.map((x0, at) => ({ component: names[component], x0, responsibility: responsibilities[at * k + component] })),
  );
}
