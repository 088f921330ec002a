import type { GaussianMixture } from 'gmm-wasm';
import type { ScatterArgs } from '../args.js';
import { clipLine } from '../clip.js';
import { doubtful, healthNotes } from '../health.js';
import { ellipse, present } from '../mixture.js';
import { type Plane, pointRows } from '../spec/points.js';
import { scatterParts } from '../spec/scatter.js';
import { componentNames } from '../theme.js';
import { type Canvas, GLYPHS, TERMINAL_COLOURS } from './canvas.js';
import { type ChartParts, componentEntries, type Place } from './chart.js';

/** Samples as dots in the colour of their component, or as its glyph without colours; 2 σ ellipses; indices at the means. */
export function scatterChart(args: ScatterArgs, color: boolean): ChartParts {
  const { model, samples, rows, plane, title, notes } = scatterParts(args);
  const [i, j] = plane.features;
  const colourOf = (k: number) => TERMINAL_COLOURS[k % TERMINAL_COLOURS.length];
  const glyphOf = (k: number) => GLYPHS[k % GLYPHS.length];
  const names = componentNames(model);
  const points = pointRows(samples, rows, plane.features, model);
  const entries = componentEntries(model);
  return {
    title,
    notes: [...healthNotes(model), ...notes, 'ellipses at 2 σ'],
    x: plane.intervals[0],
    y: plane.intervals[1],
    labels: plane.titles,
    legend: color ? entries : entries.map((entry, at) => ({ ...entry, glyph: `${entry.glyph} ${glyphOf(at)}` })),
    draw(canvas, place) {
      drawEllipses(canvas, place, model, plane);
      for (const row of points) {
        const k = names.indexOf(row.component as string);
        const [x, y] = [place.x(row[`x${i}`] as number), place.y(row[`x${j}`] as number)];
        if (color) canvas.dot(x, y, colourOf(k));
        else canvas.glyph(x, y, glyphOf(k));
      }
      drawMeans(canvas, place, model, plane.features, color);
    },
  };
}

/** The ellipses at 2 σ. */
export function drawEllipses(
  canvas: Canvas,
  place: Place,
  model: GaussianMixture,
  plane: Pick<Plane, 'features' | 'intervals'>,
): void {
  for (const k of present(model)) {
    const line = clipLine(ellipse(model, k, plane.features, 2), plane.intervals);
    canvas.line(
      line.map(([x, y]) => [place.x(x), place.y(y)] as const),
      TERMINAL_COLOURS[k % TERMINAL_COLOURS.length],
    );
  }
}

/** Indices at the means; not where they would hide the few samples of a component that is not to be believed. */
export function drawMeans(
  canvas: Canvas,
  place: Place,
  model: GaussianMixture,
  [i, j]: readonly [number, number],
  color: boolean,
): void {
  const doubts = doubtful(model);
  for (const k of present(model)) {
    if (doubts.has(k)) continue;
    const colour = color ? TERMINAL_COLOURS[k % TERMINAL_COLOURS.length] : 0;
    canvas.glyph(place.x(model.means[k][i]), place.y(model.means[k][j]), String(k % 10), colour);
  }
}
