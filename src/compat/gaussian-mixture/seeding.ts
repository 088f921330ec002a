// k-means++ on a line (Arthur & Vassilvitskii 2007): each seed is drawn with a probability proportional to the squared
// distance from the nearest one so far.

import type { Random } from '../../random.js';
import type { Observations } from './observations.js';

/** K seeds among the values, sorted. */
export function plusPlus({ values, counts }: Observations, k: number, random: Random): number[] {
  const count = (i: number) => (counts ? counts[i] : 1);
  const masses = Float64Array.from(values, (_, i) => count(i));
  const nearest = new Float64Array(values.length).fill(Number.POSITIVE_INFINITY);
  const seeds: number[] = [];
  while (seeds.length < k) {
    const seed = values[drawIndex(masses, random.uniform())];
    seeds.push(seed);
    for (let i = 0; i < values.length; i++) {
      nearest[i] = Math.min(nearest[i], (values[i] - seed) * (values[i] - seed));
      masses[i] = nearest[i] * count(i);
    }
  }
  return seeds.sort((a, b) => a - b);
}

/** The index in whose part of the total mass u falls; never one of mass 0 while another has some. */
function drawIndex(masses: Float64Array, u: number): number {
  let left = u * masses.reduce((sum, mass) => sum + mass, 0);
  let last = masses.length - 1;
  for (let i = 0; i < masses.length; i++) {
    if (!(masses[i] > 0)) continue;
    last = i;
    left -= masses[i];
    if (left < 0) return i;
  }
  return last;
}
