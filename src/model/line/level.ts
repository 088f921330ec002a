// Probabilities that lose nothing by cancellation: below ¼ as they are, above ¾ by what is missing from 1, between by
// what they have more than ½. So both tails keep their relative precision, and a median is met exactly.

/** The probability base + offset. */
export interface Level {
  /** Below ¼, from ¼ to ¾, above ¾. */
  readonly base: 0 | 0.5 | 1;
  readonly offset: number;
}

/** The level of p, 0 ≤ p ≤ 1; every subtraction is exact. */
export function levelOf(p: number): Level {
  if (p < 0.25) return { base: 0, offset: p };
  return p <= 0.75 ? { base: 0.5, offset: p - 0.5 } : { base: 1, offset: p - 1 };
}

/** Whether one level is at least another: an order of all levels, so that what is decided by it is monotone. */
export function reaches(level: Level, other: Level): boolean {
  return level.base > other.base || (level.base === other.base && level.offset >= other.offset);
}
