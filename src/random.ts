// The seeded generator: integers from pure-rand's xoroshiro128+; uniform, normal and index draws are made here, with the
// kernel's own logarithm, so that a seed gives the same bits everywhere.

import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** 2^−53 */
const ULP = 1 / 9007199254740992;

/** 32 bits in, 32 bits out, each depending on all (MurmurHash3's finaliser): seeds that are near give states that are not. */
function scramble(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plusFromState>;
  readonly #log: (x: number) => number;
  #spare: number | undefined;

  /**
   * @param seed - an integer, 0 … 2³²−1
   * @param stream - which of the independent streams of that seed, 2^64 draws apart
   * @param log - the kernel's logarithm
   */
  constructor(seed: number, stream: number, log: (x: number) => number) {
    this.#generator = xoroshiro128plusFromState([1, 2, 3, 4].map((word) => scramble(seed + word * 0x9e3779b9)));
    for (let i = 0; i < stream; i++) this.#generator.jump();
    this.#log = log;
  }

  /** Uniform on [0, 1), 53 bits. */
  uniform(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 67108864 + low) * ULP;
  }

  /** A whole number, 0 … count − 1. */
  index(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Standard normal, by Marsaglia's polar method: no sine, no cosine. */
  normal(): number {
    const spare = this.#spare;
    if (spare !== undefined) {
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * this.#log(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }
}
