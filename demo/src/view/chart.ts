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
    const [least, most] = [Math.min(...values), Math.max(...values)];
    // what rounding alone tells apart is no rise and no fall
    const isFlat = most - least <= 1e-12 * Math.abs(least);
    const range = isFlat ? [least - 1, least + 1] : [least, most];
    const y = scale([range[0]!, range[1]!], height - 22, 12, 0.06);
    const line = points.flatMap(({ iteration, lowerBound }) => [x(iteration), y(lowerBound)]);
    marks.push({ kind: 'path', points: [12, height - 20, width - 12, height - 20], stroke: theme.grid, width: 1 });
    marks.push({ kind: 'path', points: line, stroke: theme.ink, width: 2 });
    if (now) {
      const [atX, atY] = [x(now.iteration), y(now.lowerBound)];
      marks.push({ kind: 'disc', x: atX, y: atY, radius: 4.5, fill: theme.background, stroke: theme.ink, width: 2 });
    }
    marks.push({ ...label, x: width - 12, y: height - 5, text: `iteration ${last.iteration}`, anchor: 'end' });
    const gain = isFlat ? 0 : last.lowerBound - points[0]!.lowerBound;
    const gained = points.length > 1 ? `${gain < 0 ? '' : '+'}${show(gain, 3)} nats a row` : 'start';
    const isNarrow = width < 340;
    if (isNarrow) marks.push({ ...label, x: 12, y: height - 5, text: gained, anchor: 'start' });
    else {
      marks.push({ ...label, x: 12, y: height - 5, text: 'start', anchor: 'start' });
      if (points.length > 1) marks.push({ ...label, x: width / 2, y: height - 5, text: gained, anchor: 'middle' });
    }
  }
  return {
    width,
    height,
    inside: { left: 0, right: width, top: 0, bottom: height },
    background: theme.background,
    marks,
  };
}
