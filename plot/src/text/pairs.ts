// Every feature against every other, in characters.

import type { PairsArgs } from '../args.js';
import { healthNotes } from '../health.js';
import { axisNumbers, shown } from '../numbers.js';
import { ticks } from '../ranges.js';
import { type PairsParts, pairsParts } from '../spec/pairs.js';
import { pointRows } from '../spec/points.js';
import { componentNames } from '../theme.js';
import { Canvas, GLYPHS, TERMINAL_COLOURS } from './canvas.js';
import { clean, clip, componentEntries, type Place, type Size, tickLabels, wrap } from './chart.js';
import { drawBars } from './histogram.js';
import { drawEllipses, drawMeans } from './scatter.js';

/** A panel with fewer columns shows nothing. */
const LEAST_COLUMNS = 5;
const LEAST_ROWS = 3;

/**
 * Samples below the diagonal, ellipses and means above, histograms and names on it; the numbers below belong to the
 * feature of the column.
 *
 * @throws RangeError if the width is too small for so many features
 */
export function pairsText(args: PairsArgs, size: Size): string {
  const parts = pairsParts(args);
  const { model, labels, title, notes } = parts;
  const { width, height, color } = size;
  const d = labels.length;
  const columns = Math.floor((width - d + 1) / d);
  if (columns < LEAST_COLUMNS) {
    const least = d * (LEAST_COLUMNS + 1) - 1;
    throw new RangeError(`pairs of ${d} features need a width of at least ${least} as text, got ${width}`);
  }
  const entries = componentEntries(model);
  const legend = wrap(
    color ? entries : entries.map((entry, k) => ({ ...entry, glyph: `${entry.glyph} ${GLYPHS[k % GLYPHS.length]}` })),
    width,
    color,
  );
  // title, numbers, and a line between each row of panels and the next
  const room = Math.max(LEAST_ROWS * d, height - legend.length - 1 - d - 1);
  const heights = labels.map((_, row) => Math.floor(room / d) + (row < room % d ? 1 : 0));
  const line = (cross: string) => labels.map(() => '─'.repeat(columns)).join(cross);
  const body = heights.flatMap((rows, row) => {
    const cells = labels.map((_, column) => panel(parts, row, column, [columns, rows], color));
    const lines = Array.from({ length: rows }, (_, at) => cells.map((cell) => cell[at]).join('│'));
    return row < d - 1 ? [...lines, line('┼')] : [...lines, line('┴')];
  });
  const numbers = parts.intervals.map((interval) => {
    const count = Math.max(1, Math.floor(columns / 16));
    const place = (value: number) => Math.floor(((value - interval[0]) / (interval[1] - interval[0])) * columns);
    const written = axisNumbers(interval, count);
    const labelled = ticks(interval, count).map((value) => [place(value), shown(value, written)] as const);
    return tickLabels(labelled, columns).slice(0, columns).padEnd(columns);
  });
  const head = [title, ...healthNotes(model), ...notes, 'ellipses at 2 σ'].join('; ');
  return [clip(head, width), ...body, numbers.join(' '), ...legend].map((one) => one.trimEnd()).join('\n');
}

/** The lines of one panel. */
function panel(
  parts: PairsParts,
  row: number,
  column: number,
  [width, height]: [number, number],
  color: boolean,
): string[] {
  const { model, samples, rows, labels, intervals, densities } = parts;
  const canvas = new Canvas(width, height);
  const [x, y] = [intervals[column], row === column ? [0, densities[row].top] : intervals[row]];
  const place: Place = {
    x: (value) => (value - x[0]) / (x[1] - x[0]),
    y: (value) => (value - y[0]) / (y[1] - y[0]),
  };
  if (row === column) {
    drawBars(canvas, place, densities[row].bars);
    const name = clip(clean(labels[row]), width);
    for (const [at, letter] of [...name].entries()) canvas.glyph((at + 0.5) / width, 1, letter);
  } else if (row < column) {
    const plane = { features: [column, row], intervals: [intervals[column], intervals[row]] } as const;
    drawEllipses(canvas, place, model, plane);
    drawMeans(canvas, place, model, plane.features, color);
  } else {
    const names = componentNames(model);
    for (const point of pointRows(samples, rows, [column, row], model)) {
      const k = names.indexOf(String(point.component));
      const [atX, atY] = [place.x(Number(point[`x${column}`])), place.y(Number(point[`x${row}`]))];
      if (color) canvas.dot(atX, atY, TERMINAL_COLOURS[k % TERMINAL_COLOURS.length]);
      else canvas.glyph(atX, atY, GLYPHS[k % GLYPHS.length]);
    }
  }
  return canvas.rows(color);
}
