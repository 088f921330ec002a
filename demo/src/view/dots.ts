// Dots, each in the mixture of its components' colours.

import type { Colour } from './scene.js';
import { fillOf } from './theme.js';

/** Red, green and blue of each of m rows: Σ_k r_k × colour of k; grey where no responsibilities are known. */
export function coloursOf(m: number, shares: Float32Array | undefined, grey: Colour): Uint8Array {
  const colours = new Uint8Array(3 * m);
  const k = shares ? shares.length / m : 0;
  const palette = Array.from({ length: k }, (_, c) => fillOf(c));
  for (let i = 0; i < m; i++) {
    let [red, green, blue] = shares ? [0, 0, 0] : grey;
    for (let c = 0; c < k; c++) {
      const share = shares![i * k + c]!;
      const colour = palette[c]!;
      red += share * colour[0];
      green += share * colour[1];
      blue += share * colour[2];
    }
    colours[3 * i] = red;
    colours[3 * i + 1] = green;
    colours[3 * i + 2] = blue;
  }
  return colours;
}

/** The fewer, the larger. */
export const radiusOf = (m: number) => (m <= 300 ? 4 : m <= 3000 ? 2.5 : 1);
