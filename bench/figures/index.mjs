import { drawGrowths } from './growths.mjs';
import { drawRatios } from './ratios.mjs';

/** Every figure for which there is something to draw: its name, its title and its SVG. */
export async function drawFigures({ sections }) {
  const drawn = [await drawRatios(sections.iterations), await drawGrowths(sections.scaling)];
  return drawn.filter((figure) => figure !== null);
}
