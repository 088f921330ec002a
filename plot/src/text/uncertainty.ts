import type { UncertaintyArgs } from '../args.js';
import { healthNotes } from '../health.js';
import { present } from '../mixture.js';
import { curvePoints } from '../ranges.js';
import { responsibilityRows, type UncertaintyParts, uncertaintyParts } from '../spec/uncertainty.js';
import { componentNames } from '../theme.js';
import { GREY, TERMINAL_COLOURS } from './canvas.js';
import { type ChartParts, componentEntries, type Entry } from './chart.js';
import { drawEllipses, drawMeans } from './scatter.js';

/** From sure to unsure: up to which share of the largest uncertainty. */
const LEVELS = [
  { glyph: '·', upTo: 0.1 },
  { glyph: 'o', upTo: 0.5 },
  { glyph: '@', upTo: 1 },
];

/** Samples by how unsure it is where they belong; of one feature, the responsibilities of the components over it. */
export function uncertaintyChart(args: UncertaintyArgs, color: boolean): ChartParts {
  const parts = uncertaintyParts(args);
  return parts.features.length === 1 ? ofOne(parts) : ofTwo(parts, color);
}

function ofTwo(
  { model, features, labels, intervals, rows, most, title, notes }: UncertaintyParts,
  color: boolean,
): ChartParts {
  const [i, j] = features;
  const plane = { features: [i, j], intervals: [intervals[0], intervals[1]] } as const;
  const names = componentNames(model);
  const colourOf = (component: unknown) =>
    color ? TERMINAL_COLOURS[names.indexOf(String(component)) % TERMINAL_COLOURS.length] : 0;
  return {
    title,
    notes: [...healthNotes(model), ...notes, 'ellipses at 2 σ'],
    x: intervals[0],
    y: intervals[1],
    labels: [labels[0], labels[1]],
    legend: [...componentEntries(model), ...levelEntries(most)],
    draw(canvas, place) {
      drawEllipses(canvas, place, model, plane);
      drawMeans(canvas, place, model, plane.features, color);
      for (const row of rows) {
        const { glyph } = levelOf(row.uncertainty / most);
        canvas.glyph(place.x(Number(row[`x${i}`])), place.y(Number(row[`x${j}`])), glyph, colourOf(row.component));
      }
    },
  };
}

function ofOne({ model, labels, intervals, rows, most, title, notes }: UncertaintyParts): ChartParts {
  const [interval] = intervals;
  const names = componentNames(model);
  const curves = responsibilityRows(model, curvePoints(interval, model, 0));
  // the samples have the strip below 0
  const [floor, ceiling] = [-0.15, 1.02];
  const entries = componentEntries(model);
  return {
    title,
    notes: [...healthNotes(model), ...notes],
    x: interval,
    y: [floor, ceiling],
    labels: [labels[0], 'responsibility'],
    marks: entries,
    legend: [...entries, ...levelEntries(most)],
    draw(canvas, place) {
      for (const k of present(model)) {
        const own = curves.filter(({ component }) => component === names[k]);
        const path = own.map(({ x0, responsibility }) => [place.x(x0), place.y(responsibility)] as const);
        canvas.line(path, TERMINAL_COLOURS[k % TERMINAL_COLOURS.length]);
      }
      for (const { x0, uncertainty } of rows) {
        const { glyph } = levelOf(uncertainty / most);
        canvas.glyph(place.x(Number(x0)), place.y(floor / 2), glyph, GREY);
      }
    },
  };
}

const levelOf = (share: number) => LEVELS.find(({ upTo }) => share <= upTo) ?? LEVELS[LEVELS.length - 1];

function levelEntries(most: number): Entry[] {
  const text = (share: number) => String(Number((share * most).toPrecision(2)));
  return LEVELS.map(({ glyph, upTo }, at) => ({
    glyph,
    colour: 0,
    text: at === 0 ? `unsure by up to ${text(upTo)}` : `to ${text(upTo)}`,
  }));
}
