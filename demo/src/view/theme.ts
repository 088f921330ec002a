// Colours, one for each component that there can be. The first eight are Okabe and Ito's, which people who see colours
// differently can tell apart, the others those farthest from them in Oklab; the lines of these are dashed. The numbers on
// the plot say the same without colour.

import { type Colour, mix } from './scene.js';

export interface Theme {
  readonly background: Colour;
  readonly ink: Colour;
  readonly muted: Colour;
  readonly grid: Colour;
  readonly bar: Colour;
}

const LIGHT: Theme = {
  background: [255, 255, 255],
  ink: [27, 31, 36],
  muted: [89, 96, 105],
  grid: [234, 237, 240],
  bar: [214, 219, 225],
};

const DARK: Theme = {
  background: [22, 26, 32],
  ink: [236, 239, 243],
  muted: [157, 166, 177],
  grid: [39, 45, 53],
  bar: [61, 69, 80],
};

const COLOURS: readonly Colour[] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [213, 94, 0],
  [86, 180, 233],
  [240, 228, 66],
  [128, 128, 128],
  [139, 34, 82],
  [70, 70, 230],
  [110, 220, 180],
  [180, 120, 60],
];

const darkness = matchMedia('(prefers-color-scheme: dark)');

export const theme = (): Theme => (darkness.matches ? DARK : LIGHT);

export const onThemeChange = (changed: () => void) => darkness.addEventListener('change', changed);

/** The colour of a component's dots. */
export const fillOf = (k: number): Colour => COLOURS[k % COLOURS.length]!;

/** The colour of a component's lines: nearer to the ink, so that yellow is seen on white and blue on black. */
export const lineOf = (k: number, { ink }: Theme): Colour => mix(fillOf(k), ink, 0.3);

/** Lines of components beyond the first eight. */
export const dashOf = (k: number): readonly number[] => (k < 8 ? [] : [6, 4]);
