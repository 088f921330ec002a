// Tiles in single precision: half the bytes at rest. To be worked on, a range of them is widened to doubles, and what
// was put in order is narrowed again; what single precision holds comes back unchanged. Counts are multiples of 8.
//
// Twin: src/kernel/twin/single.ts

/** `count` floats at `source` become doubles at `target`. */
export function widen(source: usize, count: i32, target: usize): void {
  const end = source + (<usize>count << 2);
  for (; source < end; source += 16, target += 32) {
    v128.store(target, f64x2.promote_low_f32x4(v128.load64_zero(source)));
    v128.store(target, f64x2.promote_low_f32x4(v128.load64_zero(source, 8)), 16);
  }
}

/**
 * `count` doubles at `source` become the nearest floats at `target`, to even on a tie.
 *
 * @returns false if one is beyond the largest float
 */
export function narrow(source: usize, count: i32, target: usize): bool {
  const end = target + (<usize>count << 2);
  const infinity = f32x4.splat(Infinity);
  let beyond = i32x4.splat(0);
  for (; target < end; source += 32, target += 16) {
    const low = f32x4.demote_f64x2_zero(v128.load(source));
    const high = f32x4.demote_f64x2_zero(v128.load(source, 16));
    const four = i64x2.shuffle(low, high, 0, 2);
    v128.store(target, four);
    beyond = v128.or(beyond, f32x4.eq(f32x4.abs(four), infinity));
  }
  return !v128.any_true(beyond);
}
