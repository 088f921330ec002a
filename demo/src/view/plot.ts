// The plot on the page: painted from a scene, asked by mouse, finger or keyboard about its dots.

import type { Overview } from '../data/overview.js';
import type { Frame } from '../worker/protocol.js';
import { inside } from './axes.js';
import { paint } from './canvas.js';
import type { Layout, Places } from './layout.js';
import { lineLayout, lineMarks } from './line.js';
import { planeLayout, planeMarks } from './plane.js';
import type { Box, Mark, Scene } from './scene.js';
import { theme } from './theme.js';

export interface Shown {
  readonly overview: Overview;
  readonly axes: readonly [number, number];
  readonly frame: Frame | undefined;
}

/** Told which of the drawn rows is asked about, if any; answers in words. */
type Ask = (drawn: number | undefined, place: { x: number; y: number }) => string;

const NOWHERE: Places = { xs: new Float32Array(), ys: new Float32Array() };

/** Pixels between the pointer and the dot that it is taken to mean. */
const REACH = 24;

/** How many dots further a key goes. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowUp: -10,
  ArrowDown: 10,
  PageUp: -100,
  PageDown: 100,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
  Escape: 0,
};

export class Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #ask: Ask;
  #shown: Shown | undefined;
  #layout: Layout | undefined;
  #madeFor: unknown[] = [];
  #order: Uint32Array | undefined;
  #asked: number | undefined;

  constructor(canvas: HTMLCanvasElement, ask: Ask) {
    this.#canvas = canvas;
    this.#ask = ask;
    new ResizeObserver(() => this.draw()).observe(canvas);
    canvas.addEventListener('pointermove', (event) => this.#choose(this.#nearest(event.offsetX, event.offsetY)));
    canvas.addEventListener('pointerdown', (event) => this.#choose(this.#nearest(event.offsetX, event.offsetY)));
    canvas.addEventListener('pointerleave', (event) => {
      // a finger leaves when it is lifted, and wants to read then
      if (event.pointerType === 'mouse') this.#choose(undefined);
    });
    canvas.addEventListener('blur', () => this.#choose(undefined));
    canvas.addEventListener('keydown', (event) => this.#key(event));
  }

  show(shown: Shown): void {
    if (shown.overview !== this.#shown?.overview || shown.axes !== this.#shown.axes) {
      this.#order = undefined;
      this.#asked = undefined;
      this.#ask(undefined, { x: 0, y: 0 });
    }
    this.#shown = shown;
    this.draw();
    // what was asked may have another answer now
    if (this.#asked !== undefined) this.#choose(this.#asked);
  }

  draw(): void {
    const { width, height } = this.#canvas.getBoundingClientRect();
    if (width > 0) paint(this.#canvas, this.scene([width, height], true));
  }

  /** @param marked - whether the row that is asked about has a ring */
  scene(size: readonly [number, number], marked = false): Scene {
    const colours = theme();
    const [width, height] = size;
    const scene = { width, height, inside: inside(width, height), background: colours.background };
    if (!this.#shown) return { ...scene, marks: [] };
    const { overview, axes, frame } = this.#shown;
    const layout = this.#layoutFor(this.#shown, scene.inside);
    const marks = overview.histogram
      ? lineMarks(overview, layout, frame, colours)
      : planeMarks(overview, axes, layout, frame, colours);
    const asked = this.#asked;
    const ring: Mark[] = [];
    if (marked && asked !== undefined) {
      const { xs, ys } = layout.places;
      ring.push(...circle(xs[asked]!, ys[asked]!, colours.ink));
    }
    return { ...scene, marks: [...marks, ...ring] };
  }

  /** Made anew when data, axes or size are others. */
  #layoutFor({ overview, axes }: Shown, box: Box): Layout {
    const key = [overview, axes, box.right, box.bottom];
    if (!this.#layout || key.some((part, i) => part !== this.#madeFor[i])) {
      this.#madeFor = key;
      this.#layout = overview.histogram ? lineLayout(overview, box) : planeLayout(overview, axes, box);
    }
    return this.#layout;
  }

  get #places(): Places {
    return this.#layout?.places ?? NOWHERE;
  }

  #nearest(x: number, y: number): number | undefined {
    const { xs, ys } = this.#places;
    let least = REACH * REACH;
    let nearest: number | undefined;
    for (let i = 0; i < xs.length; i++) {
      const distance = (xs[i]! - x) ** 2 + (ys[i]! - y) ** 2;
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  /** Arrows walk through the dots from left to right. */
  #key(event: KeyboardEvent): void {
    const m = this.#places.xs.length;
    if (m === 0 || !(event.key in STEPS)) return;
    event.preventDefault();
    const { xs } = this.#places;
    this.#order ??= Uint32Array.from(xs, (_, i) => i).sort((a, b) => xs[a]! - xs[b]! || a - b);
    const at = this.#asked === undefined ? -1 : this.#order.indexOf(this.#asked);
    const wanted = Math.min(m - 1, Math.max(0, at + STEPS[event.key]!));
    this.#choose(event.key === 'Escape' ? undefined : this.#order[wanted]);
  }

  #choose(drawn: number | undefined): void {
    const changed = drawn !== this.#asked;
    this.#asked = drawn;
    if (changed) this.draw();
    const { xs, ys } = this.#places;
    const place = drawn === undefined ? { x: 0, y: 0 } : { x: xs[drawn]!, y: ys[drawn]! };
    const words = this.#ask(drawn, place);
    // as a slider through the dots it is read aloud
    this.#canvas.setAttribute('aria-valuetext', words);
    this.#canvas.setAttribute('aria-valuemax', String(xs.length));
    this.#canvas.setAttribute('aria-valuenow', String(drawn === undefined ? 0 : drawn + 1));
  }
}

function circle(x: number, y: number, stroke: readonly [number, number, number]): Mark[] {
  const points = Array.from({ length: 33 }, (_, i) => [
    x + 8 * Math.cos((i * Math.PI) / 16),
    y + 8 * Math.sin((i * Math.PI) / 16),
  ]);
  return [{ kind: 'path', points: points.flat(), stroke, width: 2 }];
}
