import type { ScatterArgs } from '../args.js';
import { ellipse, present } from '../mixture.js';
import { pointRows } from '../spec/points.js';
import { scatterParts } from '../spec/scatter.js';
import { componentNames } from '../theme.js';
import { GLYPHS, TERMINAL_COLOURS } from './canvas.js';
import { type ChartParts, componentEntries } from './chart.js';

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
    notes: [...notes, 'ellipses at 2 σ'],
    x: plane.intervals[0],
    y: plane.intervals[1],
    labels: plane.titles,
    legend: color ? entries : entries.map((entry, at) => ({ ...entry, glyph: `${entry.glyph} ${glyphOf(at)}` })),
    draw(canvas, place) {
      for (const k of present(model)) {
        const around = ellipse(model, k, plane.features, 2).map(([x, y]) => [place.x(x), place.y(y)] as const);
        canvas.line(around, colourOf(k));
      }
      for (const row of points) {
        const k = names.indexOf(row.component as string);
        const [x, y] = [place.x(row[`x${i}`] as number), place.y(row[`x${j}`] as number)];
        if (color) canvas.dot(x, y, colourOf(k));
        else canvas.glyph(x, y, glyphOf(k));
      }
      for (const k of present(model)) {
        const [x, y] = [place.x(model.means[k][i]), place.y(model.means[k][j])];
        canvas.glyph(x, y, String(k % 10), color ? colourOf(k) : 0);
      }
    },
  };
}
