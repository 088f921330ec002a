// A drawing area of characters: dots of Braille, eight to a cell, or one glyph, each with a colour.

/** Colours of a terminal by number (of 256), about those of the pictures; 0 is the terminal's own. */
export const TERMINAL_COLOURS = [32, 166, 36, 175, 178, 74, 101, 99, 125, 203, 130, 113];
export const GREY = 245;

/** What tells components apart where there is no colour. */
export const GLYPHS = ['o', '+', 'x', '*', '#', '%', '@', '&'];

/** Bits of the Braille block by row and column of a cell. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #dots: Uint8Array;
  readonly #glyphs: string[];
  readonly #colours: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#dots = new Uint8Array(width * height);
    this.#glyphs = new Array(width * height).fill(' ');
    this.#colours = new Uint8Array(width * height);
  }

  /** The cell at shares of the width and of the height, from the lower left corner; −1 outside. */
  #cell(x: number, y: number): number {
    if (!(x >= 0 && x < 1 && y > 0 && y <= 1)) return -1;
    return Math.floor((1 - y) * this.height) * this.width + Math.floor(x * this.width);
  }

  /** A glyph in place of what is there. */
  glyph(x: number, y: number, glyph: string, colour = 0): void {
    const cell = this.#cell(x, y);
    if (cell < 0) return;
    this.#dots[cell] = 0;
    this.#glyphs[cell] = glyph;
    this.#colours[cell] = colour;
  }

  /** A dot; the last one gives its cell the colour. */
  dot(x: number, y: number, colour = 0): void {
    const cell = this.#cell(x, y);
    if (cell < 0) return;
    const row = Math.floor((1 - y) * this.height * 4) % 4;
    const column = Math.floor(x * this.width * 2) % 2;
    this.#dots[cell] |= DOTS[row][column];
    this.#colours[cell] = colour;
  }

  /** Dots from one point to the next. */
  line(points: readonly (readonly [number, number])[], colour = 0): void {
    for (let at = 0; at + 1 < points.length; at++) {
      const [[x0, y0], [x1, y1]] = [points[at], points[at + 1]];
      const steps = Math.ceil(Math.max(Math.abs(x1 - x0) * this.width * 2, Math.abs(y1 - y0) * this.height * 4, 1));
      // far outside there is nothing to draw, however long the way
      const finest = Math.min(steps, 4096);
      for (let step = 0; step <= finest; step++) {
        const t = step / finest;
        this.dot(x0 + t * (x1 - x0), y0 + t * (y1 - y0), colour);
      }
    }
  }

  /** The rows as text, with colours if asked for. */
  rows(color: boolean): string[] {
    return Array.from({ length: this.height }, (_, row) => {
      let text = '';
      let run = '';
      for (let cell = row * this.width; cell < (row + 1) * this.width; cell++) {
        const dots = this.#dots[cell];
        run += dots ? String.fromCodePoint(0x2800 + dots) : this.#glyphs[cell];
        const colour = this.#colours[cell];
        if (cell + 1 < (row + 1) * this.width && this.#colours[cell + 1] === colour) continue;
        text += color ? paint(run, colour) : run;
        run = '';
      }
      return text;
    });
  }
}

/** Text in a colour of the terminal. */
export function paint(text: string, colour: number): string {
  return colour === 0 ? text : `\u001b[38;5;${colour}m${text}\u001b[0m`;
}
