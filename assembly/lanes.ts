// The f64x2 vocabulary of the kernel, and the only file that knows relaxed SIMD.
//
// Lanes are samples. A block is 8 samples in four vectors: the unit of skipping and of every loop over samples.
//
//   sample   0 1 | 2 3 | 4 5 | 6 7
//   vector    0     1     2     3
//
// Sums over samples keep two vectors, so four partial sums p[i mod 4], folded as (p0 + p2) + (p1 + p3).
//
// Twin: src/kernel/twin/lanes.ts

/** Samples in a block. */
export const BLOCK: i32 = 8;
/** Bytes of one feature of a block. */
export const BLOCK_BYTES: usize = 64;
/** Bytes of one feature of half a block: four samples, one step of all partial sums. */
export const HALF_BYTES: usize = 32;

/** c + a·b; fused in the relaxed build only. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(c, f64x2.mul(a, b));
}

/** Whether this binary may fuse: the relaxed ones. */
export function fused(): bool {
  return ASC_FEATURE_RELAXED_SIMD;
}

/** lane 0 + lane 1 */
export function fold(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** The fold of two running vectors: (a0 + b0) + (a1 + b1). */
export function fold2(a: v128, b: v128): f64 {
  return fold(f64x2.add(a, b));
}

/** y[0..count) += a·x[0..count), element by element, so that the order of the loop shows in no bit. */
export function axpy(y: usize, x: usize, a: f64, count: i32): void {
  const av = f64x2.splat(a);
  const end = y + ((<usize>count & ~1) << 3);
  while (y < end) {
    v128.store(y, madd(av, v128.load(x), v128.load(y)));
    y += 16;
    x += 16;
  }
  if (count & 1) {
    v128.store64_lane(y, madd(av, v128.load64_zero(x), v128.load64_zero(y)), 0);
  }
}

/** Sets count doubles to zero. */
export function clear(target: usize, count: i32): void {
  memory.fill(target, 0, <usize>count << 3);
}
