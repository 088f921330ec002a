import type { GaussianMixture } from 'gmm-wasm';
import * as check from '../args.js';
import { healthNotes } from '../health.js';
import { range } from '../ranges.js';
import { headline, sizeNote } from '../theme.js';
import { frame, type Spec } from './encode.js';
import { ellipseLayers, meanLayers, type Plane, pointLayer, pointRows } from './points.js';

/** What a scatter plot shows, checked and computed, for whoever draws it. */
export interface ScatterParts {
  readonly model: GaussianMixture;
  readonly samples: check.Samples;
  /** Those that are drawn. */
  readonly rows: readonly number[];
  readonly plane: Plane & { readonly titles: readonly [string, string] };
  readonly title: string;
  readonly notes: readonly string[];
}

export function scatterParts(args: check.ScatterArgs): ScatterParts {
  check.checkNames('scatter', args, ['data', 'model', 'features', 'labels', 'theme', 'maxPoints']);
  const { data, model, maxPoints = 2000 } = args;
  check.checkModel('scatter', model);
  check.checkCount('maxPoints', maxPoints);
  if (model.nFeatures < 2) {
    throw new RangeError('scatter draws a model of two or more features, this one has 1: use histogram');
  }
  const features = check.checkFeatures(args.features, model.nFeatures);
  const [x, y] = check.checkLabels(args.labels, features);
  const samples = check.readSamples(data, model);
  const rows = check.thin(samples.n, maxPoints);
  const [first, second] = features.map((feature) => range(check.columnOf(samples, feature), model, feature, 3));
  const plane = { features, intervals: [first, second], titles: [x, y] } as const;
  return { model, samples, rows, plane, title: headline(model), notes: [sizeNote(samples.n, rows.length)] };
}

/**
 * Samples in the plane of two features, coloured by component, with the means and the 1, 2 and 3 σ ellipses of the
 * marginals (Mahalanobis distances 1, 2 and 3).
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values, and for a model of one feature
 */
export function scatter(args: check.ScatterArgs): Spec {
  const { model, samples, rows, plane, title, notes } = scatterParts(args);
  const theme = check.checkTheme(args.theme);
  const size = { width: 460, height: 380 };
  return {
    ...frame(theme, title, [...notes, 'ellipses at 1, 2 and 3 σ', ...healthNotes(model, 'ringed')], size),
    ...size,
    layer: [
      {
        data: { values: pointRows(samples, rows, plane.features, model) },
        ...pointLayer(plane, model, theme, look(rows.length)),
      },
      ...ellipseLayers(plane, model, theme, [1, 2, 3]),
      ...meanLayers(plane, model, theme),
    ],
  };
}

/** Points are smaller and paler the more there are. */
function look(n: number): { size: number; opacity: number } {
  return n <= 400 ? { size: 30, opacity: 0.6 } : n <= 1000 ? { size: 20, opacity: 0.5 } : { size: 12, opacity: 0.4 };
}
