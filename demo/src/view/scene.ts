// A picture as a list of marks, back to front. The canvas and the SVG file are both painted from it.

export type Colour = readonly [red: number, green: number, blue: number];

export type Mark =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill: Colour; opacity?: number }
  /** `points` are x, y, x, y, … */
  | {
      kind: 'path';
      points: readonly number[];
      stroke?: Colour;
      width?: number;
      dash?: readonly number[];
      fill?: Colour;
      opacity?: number;
      /** Cut where it leaves the scene's `inside`. */
      cut?: boolean;
    }
  | { kind: 'dots'; xs: Float32Array; ys: Float32Array; colours: Uint8Array; radius: number }
  | { kind: 'disc'; x: number; y: number; radius: number; fill: Colour; stroke: Colour; width: number }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      fill: Colour;
      size: number;
      anchor: 'start' | 'middle' | 'end';
      bold?: boolean;
    };

/** A rectangle by its edges. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Scene {
  readonly inside: Box;
  readonly width: number;
  readonly height: number;
  readonly background: Colour;
  readonly marks: readonly Mark[];
}

export const css = ([red, green, blue]: Colour) => `rgb(${red},${green},${blue})`;

/** The colour a part of the way from one to another. */
export function mix(from: Colour, to: Colour, part: number): Colour {
  const at = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * part);
  return [at(0), at(1), at(2)];
}
