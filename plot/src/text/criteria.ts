import { type CriteriaParts, familyLine } from '../spec/criteria.js';
import { GLYPHS, TERMINAL_COLOURS } from './canvas.js';
import type { ChartParts } from './chart.js';

/** A glyph for each model, joined by family; `!` where a component is not to be believed, `★` for the best. */
export function criteriaChart(parts: CriteriaParts): ChartParts {
  const { name, rows, best, families, counts, interval, title, notes } = parts;
  const colourOf = (at: number) => TERMINAL_COLOURS[at % TERMINAL_COLOURS.length];
  const glyphOf = (at: number) => GLYPHS[at % GLYPHS.length];
  const legend = families.map((text, at) => ({ glyph: glyphOf(at), colour: colourOf(at), text }));
  const unhealthy = { glyph: '!', colour: 0, text: 'collapsed, spurious or empty component' };
  return {
    title,
    notes,
    x: [counts[0] - 0.5, counts[counts.length - 1] + 0.5],
    y: interval,
    labels: ['number of components', `${name} (lower is better)`],
    xTicks: counts,
    legend: [
      ...legend,
      ...(rows.every(({ healthy }) => healthy) ? [] : [unhealthy]),
      { glyph: '★', colour: 0, text: 'best' },
    ],
    draw(canvas, place) {
      for (const [at, family] of families.entries()) {
        const path = familyLine(parts, family).map(([k, value]) => [place.x(k), place.y(value)] as const);
        canvas.line(path, colourOf(at));
      }
      for (const { nComponents, family, value, healthy } of rows) {
        const at = families.indexOf(family);
        canvas.glyph(place.x(nComponents), place.y(value), healthy ? glyphOf(at) : '!', colourOf(at));
      }
      canvas.glyph(place.x(best.nComponents), place.y(best.value), '★', colourOf(families.indexOf(best.family)));
    },
  };
}
