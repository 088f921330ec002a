import type { GaussianMixture } from 'gmm-wasm';
import { checkCount, checkModel, checkNames, checkTheme, columnOf, type HistogramArgs, readSamples } from '../args.js';
import { healthNotes } from '../health.js';
import { headline, sizeNote } from '../theme.js';
import { type Densities, densities, densityLayers } from './density.js';
import { frame, LINES, type Spec } from './encode.js';

/** What a histogram shows, checked and computed, for whoever draws it. */
export interface HistogramParts {
  readonly model: GaussianMixture;
  readonly label: string;
  readonly shown: Densities;
  readonly title: string;
  readonly notes: readonly string[];
}

export function histogramParts(args: HistogramArgs): HistogramParts {
  checkNames('histogram', args, ['data', 'model', 'label', 'bins', 'theme']);
  const { data, model, label = 'x', bins } = args;
  checkModel('histogram', model);
  if (typeof label !== 'string') throw new TypeError('option label must be a string');
  if (bins !== undefined) checkCount('bins', bins);
  if (model.nFeatures !== 1) {
    throw new RangeError(
      `histogram draws a model of one feature, this one has ${model.nFeatures}: ` +
        'use pairs, or model.marginal([j]) and that column of the data',
    );
  }
  const samples = readSamples(data, model);
  const shown = densities(columnOf(samples, 0), model, 0, { bins });
  const cut = shown.cut ? ['a peak is higher than the picture'] : [];
  const notes = [sizeNote(samples.n), ...cut, ...healthNotes(model)];
  return { model, label, shown, title: headline(model), notes };
}

/**
 * Bars of one feature, the density of each component, and their total.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values, and for a model of d > 1 features
 */
export function histogram(args: HistogramArgs): Spec {
  const { model, label, shown, title, notes } = histogramParts(args);
  const theme = checkTheme(args.theme);
  const size = { width: 480, height: 300 };
  return {
    ...frame(theme, title, [...notes, 'the thin line is the whole mixture'], size),
    ...size,
    layer: [...densityLayers(shown, model, theme, { x: label, y: 'density' }, LINES)],
  };
}
