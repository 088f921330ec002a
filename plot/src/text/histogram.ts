import type { HistogramArgs } from '../args.js';
import { present } from '../mixture.js';
import type { Bar } from '../ranges.js';
import { histogramParts } from '../spec/histogram.js';
import { componentNames } from '../theme.js';
import { type Canvas, GREY, TERMINAL_COLOURS } from './canvas.js';
import { type ChartParts, componentEntries, type Place } from './chart.js';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Bars in eighths of a row, the curves of the mixture and of its components over them, means on the axis. */
export function histogramChart(args: HistogramArgs): ChartParts {
  const { model, label, shown, title, notes } = histogramParts(args);
  const { bars, curves, total, reach, top } = shown;
  const names = componentNames(model);
  const entries = componentEntries(model);
  return {
    title,
    notes,
    x: reach,
    y: [0, top],
    labels: [label, 'density'],
    marks: entries,
    legend: entries,
    draw(canvas, place) {
      drawBars(canvas, place, bars);
      const path = (points: readonly { x: number; density: number }[]) =>
        points.map(({ x, density }) => [place.x(x), place.y(density)] as const);
      canvas.line(path(total));
      for (const k of present(model)) {
        const colour = TERMINAL_COLOURS[k % TERMINAL_COLOURS.length];
        canvas.line(path(curves.filter(({ component }) => component === names[k])), colour);
      }
    },
  };
}

/** Bars in eighths of a row. */
export function drawBars(canvas: Canvas, place: Place, bars: readonly Bar[]): void {
  const { width, height } = canvas;
  for (let column = 0; column < width; column++) {
    const share = (column + 0.5) / width;
    const bar = bars.find(({ from, to }) => share >= place.x(from) && share < place.x(to));
    let eighths = Math.round(8 * height * Math.min(1, place.y(bar?.density ?? 0)));
    for (let row = 0; eighths > 0; row++, eighths -= 8) {
      canvas.glyph(share, (row + 0.5) / height, BLOCKS[Math.min(8, eighths) - 1], GREY);
    }
  }
}
