import { checkCount, checkModel, checkNames, checkTheme, columnOf, type HistogramArgs, readSamples } from '../args.js';
import { headline, sizeNote } from '../theme.js';
import { densities, densityLayers } from './density.js';
import { frame, LINES, type Spec } from './encode.js';

/**
 * Bars of one feature, the density of each component, and their total.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values, and for a model of d > 1 features
 */
export function histogram(args: HistogramArgs): Spec {
  checkNames('histogram', args, ['data', 'model', 'label', 'bins', 'theme']);
  const { data, model, label = 'x', bins } = args;
  checkModel('histogram', model);
  const theme = checkTheme(args.theme);
  if (bins !== undefined) checkCount('bins', bins);
  if (model.nFeatures !== 1) {
    throw new RangeError(
      `histogram draws a model of one feature, this one has ${model.nFeatures}: ` +
        'use pairs, or model.marginal([j]) and that column of the data',
    );
  }
  const samples = readSamples(data, model);
  const shown = densities(columnOf(samples, 0), model, 0, bins);
  const notes = [`${sizeNote(samples.n)}; the thin line is the whole mixture`];
  if (shown.cut) notes.push('A peak is higher than the picture.');
  return {
    ...frame(theme, headline(model), notes),
    width: 480,
    height: 300,
    layer: [...densityLayers(shown, model, theme, { x: label, y: 'density' }, LINES)],
  };
}
