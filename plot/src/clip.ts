// What lies far outside a frame is cut away before it is drawn: a renderer clips what it can still compute with, and a
// rasteriser's fixed-point coordinates end a few ten thousand pixels from the frame.

import type { Interval } from './ranges.js';

export type Point = readonly [x: number, y: number];

/** Cuts are made half a frame outside of it, where neither they nor the lines along them show. */
const ROOM = 0.5;

/** The interval, and half its length on either side: what may be drawn. */
export function around([low, high]: Interval): Interval {
  const room = ROOM * (high - low);
  return [low - room, high + room];
}

/** Whether a mark here is on the frame or close to it. */
export function isNear([x, y]: Point, frame: readonly [Interval, Interval]): boolean {
  const [[left, right], [bottom, top]] = [around(frame[0]), around(frame[1])];
  return x >= left && x <= right && y >= bottom && y <= top;
}

/**
 * A line from point to point, cut at a box about the frame by the algorithm of Sutherland and Hodgman (1974): within the
 * frame the same line, and where it has left the box it follows the edge. A closed line stays closed.
 */
export function clipLine(points: readonly Point[], frame: readonly [Interval, Interval]): Point[] {
  const isClosed = points.length > 2 && isSame(points[0], points[points.length - 1]);
  let kept = [...points];
  for (const axis of [0, 1] as const) {
    const [low, high] = around(frame[axis]);
    for (const [bound, sign] of [
      [low, 1],
      [high, -1],
    ]) {
      kept = clipSide(kept, axis, bound, (value) => sign * (value - bound) >= 0);
      // what began outside is closed along this side
      if (isClosed && kept.length > 0 && !isSame(kept[0], kept[kept.length - 1])) kept.push(kept[0]);
    }
  }
  return kept;
}

/** The part of a line on one side of a bound, and the points where it crosses. */
function clipSide(points: readonly Point[], axis: 0 | 1, bound: number, isInside: (value: number) => boolean): Point[] {
  const kept: Point[] = [];
  for (const [at, point] of points.entries()) {
    const before = points[at - 1];
    const inside = isInside(point[axis]);
    if (before && isInside(before[axis]) !== inside) {
      // from the inner point, which is finite, even if the outer one is not
      kept.push(inside ? crossing(point, before, axis, bound) : crossing(before, point, axis, bound));
    }
    if (inside) kept.push(point);
  }
  return kept;
}

function crossing(inner: Point, outer: Point, axis: 0 | 1, bound: number): Point {
  const share = (bound - inner[axis]) / (outer[axis] - inner[axis]);
  const other = 1 - axis;
  const across = inner[other] + share * (outer[other] - inner[other]);
  return axis === 0 ? [bound, across] : [across, bound];
}

const isSame = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1];
