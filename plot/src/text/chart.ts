// Title, axes, labels and legend around a canvas.

import type { GaussianMixture } from 'gmm-wasm';
import { axisNumbers, offsetWords, shown } from '../numbers.js';
import { type Interval, ticks } from '../ranges.js';
import { componentNames } from '../theme.js';
import { Canvas, paint, TERMINAL_COLOURS } from './canvas.js';

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly color: boolean;
}

export interface ChartParts {
  readonly title: string;
  readonly notes: readonly string[];
  readonly x: Interval;
  readonly y: Interval;
  readonly labels: readonly [string, string];
  /** Ticks of the x axis, if not round values. */
  readonly xTicks?: readonly number[];
  /** What stands on the x axis, at values of x. */
  readonly marks?: readonly Entry[];
  readonly legend: readonly Entry[];
  /** Draws into the canvas, at shares of its width and height. */
  draw(canvas: Canvas, place: Place): void;
}

/** A glyph with its colour; `at` is a value of x, `text` what a legend says. */
export interface Entry {
  readonly glyph: string;
  readonly colour: number;
  readonly text: string;
  readonly at?: number;
}

/** From values to shares of the canvas. */
export interface Place {
  x(value: number): number;
  y(value: number): number;
}

/** The lines of a chart, `height` of them unless the legend leaves less than four to draw in. */
export function chart(parts: ChartParts, { width, height, color }: Size): string {
  const legend = wrap(parts.legend, width, color);
  const rows = Math.max(4, height - 5 - legend.length);
  const yCount = Math.max(1, Math.floor(rows / 5));
  const yTicks = ticks(parts.y, yCount);
  const yNumbers = axisNumbers(parts.y, yCount);
  const margin = Math.min(width - 12, Math.max(...yTicks.map((value) => shown(value, yNumbers).length)) + 1);
  const columns = width - margin - 1;
  const place: Place = {
    x: (value) => (value - parts.x[0]) / (parts.x[1] - parts.x[0]),
    y: (value) => (value - parts.y[0]) / (parts.y[1] - parts.y[0]),
  };
  const canvas = new Canvas(columns, rows);
  parts.draw(canvas, place);

  const labels = new Map(yTicks.map((value) => [Math.min(rows - 1, Math.floor((1 - place.y(value)) * rows)), value]));
  const body = canvas.rows(color).map((line, row) => {
    const value = labels.get(row);
    return value === undefined
      ? `${' '.repeat(margin)}│${line}`
      : `${`${shown(value, yNumbers)} `.padStart(margin).slice(0, margin)}┤${line}`;
  });
  const xCount = Math.max(1, Math.floor(columns / 16));
  const values = parts.xTicks ?? ticks(parts.x, xCount);
  const xNumbers = axisNumbers(parts.x, xCount);
  const columnOf = (value: number) => Math.min(columns - 1, Math.max(0, Math.floor(place.x(value) * columns)));
  const axis = new Array<string>(columns).fill('─');
  for (const value of values) axis[columnOf(value)] = '┬';
  for (const { at, glyph, colour } of parts.marks ?? []) {
    if (at !== undefined && place.x(at) >= 0 && place.x(at) < 1)
      axis[columnOf(at)] = color ? paint(glyph, colour) : glyph;
  }
  const [xTitle, yTitle] = parts.labels.map(clean);
  const named = (title: string, words: string, room: number) =>
    words ? `${clip(title, Math.max(1, room - words.length - 1))} ${words}` : title;
  const xLabel = parts.xTicks ? xTitle : named(xTitle, offsetWords(xNumbers), columns);
  const yLabel = named(yTitle, offsetWords(yNumbers), width);
  const lines = [
    clip([parts.title, ...parts.notes].join('; '), width),
    clip(yLabel, width),
    ...body,
    `${' '.repeat(margin)}└${axis.join('')}`,
    ' '.repeat(margin + 1) +
      tickLabels(
        values.map((value) => [columnOf(value), parts.xTicks ? String(value) : shown(value, xNumbers)]),
        columns,
      ),
    ' '.repeat(Math.max(0, margin + 1 + Math.floor((columns - xLabel.length) / 2))) + clip(xLabel, columns),
    ...legend,
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Labels under their ticks, as many as have room. */
export function tickLabels(labels: readonly (readonly [number, string])[], columns: number): string {
  let line = '';
  for (const [column, text] of labels) {
    const start = Math.max(0, Math.min(columns - text.length, column - Math.floor(text.length / 2)));
    if (line !== '' && start < line.length + 1) continue;
    line = line.padEnd(start) + text;
  }
  return line;
}

/** Entries side by side, in as many lines as they need. */
export function wrap(entries: readonly Entry[], width: number, color: boolean): string[] {
  const lines: string[] = [];
  let used = width;
  for (const { glyph, colour, text } of entries) {
    const entry = `${glyph} ${text}`;
    const painted = color ? `${paint(glyph, colour)} ${text}` : entry;
    if (used + 3 + entry.length > width) {
      lines.push(painted);
      used = entry.length;
    } else {
      lines[lines.length - 1] += `   ${painted}`;
      used += 3 + entry.length;
    }
  }
  return lines;
}

/** Labels come from files: what would move a terminal's cursor is left out. */
export function clean(label: string): string {
  return label.replaceAll(/\p{Cc}/gu, ' ');
}

export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Components by their index: what stands at their means, and what the legend says. */
export function componentEntries(model: GaussianMixture): Entry[] {
  return componentNames(model).map((text, k) => ({
    glyph: String(k % 10),
    colour: TERMINAL_COLOURS[k % TERMINAL_COLOURS.length],
    text: text.slice(text.indexOf('(')),
    at: model.means[k][0],
  }));
}
