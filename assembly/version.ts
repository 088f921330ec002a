// Which release this is, major·10⁶ + minor·10³ + patch: a binary of another release may give other bits.
//
// Twin: src/kernel/twin/version.ts

export function version(): i32 {
  return 1_000;
}
