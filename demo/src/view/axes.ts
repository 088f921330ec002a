// The frame of a plot: where its inside is, grid lines, numbers and names.

import type { Scale } from './scale.js';
import type { Box, Mark } from './scene.js';
import type { Theme } from './theme.js';

export const inside = (width: number, height: number): Box => ({
  left: 48,
  right: width - 14,
  top: 28,
  bottom: height - 44,
});

export function axes(box: Box, x: Scale, y: Scale, names: readonly [string, string], theme: Theme): Mark[] {
  const { left, right, top, bottom } = box;
  // for an arrow beside it
  const room = right - 34;
  const label = { fill: theme.muted, size: 12 } as const;
  const line = (points: number[]): Mark => ({ kind: 'path', points, stroke: theme.grid, width: 1 });
  return [
    ...x.ticks.map((tick) => line([x(tick), top, x(tick), bottom])),
    ...y.ticks.map((tick) => line([left, y(tick), right, y(tick)])),
    ...x.ticks.map(
      (tick): Mark => ({ kind: 'text', x: x(tick), y: bottom + 17, text: x.words(tick), anchor: 'middle', ...label }),
    ),
    ...y.ticks.map(
      (tick): Mark => ({ kind: 'text', x: left - 7, y: y(tick) + 4, text: y.words(tick), anchor: 'end', ...label }),
    ),
    {
      kind: 'text',
      x: right,
      y: bottom + 36,
      text: `${title(names[0], x, room)} →`,
      anchor: 'end',
      ...label,
      fill: theme.ink,
    },
    { kind: 'text', x: 10, y: 16, text: `↑ ${title(names[1], y, room)}`, anchor: 'start', ...label, fill: theme.ink },
  ];
}

/** A name, cut where it would be wider than the plot, and what the numbers of the axis leave out. */
function title(name: string, { offset }: Scale, room: number): string {
  const rest = offset && ` ${offset}`;
  const measure = (text: string) => ruler.measureText(text + rest).width;
  ruler.font = '12px system-ui, sans-serif';
  if (measure(name) <= room) return name + rest;
  let letters = [...name];
  while (letters.length > 1 && measure(`${letters.join('')}…`) > room) letters = letters.slice(0, -1);
  return `${letters.join('')}…${rest}`;
}

const ruler = document.createElement('canvas').getContext('2d')!;
