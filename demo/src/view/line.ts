// One feature: a histogram, the density of each component and of all together, and the values as dots below.

import type { Histogram, Overview } from '../data/overview.js';
import type { Frame } from '../worker/protocol.js';
import { axes } from './axes.js';
import { coloursOf } from './dots.js';
import { type Layout, placesOf } from './layout.js';
import { badge } from './plane.js';
import { scale } from './scale.js';
import type { Box, Mark } from './scene.js';
import { densityAt } from './shape.js';
import { dashOf, fillOf, lineOf, type Theme } from './theme.js';

const BAND = 22;

/** What stays the same from frame to frame. */
export function lineLayout(overview: Overview, box: Box): Layout {
  const floor = box.bottom - BAND;
  const x = scale(overview.ranges[0]!, box.left, box.right, 0.06);
  const tallest = Math.max(...densities(overview.histogram!, overview.n));
  // narrow peaks may be taller than bars are; they are cut where they leave the plot
  const y = scale([0, 1.25 * tallest], floor, box.top, 0);
  const places = placesOf(
    overview,
    (row) => x(row[0]!),
    // apart in height, by golden steps, so that equal values are seen as several
    (_, i) => floor + 6 + ((i * 0.618034) % 1) * (BAND - 8),
  );
  return { box, x, y, places };
}

export function lineMarks(
  overview: Overview,
  { box, x, y, places }: Layout,
  frame: Frame | undefined,
  theme: Theme,
): Mark[] {
  const m = overview.sampleRows.length;
  const marks: Mark[] = [
    ...axes(box, x, y, [overview.names[0]!, 'density'], theme),
    ...bars(overview.histogram!, overview.n, x, y, theme),
    { kind: 'dots', ...places, colours: coloursOf(m, frame?.shares, theme.muted), radius: m > 3000 ? 1 : 2.5 },
  ];
  if (frame) marks.push(...curves(frame, x, y, box, box.bottom - BAND, theme));
  return marks;
}

const densities = ({ counts, width }: Histogram, n: number) => Array.from(counts, (count) => count / (n * width));

function bars(
  histogram: Histogram,
  n: number,
  x: (v: number) => number,
  y: (v: number) => number,
  theme: Theme,
): Mark[] {
  const { from, width } = histogram;
  return densities(histogram, n).map((density, i) => {
    const left = x(from + i * width);
    const right = x(from + (i + 1) * width);
    return { kind: 'rect', x: left, y: y(density), width: right - left, height: y(0) - y(density), fill: theme.bar };
  });
}

function curves(
  frame: Frame,
  x: (v: number) => number,
  y: (v: number) => number,
  { left, right, top }: Box,
  floor: number,
  theme: Theme,
): Mark[] {
  const k = frame.parameters.weights.length;
  // pixel by pixel: the scale is linear, so it can be asked backwards
  const unit = 1 / (x(1) - x(0));
  const valueAt = (pixel: number) => (pixel - x(0)) * unit;
  const pixels = Array.from({ length: Math.round(2 * (right - left)) + 1 }, (_, i) => left + i / 2);
  const height = (density: number) => Math.max(top, y(density));
  const marks: Mark[] = [];
  const total = new Float64Array(pixels.length);
  for (let c = 0; c < k; c++) {
    const points = pixels.flatMap((pixel, i) => {
      const density = densityAt(frame, c, valueAt(pixel));
      total[i]! += density;
      return [pixel, height(density)];
    });
    marks.push({ kind: 'path', points: [left, floor, ...points, right, floor], fill: fillOf(c), opacity: 0.22 });
    marks.push({ kind: 'path', points, stroke: lineOf(c, theme), width: 2, dash: dashOf(c) });
  }
  const sum = pixels.flatMap((pixel, i) => [pixel, height(total[i]!)]);
  marks.push({ kind: 'path', points: sum, stroke: theme.ink, width: 1.25, dash: [2, 3] });
  frame.parameters.means.forEach((mean, c) => {
    const at = height(densityAt(frame, c, mean[0]!));
    marks.push(...badge(x(mean[0]!), Math.max(top + 12, Math.min(at, floor - 12)), c, theme));
  });
  return marks;
}
