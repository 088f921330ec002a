import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What a stream is for: each purpose has one of its own. */
export const PURPOSES = { record: 1, data: 2, floor: 3 };

/** Near seeds begin alike: so many draws are thrown away. */
const BURNT = 32;

/** One stream of integers for each seed, problem and purpose. */
export function generator(seed, index, purpose) {
  const words = [Math.imul(seed, 0x9e3779b1), Math.imul(index + 1, 0x85ebca6b), Math.imul(purpose, 0xc2b2ae35)];
  const rng = xoroshiro128plus(words[0] ^ words[1] ^ words[2]);
  for (let i = 0; i < BURNT; i++) rng.next();
  return rng;
}
