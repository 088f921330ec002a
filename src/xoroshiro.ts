// xoroshiro128+ with the constants 24, 16 and 37 (Blackman & Vigna 2018), in halves of 32 bits.

/** Two words of 64 bits, the high half of each before the low one; not all 0. */
export type State = [number, number, number, number];

/** What 2^64 draws amount to, as a polynomial: bit i stands for i of them, 32 bits a number. */
const JUMP = [3639956645, 3750757012, 1261568508, 386426335];

/** The low 32 bits of the next draw, from −2³¹ on. */
export function next(state: State): number {
  const [high0, low0, high1, low1] = state;
  const high = high0 ^ high1;
  const low = low0 ^ low1;
  state[0] = (high0 << 24) ^ (low0 >>> 8) ^ high ^ ((high << 16) | (low >>> 16));
  state[1] = (low0 << 24) ^ (high0 >>> 8) ^ low ^ (low << 16);
  state[2] = (low << 5) ^ (high >>> 27);
  state[3] = (high << 5) ^ (low >>> 27);
  return (low0 + low1) | 0;
}

/** Goes 2^64 draws ahead. */
export function jump(state: State): void {
  const ahead: State = [0, 0, 0, 0];
  for (const bits of JUMP) {
    for (let bit = 1; bit !== 0; bit <<= 1) {
      if (bits & bit) for (let i = 0; i < 4; i++) ahead[i] ^= state[i];
      next(state);
    }
  }
  for (let i = 0; i < 4; i++) state[i] = ahead[i];
}
