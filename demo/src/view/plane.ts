// Two features: dots, and for each component the ellipses that hold 50 % and 95 % of it.

import type { Overview } from '../data/overview.js';
import type { Frame } from '../worker/protocol.js';
import { axes } from './axes.js';
import { coloursOf, radiusOf } from './dots.js';
import { type Layout, placesOf } from './layout.js';
import { scale } from './scale.js';
import type { Box, Mark } from './scene.js';
import { ellipse } from './shape.js';
import { dashOf, fillOf, lineOf, type Theme } from './theme.js';

/** What stays the same from frame to frame. */
export function planeLayout(overview: Overview, [a, b]: readonly [number, number], box: Box): Layout {
  const x = scale(overview.ranges[a]!, box.left, box.right, 0.06);
  const y = scale(overview.ranges[b]!, box.bottom, box.top, 0.06);
  const places = placesOf(
    overview,
    (row) => x(row[a]!),
    (row) => y(row[b]!),
  );
  return { box, x, y, places };
}

export function planeMarks(
  overview: Overview,
  [a, b]: readonly [number, number],
  { box, x, y, places }: Layout,
  frame: Frame | undefined,
  theme: Theme,
): Mark[] {
  const m = overview.sampleRows.length;
  const marks: Mark[] = [
    ...axes(box, x, y, [overview.names[a]!, overview.names[b]!], theme),
    { kind: 'dots', ...places, colours: coloursOf(m, frame?.shares, theme.muted), radius: radiusOf(m) },
  ];
  if (frame) {
    const toPixels = (points: number[]) => points.map((value, i) => (i % 2 === 0 ? x(value) : y(value)));
    frame.parameters.means.forEach((_, k) => {
      const dash = dashOf(k);
      const outer = toPixels(ellipse(frame, k, a, b, 0.95));
      const inner = toPixels(ellipse(frame, k, a, b, 0.5));
      marks.push({ kind: 'path', points: outer, fill: fillOf(k), opacity: 0.1, cut: true });
      marks.push({ kind: 'path', points: outer, stroke: lineOf(k, theme), width: 2.5, dash, cut: true });
      marks.push({ kind: 'path', points: inner, stroke: lineOf(k, theme), width: 1.25, dash, cut: true });
    });
    frame.parameters.means.forEach((mean, k) => {
      marks.push(...badge(x(mean[a]!), y(mean[b]!), k, theme));
    });
  }
  return marks;
}

/** The number of a component. */
export function badge(x: number, y: number, k: number, theme: Theme): Mark[] {
  const text = String(k + 1);
  return [
    { kind: 'disc', x, y, radius: 10, fill: theme.background, stroke: lineOf(k, theme), width: 2 },
    { kind: 'text', x, y: y + 4.5, text, fill: theme.ink, size: 13, anchor: 'middle', bold: true },
  ];
}
