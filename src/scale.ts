// Exact powers of two, by multiplication alone, for exponents beyond the range of a double too.

/** 2^512 */
const LARGE = 1.3407807929942597e154;

/** 2^e for −1022 ≤ e ≤ 1023. */
function power(e: number): number {
  let result = 1;
  let base = e < 0 ? 0.5 : 2;
  for (let left = Math.abs(e); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= base;
    base *= base;
  }
  return result;
}

/** 2^e as a product of two doubles, for −2044 ≤ e ≤ 2046. */
export function splitPower(e: number): [number, number] {
  const half = Math.trunc(e / 2);
  return [power(half), power(e - half)];
}

/** x·2^e, rounded once only where the result is subnormal. */
export function timesPower(x: number, e: number): number {
  const [a, b] = splitPower(Math.max(-2044, Math.min(2046, e)));
  return x * a * b;
}

/** The same of every number, as a copy. */
export function allTimesPower(values: ArrayLike<number>, e: number): Float64Array {
  const [a, b] = splitPower(Math.max(-2044, Math.min(2046, e)));
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i] * a * b;
  return out;
}

/** The exponent of the power of two next above |x|: |x|·2^−e lies in [½, 1); 0 for 0. */
export function exponentOf(x: number): number {
  let e = 0;
  let rest = Math.abs(x);
  if (rest === 0) return 0;
  while (rest >= 1) {
    const step = rest >= LARGE ? 512 : rest >= 4_294_967_296 ? 32 : 1;
    rest *= power(-step);
    e += step;
  }
  while (rest < 0.5) {
    const step = rest < 1 / LARGE ? 512 : rest < 1 / 8_589_934_592 ? 32 : 1;
    rest *= power(step);
    e -= step;
  }
  return e;
}
