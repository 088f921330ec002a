// Quantiles by bisection of the doubles themselves: first the sign, then the exponent, then one bit after the other. It
// needs no bracket and no slope and ends after 65 questions, in the gaps between far components as in the tails. Since
// the questions are the same for every p, a larger p never gets a smaller quantile, whatever the last bits of F do.

import { timesPower } from '../../scale.js';
import { levelOf, reaches } from './level.js';
import { levelAt, type Univariate } from './univariate.js';

/** The largest and the least exponent, and the bits after the first. Subnormal numbers count as 0. */
const MOST = 1023;
const LEAST = -1022;
const BITS = 52;

/** The least double x with F(x) ≥ p; infinite for 0 and 1. */
export function quantileAt(u: Univariate, p: number): number {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const wanted = levelOf(p);
  const holds = (x: number) => reaches(levelAt(u, x), wanted);
  // below 0 the quantile is the farthest x that holds, above 0 the one after the farthest that does not
  if (holds(0)) return -farthest((x) => holds(-x)).magnitude + 0;
  const { magnitude, step } = farthest((x) => !holds(x));
  return magnitude + step;
}

/** The largest magnitude for which `within` holds, as it does for 0, and what separates it from the next. */
function farthest(within: (x: number) => boolean): { magnitude: number; step: number } {
  let low = LEAST - 1;
  let high = MOST + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (within(timesPower(1, middle))) low = middle;
    else high = middle;
  }
  if (low < LEAST) return { magnitude: 0, step: timesPower(1, LEAST) };
  const least = timesPower(1, low - BITS);
  let magnitude = timesPower(1, low);
  for (let bit = magnitude / 2; bit >= least; bit /= 2) if (within(magnitude + bit)) magnitude += bit;
  return { magnitude, step: least };
}
