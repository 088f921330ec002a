import type { TraceArgs } from '../args.js';
import { ending, historyOf, valueRange } from '../spec/trace.js';
import { TERMINAL_COLOURS } from './canvas.js';
import type { ChartParts } from './chart.js';

/** The mean log-likelihood by iteration. */
export function traceChart(args: TraceArgs): ChartParts {
  const values = historyOf(args);
  const steps = values.length - 1;
  return {
    title: 'Log-likelihood',
    notes: [ending(args, steps)],
    x: [0, Math.max(1, steps) * 1.01],
    y: valueRange(values),
    labels: ['iteration', 'mean log-likelihood (nats)'],
    legend: [],
    draw(canvas, place) {
      const path = values.map((value, iteration) => [place.x(iteration), place.y(value)] as const);
      canvas.line(path.length > 1 ? path : [...path, ...path], TERMINAL_COLOURS[0]);
    },
  };
}
