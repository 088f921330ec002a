// The log-likelihood, iteration by iteration, with a mark at the moment that the plot shows.

import { scale, show } from './scale.js';
import type { Mark, Scene } from './scene.js';
import type { Theme } from './theme.js';

export interface Point {
  readonly iteration: number;
  readonly lowerBound: number;
}

export function chartScene(
  points: readonly Point[],
  now: Point | undefined,
  [width, height]: readonly [number, number],
  theme: Theme,
): Scene {
  const marks: Mark[] = [];
  const label = { kind: 'text', size: 12, fill: theme.muted } as const;
  const last = points.at(-1);
  if (last) {
    const values = points.map(({ lowerBound }) => lowerBound);
    const x = scale([0, Math.max(1, last.iteration)], 12, width - 12, 0);
    const y = scale([Math.min(...values), Math.max(...values)], height - 22, 12, 0.06);
    const line = points.flatMap(({ iteration, lowerBound }) => [x(iteration), y(lowerBound)]);
    marks.push({ kind: 'path', points: [12, height - 20, width - 12, height - 20], stroke: theme.grid, width: 1 });
    marks.push({ kind: 'path', points: line, stroke: theme.ink, width: 2 });
    if (now) {
      const [atX, atY] = [x(now.iteration), y(now.lowerBound)];
      marks.push({ kind: 'disc', x: atX, y: atY, radius: 4.5, fill: theme.background, stroke: theme.ink, width: 2 });
    }
    marks.push({ ...label, x: 12, y: height - 5, text: 'start', anchor: 'start' });
    marks.push({ ...label, x: width - 12, y: height - 5, text: `iteration ${last.iteration}`, anchor: 'end' });
    const gained = `+${show(last.lowerBound - points[0]!.lowerBound, 3)} nats a row`;
    if (points.length > 1) marks.push({ ...label, x: width / 2, y: height - 5, text: gained, anchor: 'middle' });
  }
  return {
    width,
    height,
    inside: { left: 0, right: width, top: 0, bottom: height },
    background: theme.background,
    marks,
  };
}
