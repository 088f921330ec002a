import { checkModel, checkNames, checkTheme, type TraceArgs } from '../args.js';
import { extent, type Interval, pad } from '../ranges.js';
import { paletteOf } from '../theme.js';
import { frame, position, type Spec, tooltip } from './encode.js';

/** The history given, or that of the model. */
export function historyOf(args: TraceArgs): number[] {
  checkNames('trace', args, ['history', 'model', 'theme']);
  const { history, model } = args;
  if ((history === undefined) === (model === undefined)) throw new TypeError('trace needs either history or model');
  if (model) checkModel('trace', model);
  const values = Array.from(history ?? model?.history ?? []);
  if (values.length === 0) throw new RangeError('the history is empty: this model was not fitted');
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return values;
  throw new RangeError(`history[${bad}] is ${values[bad]}: every value must be a finite number`);
}

/** From the least to the most of them. What rounding alone tells apart is one value. */
export function valueRange(values: readonly number[]): Interval {
  const [low, high] = extent(values);
  return pad(high - low > 1e-12 * Math.abs(low) ? [low, high] : extent([low]), 0.05);
}

/** "converged after 57 iterations" */
export function ending({ model }: TraceArgs, steps: number): string {
  const iterations = `${steps} iteration${steps === 1 ? '' : 's'}`;
  if (!model) return iterations;
  return model.converged ? `converged after ${iterations}` : `not converged in ${iterations}`;
}

/**
 * The mean log-likelihood by iteration, and below it, on a logarithmic axis, what was still to be gained: a straight line
 * there is EM's linear rate.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for a history that is empty or not finite
 */
export function trace(args: TraceArgs): Spec {
  const values = historyOf(args);
  const theme = checkTheme(args.theme);
  const { components } = paletteOf(theme);
  const steps = values.length - 1;
  const last = values[steps];
  const rows = values.map((value, iteration) => ({ iteration, value }));
  const gains = rows.map(({ iteration, value }) => ({ iteration, gain: last - value })).filter(({ gain }) => gain > 0);
  const x = (title: string | null) => ({
    ...position('iteration', title, [0, Math.max(1, steps)]),
    axis: { format: 'd', tickMinStep: 1, ...(title === null && { labels: false }) },
  });
  const mark = (color: string) =>
    ({ type: 'line', color, strokeWidth: 2, point: steps <= 60 ? { color, size: 20 } : false }) as const;
  const size = { width: 460 };
  const above = {
    ...size,
    height: 200,
    data: { values: rows },
    mark: mark(components[0]),
    encoding: {
      x: x(gains.length > 0 ? null : 'iteration'),
      y: position('value', 'mean log-likelihood (nats)', valueRange(values)),
      tooltip: tooltip({ iteration: 'iteration', value: 'mean log-likelihood' }),
    },
  };
  const below = {
    ...size,
    height: 120,
    data: { values: gains },
    mark: mark(components[1]),
    encoding: {
      x: x('iteration'),
      y: {
        field: 'gain',
        type: 'quantitative',
        title: 'still to gain (nats)',
        scale: { type: 'log' },
        axis: { format: '.0e', tickCount: 5 },
      },
      tooltip: tooltip({ iteration: 'iteration', gain: 'still to gain' }),
    },
  };
  const title = frame(theme, 'Log-likelihood', [ending(args, steps)], { ...size, height: 200 });
  return { ...title, spacing: 12, vconcat: gains.length > 0 ? [above, below] : [above] } as Spec;
}
